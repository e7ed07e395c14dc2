package dev.fanfare.gateway.request;

import static io.netty.handler.codec.http.HttpResponseStatus.BAD_REQUEST;
import static io.netty.handler.codec.http.HttpResponseStatus.EXPECTATION_FAILED;
import static io.netty.handler.codec.http.HttpResponseStatus.FORBIDDEN;
import static io.netty.handler.codec.http.HttpResponseStatus.HTTP_VERSION_NOT_SUPPORTED;
import static io.netty.handler.codec.http.HttpResponseStatus.MISDIRECTED_REQUEST;
import static io.netty.handler.codec.http.HttpResponseStatus.NOT_IMPLEMENTED;
import static io.netty.handler.codec.http.HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE;
import static io.netty.handler.codec.http.HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE;
import static io.netty.handler.codec.http.HttpResponseStatus.REQUEST_URI_TOO_LONG;

import dev.fanfare.gateway.request.RequestVerdict.Accepted;
import dev.fanfare.gateway.request.RequestVerdict.Refused;
import dev.fanfare.protocol.ErrorCode;
import dev.fanfare.protocol.Problem;
import dev.fanfare.protocol.PublishBody;
import dev.fanfare.security.Authority;
import dev.fanfare.security.Hosts;
import dev.fanfare.security.Origins;
import dev.fanfare.topic.InvalidValueException;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.AsciiString;
import jakarta.inject.Singleton;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a request may be handled. It refuses requests that two readers of HTTP could
 * understand differently (RFC 9112 section 11), that this server does not support, that name a host
 * other than this server, or that come from a page that may not talk to it. Pure; for any thread.
 */
@Singleton
public final class RequestRules {
  /** The longest request line; past it 414. */
  static final int MAX_LINE_BYTES = 32 * 1024;

  /** All headers of a request together; past it 431. */
  static final int MAX_HEADER_BYTES = 32 * 1024;

  private static final RequestVerdict ACCEPTED = new Accepted();
  private static final String AN_AUTHORITY = "expected a host, or a host and its port";
  private static final AsciiString IDEMPOTENCY_KEY = AsciiString.cached("idempotency-key");

  private static final Set<HttpMethod> METHODS =
      Set.of(
          HttpMethod.GET,
          HttpMethod.HEAD,
          HttpMethod.POST,
          HttpMethod.PUT,
          HttpMethod.PATCH,
          HttpMethod.DELETE,
          HttpMethod.OPTIONS,
          HttpMethod.TRACE);

  /**
   * If one of these is given twice, nobody knows which one is meant. {@link #host} checks the host.
   */
  private static final List<AsciiString> GIVEN_ONCE =
      List.of(
          HttpHeaderNames.CONTENT_TYPE,
          HttpHeaderNames.ORIGIN,
          IDEMPOTENCY_KEY,
          HttpHeaderNames.SEC_WEBSOCKET_KEY,
          HttpHeaderNames.SEC_WEBSOCKET_VERSION);

  private final Hosts hosts;
  private final Origins origins;

  public RequestRules(Hosts hosts, Origins origins) {
    this.hosts = hosts;
    this.origins = origins;
  }

  /** Whether the request may be handled. */
  public boolean accept(HttpRequest request) {
    return judge(request) instanceof Accepted;
  }

  /** Judges the request by its head alone. */
  RequestVerdict judge(HttpRequest request) {
    Throwable failure = request.decoderResult().cause();
    if (failure != null) {
      return malformed(request, failure);
    }
    Refused refused = line(request);
    refused = refused == null ? host(request) : refused;
    refused = refused == null ? givenTwice(request) : refused;
    refused = refused == null ? origin(request) : refused;
    refused = refused == null ? body(request) : refused;
    return refused == null ? ACCEPTED : refused;
  }

  /** Refuses a request whose body could not be read. */
  static Refused malformedBody(HttpRequest request, HttpContent part) {
    Throwable failure = part.decoderResult().cause();
    if (failure instanceof TooLongHttpHeaderException) {
      return tooLongHeaders(request);
    }
    return bad(request, "a malformed chunk in the body: " + String.valueOf(failure.getMessage()));
  }

  private static Refused malformed(HttpRequest request, Throwable failure) {
    return switch (failure) {
      case TooLongHttpLineException _ ->
          refused(
              request,
              REQUEST_URI_TOO_LONG,
              ErrorCode.TOO_LARGE,
              "the request line: expected at most " + MAX_LINE_BYTES + " bytes");
      case TooLongHttpHeaderException _ -> tooLongHeaders(request);
      case MalformedRequestException it -> bad(request, String.valueOf(it.getMessage()));
      default ->
          bad(
              request,
              "the request is malformed: "
                  + InvalidValueException.visible(String.valueOf(failure.getMessage())));
    };
  }

  private static Refused tooLongHeaders(HttpRequest request) {
    return refused(
        request,
        REQUEST_HEADER_FIELDS_TOO_LARGE,
        ErrorCode.TOO_LARGE,
        "the headers: expected at most " + MAX_HEADER_BYTES + " bytes in all");
  }

  private static @Nullable Refused line(HttpRequest request) {
    HttpVersion version = request.protocolVersion();
    if (!version.equals(HttpVersion.HTTP_1_1) && !version.equals(HttpVersion.HTTP_1_0)) {
      return refused(
          request,
          HTTP_VERSION_NOT_SUPPORTED,
          ErrorCode.NOT_SUPPORTED,
          "version " + version + ": expected HTTP/1.1");
    }
    if (!METHODS.contains(request.method())) {
      return refused(
          request,
          NOT_IMPLEMENTED,
          ErrorCode.NOT_SUPPORTED,
          "method "
              + InvalidValueException.shown(request.method().name())
              + ": expected GET, POST or another one of HTTP, in capitals");
    }
    return target(request);
  }

  private static @Nullable Refused target(HttpRequest request) {
    String uri = request.uri();
    if (uri.equals("*") && request.method().equals(HttpMethod.OPTIONS)) {
      return null;
    }
    String path = RequestTarget.isAbsolute(uri) ? RequestTarget.absolute(uri).path() : uri;
    if (!path.startsWith("/") || path.startsWith("//")) {
      String shown = InvalidValueException.shown(uri);
      return bad(request, "request target " + shown + ": expected a path that begins with one /");
    }
    int illegal = RequestTarget.illegal(path);
    if (illegal >= 0) {
      String part = path.substring(illegal, Math.min(illegal + 3, path.length()));
      return bad(
          request,
          "request target "
              + InvalidValueException.shown(uri)
              + " at "
              + InvalidValueException.shown(part)
              + ": expected characters of a URL, all others as % and two hexadecimal digits of"
              + " their UTF-8");
    }
    return null;
  }

  private @Nullable Refused host(HttpRequest request) {
    Iterator<String> given = request.headers().valueStringIterator(HttpHeaderNames.HOST);
    if (!given.hasNext()) {
      boolean isNeeded = request.protocolVersion().equals(HttpVersion.HTTP_1_1);
      return isNeeded ? bad(request, "header Host is missing") : null;
    }
    String host = given.next();
    if (given.hasNext()) {
      return twice(request, HttpHeaderNames.HOST);
    }
    if (Authority.parse(host) == null) {
      return bad(request, "header Host " + InvalidValueException.shown(host) + ": " + AN_AUTHORITY);
    }
    Authority server = Authority.parse(addressed(request, host));
    if (server == null) {
      return bad(
          request,
          "request target " + InvalidValueException.shown(request.uri()) + ": " + AN_AUTHORITY);
    }
    return hosts.allow(server)
        ? null
        : refused(request, MISDIRECTED_REQUEST, ErrorCode.MISDIRECTED, Hosts.refusal(server));
  }

  /**
   * The host that the request names. An absolute target takes precedence over the header (RFC 9112
   * section 3.2.2).
   */
  private static String addressed(HttpRequest request, String host) {
    String uri = request.uri();
    return RequestTarget.isAbsolute(uri)
        ? String.valueOf(RequestTarget.absolute(uri).authority())
        : host;
  }

  /** The page's developer may read the refusal, which only says what to do. */
  private @Nullable Refused origin(HttpRequest request) {
    String origin = request.headers().get(HttpHeaderNames.ORIGIN);
    if (origin == null) {
      return null;
    }
    String host = request.headers().get(HttpHeaderNames.HOST);
    if (origins.allow(origin, host == null ? null : addressed(request, host))) {
      return null;
    }
    String refusal = Origins.refusal(origin);
    return new Refused(
        refused(request, FORBIDDEN, ErrorCode.FORBIDDEN, refusal).problem(),
        Origins.isOrigin(origin) ? origin : null);
  }

  private static @Nullable Refused givenTwice(HttpRequest request) {
    HttpHeaders headers = request.headers();
    for (AsciiString name : GIVEN_ONCE) {
      Iterator<? extends CharSequence> values = headers.valueCharSequenceIterator(name);
      if (values.hasNext()) {
        values.next();
        if (values.hasNext()) {
          return twice(request, name);
        }
      }
    }
    return null;
  }

  private static Refused twice(HttpRequest request, AsciiString name) {
    return bad(request, "header " + name + " is given more than once");
  }

  private static @Nullable Refused body(HttpRequest request) {
    HttpHeaders headers = request.headers();
    String coding = headers.get(HttpHeaderNames.TRANSFER_ENCODING);
    if (coding != null && !HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(coding)) {
      return refused(
          request,
          NOT_IMPLEMENTED,
          ErrorCode.NOT_SUPPORTED,
          "transfer coding " + InvalidValueException.shown(coding) + ": expected chunked alone");
    }
    long length = HttpUtil.getContentLength(request, 0L);
    if (length > PublishBody.MAX_BYTES) {
      return refused(
          request,
          REQUEST_ENTITY_TOO_LARGE,
          ErrorCode.TOO_LARGE,
          "a body of " + length + " bytes: expected at most " + PublishBody.MAX_BYTES);
    }
    return expectation(request);
  }

  /** HTTP/1.0 has no expectations (RFC 9110 section 10.1.1). */
  private static @Nullable Refused expectation(HttpRequest request) {
    String expected = request.headers().get(HttpHeaderNames.EXPECT);
    if (expected == null
        || HttpHeaderValues.CONTINUE.contentEqualsIgnoreCase(expected)
        || request.protocolVersion().equals(HttpVersion.HTTP_1_0)) {
      return null;
    }
    return refused(
        request,
        EXPECTATION_FAILED,
        ErrorCode.NOT_SUPPORTED,
        "header Expect " + InvalidValueException.shown(expected) + ": expected 100-continue");
  }

  private static Refused bad(HttpRequest request, String detail) {
    return refused(request, BAD_REQUEST, ErrorCode.BAD_MESSAGE, detail);
  }

  private static Refused refused(
      HttpRequest request, HttpResponseStatus status, ErrorCode code, String detail) {
    String uri = request.uri();
    String origin = RequestTarget.isAbsolute(uri) ? RequestTarget.absolute(uri).path() : uri;
    int query = origin.indexOf('?');
    String path = query < 0 ? origin : origin.substring(0, query);
    return new Refused(
        new Problem(status.code(), code, detail, InvalidValueException.visible(path)), null);
  }
}
