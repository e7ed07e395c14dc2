package dev.fanfare.gateway.door;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValidationUtil;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpHeadersFactory;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/**
 * The head of a request in the first bytes of a connection, if it is complete, well formed and
 * announces no body. The codec reads all others and reports what is wrong with them.
 *
 * @param bytes the length of the head
 */
record RequestHead(HttpRequest request, int bytes) {
  /** Longer heads are left to the codec. */
  private static final int MAX_BYTES = 4096;

  /** Without validation: {@link #read} checks names and values. */
  private static final HttpHeadersFactory UNCHECKED =
      DefaultHttpHeadersFactory.headersFactory().withValidation(false);

  private static final char DELETE = 0x7f;
  private static final String VERSION = " HTTP/1.1";
  private static final String METHOD = "GET ";
  private static final String LINE_END = "\r\n";
  private static final ByteBuf BEGIN = ascii(METHOD + "/");
  private static final ByteBuf END = ascii(LINE_END + LINE_END);

  private static ByteBuf ascii(String text) {
    return Unpooled.unreleasableBuffer(
        Unpooled.wrappedBuffer(text.getBytes(US_ASCII)).asReadOnly());
  }

  /** The head; null if the bytes begin with anything else. The bytes stay unread. */
  static @Nullable RequestHead peek(ByteBuf bytes) {
    int begin = bytes.readerIndex();
    int most = Math.min(bytes.readableBytes(), MAX_BYTES);
    int least = BEGIN.readableBytes();
    if (most < least || !ByteBufUtil.equals(bytes, begin, BEGIN, 0, least)) {
      return null;
    }
    int length = ByteBufUtil.indexOf(END, bytes.slice(begin, most));
    if (length < 0) {
      return null;
    }
    HttpRequest request = read(bytes.toString(begin, length, ISO_8859_1));
    return request == null ? null : new RequestHead(request, length + END.readableBytes());
  }

  private static @Nullable HttpRequest read(String head) {
    int end = lineEnd(head, 0);
    String first = head.substring(0, end);
    if (!first.endsWith(VERSION)) {
      return null;
    }
    String uri = first.substring(METHOD.length(), first.length() - VERSION.length());
    HttpHeaders headers = UNCHECKED.newHeaders();
    while (end < head.length()) {
      int begin = end + LINE_END.length();
      end = lineEnd(head, begin);
      int colon = head.indexOf(':', begin, end);
      if (colon <= begin || !isText(head, colon, end)) {
        return null;
      }
      String name = head.substring(begin, colon);
      if (HttpHeaderValidationUtil.validateToken(name) >= 0) {
        return null;
      }
      headers.add(name, head.substring(colon + 1, end).strip());
    }
    boolean plain =
        isVisible(uri, 0, uri.length())
            && !headers.contains(HttpHeaderNames.CONTENT_LENGTH)
            && !headers.contains(HttpHeaderNames.TRANSFER_ENCODING);
    return plain
        ? new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, uri, headers)
        : null;
  }

  private static int lineEnd(String head, int from) {
    int end = head.indexOf(LINE_END, from);
    return end < 0 ? head.length() : end;
  }

  /** Whether the part is visible ASCII without blanks, like a URL. */
  private static boolean isVisible(String text, int begin, int end) {
    for (int i = begin; i < end; i++) {
      if (text.charAt(i) <= ' ' || text.charAt(i) > '~') {
        return false;
      }
    }
    return true;
  }

  private static boolean isText(String text, int begin, int end) {
    for (int i = begin; i < end; i++) {
      char c = text.charAt(i);
      if ((c < ' ' && c != '\t') || c == DELETE) {
        return false;
      }
    }
    return true;
  }
}
