package dev.fanfare.client;

import dev.fanfare.protocol.DeltaPart;
import dev.fanfare.topic.Delta;
import dev.fanfare.topic.Event;
import dev.fanfare.topic.Position;
import dev.fanfare.topic.TopicLimits;
import dev.fanfare.topic.TopicLog;
import dev.fanfare.topic.TopicName;
import dev.fanfare.topic.TopicReplica;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One topic as a client holds it: the rule of a reader (section 2 of the protocol), with the {@link
 * TopicReplica} that the server uses, too. This class puts parts together, and asks once for what
 * is missing; the replica decides the rest.
 *
 * <p>Pure: no threads, no I/O, no clock. One writer.
 */
final class TopicReader {
  /** What became of a message. */
  sealed interface ReadResult {
    /** The log has applied this delta. */
    record Applied(Delta delta) implements ReadResult {}

    /** A part that waits for the last one. */
    record Kept() implements ReadResult {}

    /** It does not fit: subscribe from {@link TopicReader#position}. */
    record Resubscribe() implements ReadResult {}

    /** It does not fit, and a new subscribe is already sent. */
    record Dropped() implements ReadResult {}
  }

  private record Parts(@Nullable Position from, Position to, List<Event> events) {
    boolean fit(Delta delta) {
      return Objects.equals(from, delta.from()) && to.equals(delta.to());
    }
  }

  private final TopicName topic;
  private final TopicReplica replica;
  private @Nullable Parts parts;
  private boolean asked;

  TopicReader(TopicName topic) {
    this.topic = topic;
    this.replica = new TopicReplica(topic, TopicLimits.DEFAULT);
  }

  TopicLog log() {
    return replica.log();
  }

  Position position() {
    return replica.head();
  }

  /** Where to subscribe from on a new socket. Forgets the parts of an incomplete delta. */
  Position rejoin() {
    parts = null;
    asked = false;
    replica.interrupted();
    return replica.head();
  }

  /**
   * Where to subscribe from once more on the same socket, because the server refused it before. The
   * answer decides: until then a delta that does not fit is no reason to ask a third time.
   */
  Position askAgain() {
    Position from = rejoin();
    asked = true;
    return from;
  }

  ReadResult receive(DeltaPart part) {
    Delta delta = part.delta();
    if (parts != null && !parts.fit(delta)) {
      parts = null;
    }
    if (!delta.isReset() && !replica.head().equals(delta.from())) {
      ReadResult misfit = asked ? new ReadResult.Dropped() : new ReadResult.Resubscribe();
      asked = true;
      return misfit;
    }
    asked = false;
    if (parts == null) {
      parts = new Parts(delta.from(), delta.to(), new ArrayList<>());
    }
    parts.events().addAll(delta.events());
    if (part.more()) {
      return new ReadResult.Kept();
    }
    Delta whole = new Delta(topic, delta.from(), delta.to(), parts.events());
    parts = null;
    return apply(whole);
  }

  private ReadResult apply(Delta whole) {
    if (whole.isReset()) {
      replica.interrupted();
    }
    if (replica.isBehind()) {
      replica.onCaughtUp(whole);
    } else {
      replica.onAppended(whole);
    }
    return new ReadResult.Applied(whole);
  }
}
