package dev.fanfare.gateway.request;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpStatusClass;

/**
 * Netty's encoder. Every answer tells browsers to believe its {@code Content-Type}; a page also
 * says what it may do ({@link PagePolicy}). These headers are bytes that are copied, at no cost
 * that could be measured.
 */
public abstract class ResponseEncoder extends HttpResponseEncoder {
  private static final byte[] NO_SNIFFING =
      "x-content-type-options: nosniff\r\n".getBytes(US_ASCII);
  private static final byte[] NONE = {};
  private static final String PAGE = "text/html";

  private final byte[] pageHeaders;

  private byte[] more = NONE;

  protected ResponseEncoder(PagePolicy policy) {
    pageHeaders = policy.headers().getBytes(US_ASCII);
  }

  /** Whether the answer that is written now is one to {@code HEAD}. */
  protected abstract boolean isToHead();

  @Override
  protected boolean isContentAlwaysEmpty(HttpResponse response) {
    boolean isInterim = response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
    return (isToHead() && !isInterim) || super.isContentAlwaysEmpty(response);
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
