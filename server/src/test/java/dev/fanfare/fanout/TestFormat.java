package dev.fanfare.fanout;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fanfare.protocol.DeltaWriter;
import dev.fanfare.protocol.Freshness;
import dev.fanfare.protocol.JsonObject;
import dev.fanfare.topic.Delta;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Two encodings of a delta; neither can be read as the other. */
enum TestFormat implements Format {
  /** A JSON message with its length in four bytes before it. */
  PREFIXED {
    @Override
    byte[] framed(byte[] json) {
      return ByteBuffer.allocate(4 + json.length).putInt(json.length).put(json).array();
    }

    @Override
    List<String> texts(byte[] bytes) {
      ByteBuffer left = ByteBuffer.wrap(bytes);
      List<String> texts = new ArrayList<>();
      while (left.hasRemaining()) {
        byte[] json = new byte[left.getInt()];
        left.get(json);
        texts.add(new String(json, UTF_8));
      }
      return texts;
    }
  },

  /** A JSON message and a line feed after it. */
  LINES {
    @Override
    byte[] framed(byte[] json) {
      return ByteBuffer.allocate(json.length + 1).put(json).put((byte) '\n').array();
    }

    @Override
    List<String> texts(byte[] bytes) {
      return new String(bytes, UTF_8).lines().toList();
    }
  };

  abstract byte[] framed(byte[] json);

  /** All messages, empty ones too. */
  abstract List<String> texts(byte[] bytes);

  @Override
  public Encoded encode(Delta delta, Freshness freshness, int first) {
    DeltaWriter.Message message = DeltaWriter.writeFrom(delta, freshness, first);
    return new Encoded(framed(message.json()), message.next());
  }

  /** Frames that are not a delta. */
  byte[] ping() {
    return framed(new byte[0]);
  }

  /** The deltas among these bytes. */
  List<String> deltas(byte[] bytes) {
    return texts(bytes).stream().filter(text -> !text.isEmpty()).toList();
  }

  List<JsonObject> messages(byte[] bytes) {
    return deltas(bytes).stream().map(JsonObject::parse).toList();
  }
}
