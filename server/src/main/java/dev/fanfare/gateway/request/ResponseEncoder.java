package dev.fanfare.gateway.request;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpStatusClass;

/**
 * Netty's encoder with more headers. Every answer tells browsers to trust its {@code Content-Type};
 * a page also has the {@link PagePolicy}. These headers are copied as bytes, at no measurable cost.
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

  /** Whether the current answer is to a {@code HEAD} request. */
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

  /** Called for the head of an answer, and again for its trailers, which get no more headers. */
  @Override
  protected void encodeHeaders(HttpHeaders headers, ByteBuf out) {
    super.encodeHeaders(headers, out);
    out.writeBytes(more);
    more = NONE;
  }
}
