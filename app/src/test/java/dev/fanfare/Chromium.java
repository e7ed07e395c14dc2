package dev.fanfare;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.PlaywrightException;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The browser of this machine, one process for each page, so that a crash ends only one page. A
 * test's pages are closed at its end. If the test fails, pictures of them are in {@code
 * target/pages}.
 */
public final class Chromium implements AfterEachCallback, AfterAllCallback {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome");

  private final List<BoardPage> pages = new ArrayList<>();
  private final List<Page> plain = new ArrayList<>();
  private final Playwright playwright =
      Playwright.create(
          new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
  private final BrowserType.LaunchOptions options =
      new BrowserType.LaunchOptions()
          .setExecutablePath(executable())
          .setArgs(List.of("--no-sandbox"));

  /**
   * Opens the board as this person, in a window of its own. The page may fall back on {@code
   * others}.
   */
  public BoardPage open(InstanceProcess instance, String who, InstanceProcess... others) {
    return open(new Browser.NewContextOptions().setViewportSize(1360, 860), instance, who, others);
  }

  BoardPage open(
      Browser.NewContextOptions window,
      InstanceProcess instance,
      String who,
      InstanceProcess... others) {
    String servers = String.join(",", Stream.of(others).map(InstanceProcess::url).toList());
    String url = instance.url() + "/?who=" + who + "&servers=" + servers;
    window.setLocale("en-GB");
    try {
      return open(window, who, url);
    } catch (PlaywrightException failed) {
      if (!String.valueOf(failed.getMessage()).contains("has been closed")) {
        throw failed;
      }
      // The browser died. This happens on a busy machine and is no fault of the board.
      return open(window, who, url);
    }
  }

  private BoardPage open(Browser.NewContextOptions window, String who, String url) {
    Browser browser = playwright.chromium().launch(options);
    BoardPage page = new BoardPage(browser.newContext(window).newPage(), who);
    pages.add(page);
    page.open(url);
    return page;
  }

  /** Opens any page. The complaints of its console are added to the list. */
  public Page open(String url, List<String> complaints) {
    Page page = playwright.chromium().launch(options).newPage();
    plain.add(page);
    page.onConsoleMessage(message -> {
      if (List.of("error", "warning").contains(message.type())) {
        complaints.add(message.text());
      }
    });
    page.onPageError(complaints::add);
    page.navigate(url);
    return page;
  }

  @Override
  public void afterEach(ExtensionContext test) {
    if (test.getExecutionException().isPresent()) {
      Path folder = Path.of("target/pages", test.getRequiredTestMethod().getName());
      pages.stream()
          .filter(BoardPage::isAlive)
          .forEach(it -> it.picture(folder.resolve(it + ".png")));
    }
    pages.forEach(BoardPage::close);
    pages.clear();
    plain.forEach(page -> page.context().browser().close());
    plain.clear();
  }

  @Override
  public void afterAll(ExtensionContext tests) {
    playwright.close();
  }

  private static Path executable() {
    List<Path> folders =
        Stream.of(System.getenv("PATH").split(File.pathSeparator)).map(Path::of).toList();
    return NAMES.stream()
        .flatMap(name -> folders.stream().map(folder -> folder.resolve(name)))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no browser: expected one of " + NAMES));
  }
}
