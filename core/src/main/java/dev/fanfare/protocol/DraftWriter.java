package dev.fanfare.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.fanfare.topic.Draft;
import java.io.IOException;

/** Writes drafts: {@code {"kind","user","key","data","ttlMs"}}. */
public final class DraftWriter {
  private DraftWriter() {}

  /** The draft as JSON in UTF-8. */
  public static byte[] write(Draft draft) {
    return Json.bytes(json -> write(json, draft));
  }

  static void write(JsonGenerator json, Draft draft) throws IOException {
    json.writeStartObject();
    json.writeStringField("kind", EventWriter.kind(draft));
    switch (draft) {
      case Draft.State set -> {
        EventWriter.writeAbout(json, set.user(), set.key());
        EventWriter.writeData(json, set.data());
        EventWriter.writeTtl(json, set.ttl());
      }
      case Draft.Gone clear -> EventWriter.writeAbout(json, clear.user(), clear.key());
      case Draft.Notice tell -> {
        EventWriter.writeAbout(json, tell.user(), tell.key());
        EventWriter.writeData(json, tell.data());
      }
    }
    json.writeEndObject();
  }
}
