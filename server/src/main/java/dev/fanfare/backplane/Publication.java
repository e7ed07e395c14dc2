package dev.fanfare.backplane;

import dev.fanfare.protocol.DraftWriter;
import dev.fanfare.topic.Draft;
import dev.fanfare.topic.IdempotencyKey;
import dev.fanfare.topic.InvalidValueException;
import dev.fanfare.topic.TopicName;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The drafts that are stored together. The constructor refuses no drafts or too many with an {@link
 * InvalidValueException}.
 *
 * @param drafts 1 to {@value #MAX_DRAFTS}
 * @param idempotencyKey publications with the same key within {@link StoreLimits#idempotency()} are
 *     one publication and get the same answer; one with other drafts is refused
 */
public record Publication(
    TopicName topic, List<Draft> drafts, @Nullable IdempotencyKey idempotencyKey) {
  public static final int MAX_DRAFTS = Draft.MAX_AT_ONCE;

  private static final int FINGERPRINT_BYTES = 12;

  public Publication {
    drafts = List.copyOf(drafts);
    if (drafts.isEmpty() || drafts.size() > MAX_DRAFTS) {
      throw new InvalidValueException(
          "a publication of", drafts.size(), "1 to " + MAX_DRAFTS + " events");
    }
  }

  public static Publication of(TopicName topic, Draft draft) {
    return new Publication(topic, List.of(draft), null);
  }

  /**
   * What the publication says, in {@value #FINGERPRINT_BYTES} bytes as hexadecimal digits: a store
   * keeps it beside the answer to an idempotency key. Two publications that differ have the same
   * one only by chance.
   */
  public String fingerprint() {
    MessageDigest digest = sha256();
    for (Draft draft : drafts) {
      byte[] json = DraftWriter.write(draft);
      digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(json.length).array());
      digest.update(json);
    }
    return HexFormat.of().formatHex(digest.digest(), 0, FINGERPRINT_BYTES);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
