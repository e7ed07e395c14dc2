package dev.fanfare;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A moment on a busy board, which fits each window: nothing is wider than its window. The pictures
 * are in {@code target/pages}. This command updates the README's picture:
 *
 * <pre>./mvnw -ntp verify -Dit.test=BoardPictureIT -Dfanfare.screenshot=docs/board.png</pre>
 */
@Timeout(120)
class BoardPictureIT {
  private static final Path PICTURES = Path.of("target/pages");

  /** From the root of the project. */
  private static final String README_PICTURE = System.getProperty("fanfare.screenshot", "");

  private static final long MAX_BYTES = 450 * 1024;

  @RegisterExtension static final Instances INSTANCES = new Instances();
  @RegisterExtension static final Chromium CHROMIUM = new Chromium();

  enum Window {
    DESK(1360, 700, ColorScheme.LIGHT),
    DESK_AT_NIGHT(1360, 700, ColorScheme.DARK),
    TABLET(900, 1100, ColorScheme.LIGHT),
    SMALL_TABLET(768, 1024, ColorScheme.LIGHT),
    PHONE(360, 740, ColorScheme.LIGHT),
    PHONE_AT_NIGHT(360, 740, ColorScheme.DARK);

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

  @Test
  @Tag("long")
  void boardFitsEveryWindow() throws IOException {
    try (RedisServer redis = RedisServer.start()) {
      List<InstanceProcess> pair = INSTANCES.startPair(redis, "paris-1", "paris-2");
      Map<Window, BoardPage> pages = new EnumMap<>(Window.class);
      for (Window window : Window.values()) {
        pages.put(window, CHROMIUM.open(window.options(), pair.getFirst(), "alice"));
      }
      BoardPage bob = CHROMIUM.open(pair.getLast(), "bob");

      makeBusy(pages.values(), bob);

      pages.forEach((window, page) -> {
        page.picture(PICTURES.resolve(window + ".png"));
        assertThat(page.isWiderThanItsWindow()).as("%s", window).isFalse();
      });
      if (!README_PICTURE.isEmpty()) {
        keep(PICTURES.resolve(Window.DESK + ".png"));
      }
    }
  }

  /** Some people have worked. Now carol has commented on one card, and bob edits another. */
  private static void makeBusy(Collection<BoardPage> alices, BoardPage bob) {
    bob.be("dave");
    bob.comment("101", "Works in three tabs, too");
    alices.forEach(it -> it.at("refresh-101").click());
    alices.iterator().next().save("102", "Accounting says yes, legal reads it today");
    bob.at("move-right-106").click();
    bob.be("carol");
    bob.comment("104", "Camille has sent the copy");
    bob.be("bob");
    bob.edit("105");
    for (BoardPage alice : alices) {
      assertThat(alice.at("stale-104")).isVisible();
      assertThat(alice.at("editing-105")).isVisible();
      assertThat(alice.at("column-done").getByTestId("card-106")).isVisible();
    }
  }

  private static void keep(Path picture) throws IOException {
    assertThat(Files.size(picture)).isLessThan(MAX_BYTES);
    Path kept = Repository.ROOT.resolve(README_PICTURE);
    Files.createDirectories(kept.toAbsolutePath().getParent());
    Files.copy(picture, kept, StandardCopyOption.REPLACE_EXISTING);
  }
}
