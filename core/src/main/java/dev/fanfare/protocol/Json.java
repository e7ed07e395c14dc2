package dev.fanfare.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** Writes JSON to memory. */
public final class Json {
  private Json() {}

  /** Something that writes JSON. */
  public interface Writing {
    void write(JsonGenerator json) throws IOException;
  }

  /** The written JSON, in UTF-8. */
  public static byte[] bytes(Writing writing) {
    Bytes bytes = new Bytes();
    try (JsonGenerator json = JsonValue.FACTORY.createGenerator(bytes)) {
      writing.write(json);
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory failed", e);
    }
    return bytes.all();
  }

  /**
   * The generator writes thousands of bytes at a time, mostly all at once: then no copy is needed.
   */
  private static final class Bytes extends ByteArrayOutputStream {
    Bytes() {
      super(0);
    }

    byte[] all() {
      return count == buf.length ? buf : toByteArray();
    }
  }
}
