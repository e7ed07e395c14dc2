package dev.fanfare;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.assertions.LocatorAssertions;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What one person does with the board: drags cards with a mouse and with a finger, writes long
 * texts, loses the connection. Each test has a card of its own.
 */
@Timeout(120)
class BoardHandsIT {
  private static final String SAVES = "/poc/submit_update_event";
  private static final Pattern LIFTED = Pattern.compile(".*\\bdragged\\b.*");
  private static final Pattern TARGET = Pattern.compile(".*\\btarget\\b.*");
  private static final int LONGEST_TEXT = 3000;

  @RegisterExtension static final Instances INSTANCES = new Instances();
  @RegisterExtension static final Chromium CHROMIUM = new Chromium();

  private static InstanceProcess instance;

  private BoardPage alice;

  @BeforeAll
  static void start() {
    instance = INSTANCES.start("one");
  }

  @BeforeEach
  void open() {
    alice = CHROMIUM.open(instance, "alice");
  }

  @Test
  void browserThatIsOfflineSaysSoAndTellsTheCutInOneLine() {
    alice.offline(true);
    assertThat(alice.at("status")).hasText("Reconnecting", soon());
    alice.at("move-right-106").click();
    assertThat(alice.at("problem-106")).hasText("Not done: the server cannot be reached");

    alice.offline(false);
    assertThat(alice.at("status")).hasText("Live");
    assertThat(alice.at("problem-106")).hasText("The connection is back: please try again");
    alice.at("move-right-106").click();
    assertThat(alice.at("column-done").getByTestId("card-106")).isVisible();
    assertThat(alice.at("problem-106")).isHidden();

    Locator cuts = alice.at("log").getByText(Pattern.compile("onnection (lost|ended)|code 1"));
    assertThat(cuts).hasCount(1);
    assertThat(cuts)
        .hasText(
            Pattern.compile(
                "Connection lost for .* \\(nothing was heard of the server\\), connected to one after .*"));
  }

  @Test
  void failedCallAsksAtOnceAndOnAPhoneNothingOfTheStatusIsCutOff() {
    InstanceProcess silent = INSTANCES.start("fanfare-7d9f8b6c5-x2x4q");
    BoardPage phone =
        CHROMIUM.open(new NewContextOptions().setViewportSize(360, 740), silent, "carol");
    assertThat(phone.isCutOff("instance")).isFalse();
    phone.failing("**" + SAVES);
    silent.pause();
    try {
      phone.at("move-right-102").click();
      assertThat(phone.at("status")).hasText("Reconnecting", soon());
      assertThat(phone.isCutOff("instance")).isFalse();
      assertThat(phone.isCutOff("retry")).isFalse();
      assertThat(phone.isWiderThanItsWindow()).isFalse();
    } finally {
      silent.resume();
    }
  }

  @Test
  void shiftEnterBeginsALineAndEnterSubmits() {
    alice.edit("108");
    alice.type("One");
    alice.press("Shift+Enter");
    alice.type("two");
    alice.press("Enter");
    assertThat(alice.at("subtitle-108")).hasJSProperty("innerText", "One\ntwo");

    alice.at("comment-108").click();
    alice.type("Three");
    alice.press("Shift+Enter");
    alice.type("four");
    alice.press("Enter");
    assertThat(alice.at("comment-text-108")).isHidden();
    assertThat(alice.at("card-108")).containsText(Pattern.compile("Three\\s+four"));
  }

  @Test
  void commentCanBeCancelledWithoutAKeyboard() {
    alice.at("comment-108").click();
    assertThat(alice.at("comment-text-108")).isFocused();
    alice.at("comment-108").click();
    assertThat(alice.at("comment-text-108")).isHidden();
  }

  @Test
  void textThatIsTooLongIsToldAndNotCut() {
    alice.edit("107");
    alice.insert("x".repeat(LONGEST_TEXT - 1));
    assertThat(alice.at("room-input-107")).hasText("1 character left");
    alice.insert("yz");
    assertThat(alice.at("room-input-107")).hasText("1 character too many: at most 3,000");
    alice.press("Enter");
    assertThat(alice.at("input-107")).hasJSProperty("value", "x".repeat(LONGEST_TEXT - 1) + "yz");
    assertThat(alice.at("input-107")).isVisible();
    assertThat(alice.requestsTo(SAVES)).isZero();

    alice.press("Backspace");
    assertThat(alice.at("room-input-107")).hasText("No character left of 3,000");
    alice.press("Enter");
    assertThat(alice.at("subtitle-107"))
        .hasJSProperty("textContent", "x".repeat(LONGEST_TEXT - 1) + "y");
  }

  @Test
  void cardIsDraggedWithTheMouseWhileSomebodyElseMovesIt() {
    BoardPage bob = CHROMIUM.open(instance, "bob");
    alice.lift("103");
    assertThat(alice.at("dragging")).hasText("“Seat map on phones” is lifted, Escape puts it back");
    bob.at("move-right-103").click();
    assertThat(alice.at("column-doing").getByTestId("card-103")).isVisible();
    alice.carryTo("done");
    assertThat(alice.at("dragging")).hasText("Over Done");
    alice.drop();

    assertThat(bob.at("column-done").getByTestId("card-103")).isVisible();
    assertThat(alice.at("dragging")).hasText("“Seat map on phones” is dropped on Done");
    assertThat(bob.at("log")).containsText("alice moved “Seat map on phones” to Done");
    assertThat(alice.at("input-103")).isHidden();
  }

  @Test
  void cardThatIsDroppedWhereItWasOrPutBackIsNotSaved() {
    alice.lift("104");
    assertThat(alice.at("card-104")).hasClass(LIFTED);
    alice.drop();
    assertThat(alice.at("dragging")).hasText("“Confirmation mail in French” stays where it is");

    alice.lift("104");
    alice.press("Escape");
    alice.drop();
    assertThat(alice.at("dragging")).hasText("“Confirmation mail in French” stays where it is");

    assertThat(alice.at("input-104")).isHidden();
    assertThat(alice.requestsTo(SAVES)).isZero();
    alice.edit("104");
  }

  @Test
  void cardIsDraggedWithAFingerToAColumnThatIsNotOnTheScreen() {
    NewContextOptions small = new NewContextOptions().setViewportSize(360, 740);
    BoardPage phone = CHROMIUM.open(small.setHasTouch(true).setIsMobile(true), instance, "carol");
    phone.touch("102");
    assertThat(phone.at("card-102")).hasClass(LIFTED);
    phone.moveFinger(0.99, 0.5);
    assertThat(phone.at("column-doing")).hasClass(TARGET);
    phone.liftFinger();

    assertThat(alice.at("column-doing").getByTestId("card-102")).isVisible();
  }

  @Test
  void fingerThatMovesAtOnceScrolls() {
    NewContextOptions small = new NewContextOptions().setViewportSize(360, 740);
    BoardPage phone = CHROMIUM.open(small.setHasTouch(true).setIsMobile(true), instance, "carol");
    phone.touch("101");
    for (double height : List.of(0.3, 0.2, 0.1)) {
      phone.moveFinger(0.5, height);
    }
    phone.liftFinger();

    phone.awaitScrolled();
    assertThat(phone.at("dragging")).isEmpty();
  }

  /** Well before the 50 s of silence after which a client gives a server up by itself. */
  private static LocatorAssertions.HasTextOptions soon() {
    return new LocatorAssertions.HasTextOptions().setTimeout(15_000);
  }
}
