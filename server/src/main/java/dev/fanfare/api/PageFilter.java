package dev.fanfare.api;

import dev.fanfare.protocol.ErrorCode;
import dev.fanfare.protocol.Problem;
import dev.fanfare.publish.Failures;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Filter;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.filter.ServerFilterPhase;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The files of the board, of the API's page and of the browser's client. They are few and known, so
 * they are read once, at the start, and all answers share them. No call opens a file or resolves a
 * path that a client has made up.
 */
@ServerFilter(Filter.MATCH_ALL_PATTERN)
final class PageFilter implements Ordered {
  private static final String BOARD = "/public/";
  private static final String DOCS = "/META-INF/swagger/views/swagger-ui/";
  private static final String DOCS_RESOURCES = "/swagger-ui/res/";
  private static final String OPENAPI = "/openapi.yml";
  private static final List<String> BOARD_FILES = List.of("index.html", "board.css", "main.js");
  private static final List<String> DOCS_FILES =
      List.of(
          "classic.css",
          "favicon-16x16.png",
          "favicon-32x32.png",
          "index.css",
          "swagger-ui-bundle.js",
          "swagger-ui-standalone-preset.js",
          "swagger-ui.css");
  private static final String ALLOWED = "GET, HEAD";

  /** A browser asks each time whether a file has changed: the names have no version. */
  private static final String ASK_AGAIN = "no-cache";

  private final Failures failures;
  private final Map<String, PageFile> files;

  PageFilter(Failures failures) {
    this.failures = failures;
    Map<String, PageFile> all = new HashMap<>();
    BOARD_FILES.forEach(name -> all.put("/" + name, PageFile.read(BOARD + name)));
    all.put("/", all.get("/index.html"));
    all.put("/fanfare.js", PageFile.read(BOARD + "client/index.js"));
    PageFile docs = PageFile.read(DOCS + "index.html");
    List.of("/docs", "/docs/", "/docs/index.html").forEach(path -> all.put(path, docs));
    for (String name : DOCS_FILES) {
      PageFile file = PageFile.read(DOCS + "res/" + name);
      all.put(DOCS_RESOURCES + name, file);
      all.put("/docs/res/" + name, file);
    }
    all.put("/swagger/openapi.yml", PageFile.read(OPENAPI));
    files = Map.copyOf(all);
  }

  /** After all filters that may refuse a call or add to its answer. */
  @Override
  public int getOrder() {
    return ServerFilterPhase.LAST.after();
  }

  /** The file; null to continue. */
  @RequestFilter
  @Nullable HttpResponse<?> find(HttpRequest<?> request) {
    PageFile file = files.get(request.getPath());
    if (file == null) {
      return null;
    }
    return request.getMethod() == HttpMethod.GET ? answer(file, request) : notAllowed(request);
  }

  private static HttpResponse<?> answer(PageFile file, HttpRequest<?> request) {
    String known = request.getHeaders().get(HttpHeaders.IF_NONE_MATCH);
    MutableHttpResponse<byte[]> response =
        known != null && file.isKnown(known)
            ? HttpResponse.notModified()
            : SharedBytes.answer(file.bytes(), file.type());
    return response
        .header(HttpHeaders.ETAG, file.etag())
        .header(HttpHeaders.CACHE_CONTROL, ASK_AGAIN);
  }

  private HttpResponse<?> notAllowed(HttpRequest<?> request) {
    failures.count(ErrorCode.NOT_ALLOWED);
    return Problems.response(
            new Problem(
                HttpStatus.METHOD_NOT_ALLOWED.getCode(),
                ErrorCode.NOT_ALLOWED,
                request.getMethodName() + " " + request.getPath() + ": expected one of " + ALLOWED,
                request.getPath()))
        .header(HttpHeaders.ALLOW, ALLOWED);
  }
}
