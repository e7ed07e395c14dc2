package dev.fanfare;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.assertions.LocatorAssertions;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Two people, each with a browser at an instance of their own: each sees what the other does. Saved
 * texts stay for later tests, so each test checks only its own changes.
 */
@Timeout(120)
class BoardIT {
  private static final Pattern OF_THE_NETWORK =
      Pattern.compile("Failed to load resource|WebSocket connection to|net::ERR_");

  /** Longer than the 8 s after which a sign of editing expires. */
  private static final double FORGOTTEN_MILLIS = 15_000;

  @RegisterExtension static final Instances INSTANCES = new Instances();
  @RegisterExtension static final Chromium CHROMIUM = new Chromium();

  private static RedisServer redis;
  private static InstanceProcess one;
  private static InstanceProcess other;

  private BoardPage alice;
  private BoardPage bob;

  @BeforeAll
  static void start() {
    redis = RedisServer.start();
    List<InstanceProcess> pair = INSTANCES.startPair(redis, "one", "other");
    one = pair.getFirst();
    other = pair.getLast();
  }

  @AfterAll
  static void stop() {
    redis.close();
  }

  @BeforeEach
  void open() {
    alice = CHROMIUM.open(one, "alice");
    bob = CHROMIUM.open(other, "bob");
  }

  @AfterEach
  void nobodyComplains() {
    assertThat(alice.complaints()).isEmpty();
    assertThat(bob.complaints()).isEmpty();
  }

  @Test
  void eachPageIsAtAnInstanceOfItsOwn() {
    assertThat(alice.at("instance")).hasText("one");
    assertThat(bob.at("instance")).hasText("other");
  }

  @Test
  void editorIsSeenUntilHeStops() {
    alice.edit("101");
    assertThat(bob.at("editing-101")).hasText("Aalice is editing");
    assertThat(bob.at("card-101")).hasAttribute("data-hue", "0");
    assertThat(alice.at("editing-101")).isHidden();

    alice.press("Escape");
    assertThat(bob.at("editing-101")).isHidden();
    assertThat(bob.at("card-101")).not().hasAttribute("data-hue", "0");

    alice.edit("101");
    assertThat(bob.at("editing-101")).isVisible();
    alice.at("who").focus();
    assertThat(bob.at("editing-101")).isHidden();
  }

  @Test
  @Tag("long")
  void editorWhoseBrowserCrashesIsForgottenWhenHisTimeIsUp() {
    BoardPage carol = CHROMIUM.open(one, "carol");
    carol.edit("101");
    assertThat(bob.at("editing-101")).isVisible();

    carol.crash();

    assertThat(bob.at("editing-101")).isHidden(within(FORGOTTEN_MILLIS));
    assertThat(alice.at("editing-101")).isHidden();
  }

  @Test
  void savedTextIsSeenByAll() {
    alice.save("102", "Accounting says yes");

    assertThat(bob.at("subtitle-102")).hasText("Accounting says yes");
    assertThat(bob.at("log"))
        .containsText("alice changed the text of “Refunds as vouchers” to “Accounting says yes”");
  }

  @Test
  void movedCardMovesForAll() {
    bob.at("move-left-108").click();

    assertThat(alice.at("column-doing").getByTestId("card-108")).isVisible();
    assertThat(alice.at("log")).containsText("bob moved “Dark mode” to Doing");
  }

  @Test
  void editorSeesWhatAnotherPersonSavesMeanwhile() {
    alice.edit("108");
    bob.save("108", "Follows the sun");

    assertThat(alice.at("meanwhile-108")).containsText("Follows the sun");
    alice.press("Escape");
    assertThat(alice.at("subtitle-108")).hasText("Follows the sun");
  }

  @Test
  void buttonsDoNotMoveWhenCommentsCome() {
    Runnable letThrough = alice.reopenWithout("**/v1/topics/**");
    assertThat(alice.at("comments-101")).hasText("…");
    double without = alice.leftOf("comment-101");

    letThrough.run();

    assertThat(alice.at("comments-101")).containsText("comment");
    assertThat(alice.leftOf("comment-101")).isEqualTo(without);
  }

  @Test
  void commentMakesTheCardStaleUntilItIsRefreshed() {
    // A page asks for the comments when it has joined. An earlier comment is already in the answer.
    assertThat(bob.at("comments-103")).hasText("No comments");
    alice.comment("103", "Pinching works on the old phone, too");
    assertThat(alice.at("comments-103")).hasText("1 comment");
    assertThat(alice.at("stale-103")).isHidden();

    assertThat(bob.at("stale-103")).isVisible();
    assertThat(bob.at("comments-103")).hasText("No comments");
    bob.at("refresh-103").click();
    assertThat(bob.at("stale-103")).isHidden();
    assertThat(bob.at("comments-103")).hasText("1 comment");
    assertThat(bob.at("card-103")).containsText("Pinching works on the old phone, too");
  }

  @Test
  void pageThatIsOpenedLaterShowsAllAtOnce() {
    alice.save("104", "Camille is done");
    alice.comment("104", "Merci");
    alice.edit("105");

    BoardPage carol = CHROMIUM.open(other, "carol");

    assertThat(carol.at("subtitle-104")).hasText("Camille is done");
    assertThat(carol.at("comments-104")).hasText("1 comment");
    assertThat(carol.at("editing-105")).isVisible();
    assertThat(carol.at("stale-104")).isHidden();
    assertThat(carol.complaints()).isEmpty();
  }

  @Test
  void pageOfKilledInstanceGoesOnAtTheOther() {
    InstanceProcess killed = INSTANCES.start("killed", "--redis", redis.uri());
    BoardPage carol = CHROMIUM.open(killed, "carol", other);
    assertThat(carol.at("instance")).hasText("killed");
    // The page asks for the comments once it follows the events about them.
    assertThat(carol.at("comments-106")).hasText("No comments");

    killed.kill();
    bob.save("106", "Saved while carol was away");
    bob.comment("106", "Said while carol was away");

    assertThat(carol.at("instance")).hasText("other", comingBack());
    assertThat(carol.at("status")).hasText("Live");
    assertThat(carol.at("subtitle-106")).hasText("Saved while carol was away");
    assertThat(carol.at("stale-106")).isVisible();
    carol.at("refresh-106").click();
    assertThat(carol.at("comments-106")).hasText("1 comment");
    carol.save("106", "Saved at the other instance");
    assertThat(bob.at("subtitle-106")).hasText("Saved at the other instance");
    assertThat(carol.complaints()).allMatch(OF_THE_NETWORK.asPredicate());
  }

  @Test
  void everythingCanBeDoneWithTheKeyboard() {
    alice.tabTo("subtitle-107");
    alice.press("Enter");
    assertThat(bob.at("editing-107")).isVisible();
    alice.type("Live since Tuesday");
    alice.press("Enter");
    assertThat(bob.at("subtitle-107")).hasText("Live since Tuesday");
    assertThat(bob.at("editing-107")).isHidden();
    assertThat(alice.at("subtitle-107")).isFocused();

    alice.tabTo("comment-107");
    alice.press("Enter");
    alice.type("Tested at the turnstile");
    alice.press("Enter");
    assertThat(bob.at("stale-107")).isVisible();
    assertThat(alice.at("comment-107")).isFocused();

    alice.tabTo("move-left-107");
    alice.press("Enter");
    assertThat(bob.at("column-doing").getByTestId("card-107")).isVisible();
    assertThat(alice.at("move-left-107")).isFocused();

    bob.tabTo("refresh-107");
    bob.press("Enter");
    assertThat(bob.at("comments-107")).hasText("1 comment");
    assertThat(bob.at("comment-107")).isFocused();
  }

  private static LocatorAssertions.IsHiddenOptions within(double millis) {
    return new LocatorAssertions.IsHiddenOptions().setTimeout(millis);
  }

  /** A browser waits some time before it comes back. */
  private static LocatorAssertions.HasTextOptions comingBack() {
    return new LocatorAssertions.HasTextOptions().setTimeout(FORGOTTEN_MILLIS);
  }
}
