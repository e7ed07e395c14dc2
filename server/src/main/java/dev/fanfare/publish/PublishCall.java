package dev.fanfare.publish;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.fanfare.backplane.Publication;
import dev.fanfare.backplane.PublishResult;
import dev.fanfare.protocol.DraftReader;
import dev.fanfare.protocol.JsonObject;
import dev.fanfare.protocol.JsonValue;
import dev.fanfare.protocol.PublishBody;
import dev.fanfare.protocol.Utf8;
import dev.fanfare.topic.Draft;
import dev.fanfare.topic.IdempotencyKey;
import dev.fanfare.topic.TopicName;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /v1/topics/{topic}/events}.
 *
 * @param isArray whether the body is an array of events; then the answer is an array of positions
 */
public record PublishCall(Publication publication, boolean isArray) {
  /**
   * Reads a call; {@link Failures} says what an exception means to the client.
   *
   * @param body JSON in UTF-8: an event or an array of events
   */
  public static PublishCall read(String topic, @Nullable String idempotencyKey, ByteBuffer body) {
    TopicName name = new TopicName(topic);
    IdempotencyKey key = idempotencyKey == null ? null : new IdempotencyKey(idempotencyKey);
    String json = Utf8.decode(body);
    boolean isArray = json.stripLeading().startsWith("[");
    List<Draft> drafts =
        isArray
            ? PublishBody.readArray(JsonValue.parse(json), DraftReader::read)
            : List.of(DraftReader.read(JsonObject.parse(json)));
    return new PublishCall(new Publication(name, drafts, key), isArray);
  }

  /** The answer as JSON. Positions need no escaping. */
  public byte[] answer(PublishResult.Stored stored) {
    String answer =
        isArray
            ? stored.positions().stream()
                .map(position -> "\"" + position + "\"")
                .collect(Collectors.joining(",", "{\"positions\":[", "]}"))
            : "{\"position\":\"" + stored.last() + "\"}";
    return answer.getBytes(US_ASCII);
  }
}
