package dev.fanfare;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** The Redis protocol, enough for one question and its answer. */
final class Resp {
  private Resp() {}

  /** A command, with single spaces between its words. */
  static byte[] command(String words) {
    var bytes = new ByteArrayOutputStream();
    String[] parts = words.split(" ", -1);
    bytes.writeBytes(("*" + parts.length + "\r\n").getBytes(UTF_8));
    for (String part : parts) {
      byte[] text = part.getBytes(UTF_8);
      bytes.writeBytes(("$" + text.length + "\r\n").getBytes(UTF_8));
      bytes.writeBytes(text);
      bytes.writeBytes("\r\n".getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }

  /** One whole answer, as Redis encodes it. */
  static String answer(InputStream in) throws IOException {
    String line = line(in);
    int length = line.matches("[*$]\\d+\r\n") ? Integer.parseInt(line.substring(1).strip()) : -1;
    if (length < 0) {
      return line;
    }
    StringBuilder answer = new StringBuilder(line);
    if (line.startsWith("$")) {
      return answer.append(new String(in.readNBytes(length + 2), UTF_8)).toString();
    }
    for (int i = 0; i < length; i++) {
      answer.append(answer(in));
    }
    return answer.toString();
  }

  private static String line(InputStream in) throws IOException {
    var bytes = new ByteArrayOutputStream();
    int last;
    do {
      last = in.read();
      if (last < 0) {
        throw new EOFException("closed before its answer");
      }
      bytes.write(last);
    } while (last != '\n');
    return bytes.toString(UTF_8);
  }
}
