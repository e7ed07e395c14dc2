package dev.fanfare.gateway.request;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpStatusClass;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Netty's encoder. It knows which answer is one to {@code HEAD}, and every answer tells browsers to
 * believe its {@code Content-Type}; a page also says what it may do ({@link PagePolicy}). These
 * headers are bytes that are copied, at no cost that could be measured.
 */
final class ResponseEncoder extends HttpResponseEncoder {
  private static final byte[] NO_SNIFFING =
      "x-content-type-options: nosniff\r\n".getBytes(US_ASCII);
  private static final byte[] NONE = {};
  private static final String PAGE = "text/html";

  private final byte[] pageHeaders;

  /** Whether each request that is not answered yet is a {@code HEAD}. */
  private final Queue<Boolean> unanswered = new ArrayDeque<>();

  private byte[] more = NONE;

  ResponseEncoder(PagePolicy policy) {
    pageHeaders = policy.headers().getBytes(US_ASCII);
  }

  void onRequest(HttpMethod method) {
    unanswered.add(method.equals(HttpMethod.HEAD));
  }

  @Override
  protected boolean isContentAlwaysEmpty(HttpResponse response) {
    boolean isInterim = response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
    boolean toHead = !isInterim && Boolean.TRUE.equals(unanswered.poll());
    return toHead || super.isContentAlwaysEmpty(response);
  }

  @Override
  protected void sanitizeHeadersBeforeEncode(HttpResponse response, boolean isAlwaysEmpty) {
    super.sanitizeHeadersBeforeEncode(response, isAlwaysEmpty);
    if (response.status().codeClass() != HttpStatusClass.INFORMATIONAL) {
      String type = response.headers().get(HttpHeaderNames.CONTENT_TYPE);
      more = type != null && type.startsWith(PAGE) ? pageHeaders : NO_SNIFFING;
    }
  }

  /** Of an answer; also of what may come after its body, which gets no more. */
  @Override
  protected void encodeHeaders(HttpHeaders headers, ByteBuf out) {
    super.encodeHeaders(headers, out);
    out.writeBytes(more);
    more = NONE;
  }
}
