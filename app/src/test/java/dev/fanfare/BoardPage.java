package dev.fanfare;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ScreenshotAnimations;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The board as one person sees it. Elements have the names that {@code demo/src/main.ts} gives
 * them.
 */
public final class BoardPage {
  private static final int MOST_ELEMENTS = 200;

  private final Page page;
  private final String who;
  private final List<String> complaints = new ArrayList<>();
  private final List<String> requests = new ArrayList<>();
  private @Nullable CDPSession finger;

  BoardPage(Page page, String who) {
    this.page = page;
    this.who = who;
    page.onConsoleMessage(message -> {
      if (List.of("error", "warning").contains(message.type())) {
        complaints.add(message.text());
      }
    });
    page.onPageError(complaints::add);
    page.onRequest(request -> requests.add(request.url()));
  }

  void open(String url) {
    page.navigate(url);
    assertThat(at("status")).hasText("Live");
  }

  /** Opens the page again. Its requests to these URLs wait until the returned action runs. */
  Runnable reopenWithout(String urls) {
    List<Route> held = new ArrayList<>();
    page.route(urls, held::add);
    page.reload();
    assertThat(at("status")).hasText("Live");
    return () -> held.forEach(Route::resume);
  }

  /** Changes the person's name. */
  void be(String name) {
    at("who").fill(name);
    at("who").press("Enter");
  }

  /** An element by its test id. */
  public Locator at(String testId) {
    return page.getByTestId(testId);
  }

  void edit(String card) {
    at("subtitle-" + card).click();
    assertThat(at("input-" + card)).isFocused();
  }

  void save(String card, String subtitle) {
    edit(card);
    at("input-" + card).fill(subtitle);
    at("save-" + card).click();
    assertThat(at("subtitle-" + card)).hasText(subtitle);
  }

  void comment(String card, String text) {
    // Comments that still come move the elements below them.
    assertThat(page.getByText("…", new Page.GetByTextOptions().setExact(true))).hasCount(0);
    at("comment-" + card).click();
    at("comment-text-" + card).fill(text);
    at("comment-send-" + card).click();
    assertThat(at("comment-text-" + card)).isHidden();
  }

  /** Goes to the element with the Tab key, like somebody without a mouse. */
  void tabTo(String testId) {
    for (int i = 0; i < MOST_ELEMENTS && !testId.equals(focused()); i++) {
      press("Tab");
    }
    assertThat(at(testId)).isFocused();
  }

  void press(String key) {
    page.keyboard().press(key);
  }

  /** Like pasting: all of it comes at once. */
  void insert(String text) {
    page.keyboard().insertText(text);
  }

  void type(String text) {
    page.keyboard().type(text);
  }

  /** Ends the page's process, which then sends nothing more. */
  void crash() {
    try {
      page.navigate("chrome://crash");
    } catch (PlaywrightException crashed) {
      // The crash is what the test wants.
    }
  }

  /** Cuts the browser off from every server, or ends that. */
  void offline(boolean offline) {
    page.context().setOffline(offline);
  }

  /** Lets the page's requests to these URLs fail. */
  void failing(String urls) {
    page.route(urls, Route::abort);
  }

  /** Presses the mouse on the card's text and moves it a little, so that the card is lifted. */
  void lift(String card) {
    BoundingBox box = at("subtitle-" + card).boundingBox();
    page.mouse().move(box.x + 10, box.y + 10);
    page.mouse().down();
    page.mouse().move(box.x + 30, box.y + 20);
  }

  void carryTo(String column) {
    BoundingBox box = at("column-" + column).boundingBox();
    page.mouse().move(box.x + box.width / 2, box.y + box.height / 2);
  }

  void drop() {
    page.mouse().up();
  }

  /** Touches the middle of the card's text, and goes on touching. */
  void touch(String card) {
    BoundingBox box = at("subtitle-" + card).boundingBox();
    touch("touchStart", box.x + box.width / 2, box.y + box.height / 2);
  }

  /** Moves the finger to a place in the window, given as parts of its width and height. */
  void moveFinger(double x, double y) {
    touch("touchMove", page.viewportSize().width * x, page.viewportSize().height * y);
  }

  void liftFinger() {
    finger().send("Input.dispatchTouchEvent", touches("touchEnd", new JsonArray()));
  }

  private void touch(String type, double x, double y) {
    JsonObject point = new JsonObject();
    point.addProperty("x", x);
    point.addProperty("y", y);
    JsonArray points = new JsonArray();
    points.add(point);
    finger().send("Input.dispatchTouchEvent", touches(type, points));
  }

  private static JsonObject touches(String type, JsonArray points) {
    JsonObject event = new JsonObject();
    event.addProperty("type", type);
    event.add("touchPoints", points);
    return event;
  }

  private CDPSession finger() {
    if (finger == null) {
      finger = page.context().newCDPSession(page);
    }
    return finger;
  }

  void awaitScrolled() {
    page.waitForFunction("scrollY > 0");
  }

  /** How many requests the page has sent whose URL ends in this. */
  long requestsTo(String path) {
    return requests.stream().filter(it -> it.endsWith(path)).count();
  }

  /** The errors in the browser's console. */
  public List<String> complaints() {
    return List.copyOf(complaints);
  }

  /** The element's distance from the left edge of the window. */
  double leftOf(String testId) {
    return at(testId).boundingBox().x;
  }

  boolean isWiderThanItsWindow() {
    return (boolean) page.evaluate("document.documentElement.scrollWidth > innerWidth");
  }

  /** Whether a part of the element is hidden, or outside the window. */
  boolean isCutOff(String testId) {
    return (boolean)
        at(testId)
            .evaluate(
                "it => it.scrollWidth > it.clientWidth && getComputedStyle(it).display !== 'inline'"
                    + " || it.getBoundingClientRect().right > innerWidth");
  }

  boolean isAlive() {
    return browser().isConnected() && !page.isClosed();
  }

  void picture(Path file) {
    page.screenshot(
        new Page.ScreenshotOptions().setPath(file).setAnimations(ScreenshotAnimations.DISABLED));
  }

  void close() {
    browser().close();
  }

  @Override
  public String toString() {
    return who;
  }

  private Browser browser() {
    return Objects.requireNonNull(page.context().browser());
  }

  private Object focused() {
    return page.evaluate("document.activeElement.dataset.testid");
  }
}
