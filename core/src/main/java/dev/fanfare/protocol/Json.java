package dev.fanfare.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import java.io.IOException;

/** Writing JSON to memory. */
public final class Json {
  private Json() {}

  /** Something that writes JSON. */
  public interface Writing {
    void write(JsonGenerator json) throws IOException;
  }

  /** What it writes, in UTF-8. */
  public static byte[] bytes(Writing writing) {
    try (ByteArrayBuilder bytes = new ByteArrayBuilder()) {
      try (JsonGenerator json = JsonValue.FACTORY.createGenerator(bytes)) {
        writing.write(json);
      }
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory failed", e);
    }
  }
}
