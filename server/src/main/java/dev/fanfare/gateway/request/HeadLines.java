package dev.fanfare.gateway.request;

import static io.netty.handler.codec.http.HttpConstants.CR;
import static io.netty.handler.codec.http.HttpConstants.HT;
import static io.netty.handler.codec.http.HttpConstants.LF;
import static io.netty.handler.codec.http.HttpConstants.SP;

import io.netty.buffer.ByteBuf;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Finds faults in the lines of a request's head that Netty's decoder accepts, although two readers
 * may understand them differently: blanks or control characters that separate the words of the
 * request line, a lone CR before it, an LF without a CR, headers that continue in the next line.
 * Written by the socket's loop.
 */
final class HeadLines {
  private static final int DELETE = 0x7f;
  private static final int BLANKS = 2;
  private static final String NO_LINE_FEED = "a CR that no LF follows";

  private boolean requestLineRead;

  /** A CR was read whose LF is still to come. */
  private boolean afterCr;

  private @Nullable String fault;

  /** Checks bytes that the decoder has just read: whole lines, or parts of blank lines. */
  void look(ByteBuf bytes, int from, int to) {
    int at = from;
    while (at < to) {
      int lineFeed = bytes.indexOf(at, to, LF);
      if (lineFeed < 0) {
        partOfBlankLine(bytes, at, to);
        return;
      }
      line(bytes, at, lineFeed);
      at = lineFeed + 1;
    }
  }

  /** The fault of the head that ends here, or null. The next head begins. */
  @Nullable String end() {
    String found = fault;
    fault = null;
    requestLineRead = false;
    return found;
  }

  private void partOfBlankLine(ByteBuf bytes, int at, int to) {
    if (afterCr || to - at > 1 || bytes.getByte(at) != CR) {
      fault = NO_LINE_FEED;
    }
    afterCr = true;
  }

  private void line(ByteBuf bytes, int begin, int lineFeed) {
    boolean blankInParts = afterCr && lineFeed == begin;
    boolean loneCr = !requestLineRead && bytes.getByte(begin) == CR && lineFeed > begin + 1;
    if (loneCr || (afterCr && !blankInParts)) {
      fault = NO_LINE_FEED;
    }
    afterCr = false;
    int end = lineFeed > begin && bytes.getByte(lineFeed - 1) == CR ? lineFeed - 1 : lineFeed;
    if (end == lineFeed && !blankInParts) {
      fault = "an LF without a CR before it";
    } else if (end > begin && !requestLineRead) {
      requestLineRead = true;
      requestLine(bytes, begin, end);
    } else if (end > begin && isBlank(bytes.getByte(begin))) {
      fault = "a header that goes on in the next line: expected one line a header";
    }
  }

  private static boolean isBlank(byte c) {
    return c == SP || c == HT;
  }

  private void requestLine(ByteBuf bytes, int begin, int end) {
    int blanks = 0;
    for (int i = begin; i < end; i++) {
      int c = bytes.getUnsignedByte(i);
      if ((c < SP || c == DELETE) && fault == null) {
        fault = String.format(Locale.ROOT, "a control character 0x%02x in the request line", c);
        return;
      }
      blanks += c == SP ? 1 : 0;
    }
    if (blanks != BLANKS && fault == null) {
      fault = blanks + " blanks in the request line: expected 2, before the path and after it";
    }
  }
}
