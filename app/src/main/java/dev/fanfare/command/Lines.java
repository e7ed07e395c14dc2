package dev.fanfare.command;

import dev.fanfare.protocol.ErrorCode;
import dev.fanfare.protocol.ProtocolException;
import dev.fanfare.protocol.Utf8;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Lines in UTF-8. No line takes more memory than {@link #MAX_BYTES}. Read by one thread. */
final class Lines {

  /** The maximum size of a message to the server. */
  static final int MAX_BYTES = 128 * 1024;

  /** Some editors begin a file in UTF-8 with it. */
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private final InputStream in;
  private long number;

  /** Reads from a stream that is buffered. */
  Lines(InputStream in) {
    this.in = in;
  }

  /** The number of the line that was read last, from 1. */
  long number() {
    return number;
  }

  /**
   * The next line, without its line end; null after the last.
   *
   * @throws ProtocolException if it is too long or not UTF-8; the line after it can still be read
   */
  @Nullable String next() throws IOException {
    int first = in.read();
    if (first < 0) {
      return null;
    }
    number++;
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    long bytes = 0;
    for (int read = first; read >= 0 && read != '\n'; read = in.read()) {
      if (bytes++ < MAX_BYTES) {
        line.write(read);
      }
    }
    if (bytes > MAX_BYTES) {
      throw new ProtocolException(
          ErrorCode.TOO_LARGE, bytes + " bytes: expected at most " + MAX_BYTES);
    }
    String text = Utf8.decode(ByteBuffer.wrap(line.toByteArray()));
    return number == 1 && text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
  }
}
