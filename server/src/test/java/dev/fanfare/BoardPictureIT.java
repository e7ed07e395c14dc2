package dev.fanfare;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A moment on a busy board, and that it fits each window: nothing is wider than what it is seen in.
 * The pictures are in {@code target/pages}. The README's is made anew with
 *
 * <pre>./mvnw -ntp verify -Dit.test=BoardPictureIT -Dfanfare.screenshot=docs/board.png</pre>
 */
@Timeout(120)
class BoardPictureIT {
  private static final Path PICTURES = Path.of("target/pages");

  /** From the root of the project. */
  private static final String README_PICTURE = System.getProperty("fanfare.screenshot", "");

  private static final long MAX_BYTES = 400 * 1024;

  @RegisterExtension static final Instances INSTANCES = new Instances();
  @RegisterExtension static final Chromium CHROMIUM = new Chromium();

  enum Window {
    DESK(1360, 780, ColorScheme.LIGHT),
    DESK_AT_NIGHT(1360, 780, ColorScheme.DARK),
    TABLET(900, 1100, ColorScheme.LIGHT),
    PHONE(390, 844, ColorScheme.LIGHT),
    PHONE_AT_NIGHT(390, 844, ColorScheme.DARK);

    private final int width;
    private final int height;
    private final ColorScheme colours;

    Window(int width, int height, ColorScheme colours) {
      this.width = width;
      this.height = height;
      this.colours = colours;
    }

    NewContextOptions options() {
      return new NewContextOptions()
          .setViewportSize(width, height)
          .setDeviceScaleFactor(2)
          .setColorScheme(colours);
    }
  }

  @ParameterizedTest
  @EnumSource
  void boardFitsTheWindow(Window window) throws IOException {
    try (RedisServer redis = RedisServer.start()) {
      List<InstanceProcess> pair = INSTANCES.startPair(redis, "paris-1", "paris-2");
      BoardPage bob = CHROMIUM.open(pair.getLast(), "bob");
      BoardPage alice = CHROMIUM.open(window.options(), pair.getFirst(), "alice");
      busyMoment(alice, bob);

      Path picture = PICTURES.resolve(window + ".png");
      alice.picture(picture);

      assertThat(alice.isWiderThanItsWindow()).isFalse();
      if (window == Window.DESK && !README_PICTURE.isEmpty()) {
        assertThat(Files.size(picture)).isLessThan(MAX_BYTES);
        Path target = Path.of("..").resolve(README_PICTURE);
        Files.createDirectories(target.toAbsolutePath().getParent());
        Files.copy(picture, target, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private static void busyMoment(BoardPage alice, BoardPage bob) {
    bob.be("dave");
    bob.comment("101", "Works in three tabs, too");
    alice.at("refresh-101").click();
    alice.save("102", "Accounting says yes, legal reads it today");
    bob.at("move-right-106").click();
    bob.be("carol");
    bob.comment("104", "Camille has sent the copy");
    bob.be("bob");
    bob.edit("105");
    assertThat(alice.at("stale-104")).isVisible();
    assertThat(alice.at("editing-105")).isVisible();
    assertThat(alice.at("column-done").getByTestId("card-106")).isVisible();
  }
}
