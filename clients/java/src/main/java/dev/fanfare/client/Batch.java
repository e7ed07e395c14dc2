package dev.fanfare.client;

import static dev.fanfare.protocol.ErrorCode.STATE_FULL;

import dev.fanfare.client.Pending.Admitted;
import dev.fanfare.protocol.ProtocolException;
import dev.fanfare.protocol.PublishBody;
import dev.fanfare.topic.InvalidValueException;
import dev.fanfare.topic.Position;
import dev.fanfare.topic.TopicName;
import io.micronaut.http.HttpResponse;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.reactivestreams.Publisher;

/**
 * Events of one topic that go in one request, under one idempotency key for all its tries. Each
 * publisher receives its own part of the answer. Owned by the loop.
 */
final class Batch implements Call.Request {
  /** Called once, when the batch is over. */
  interface Settled {
    /**
     * The batch is over.
     *
     * @param again members to try again, each in a request of its own: there was no room for all
     */
    void settled(Batch batch, List<Admitted> again);
  }

  private final TopicName topic;
  private final List<Admitted> members;
  private final List<Admitted> waiting;
  private final ClientContext calls;
  private final Settled settled;
  private final String idempotencyKey;
  private final byte[] body;

  Batch(TopicName topic, List<Admitted> members, ClientContext calls, Settled settled) {
    this.topic = topic;
    this.members = List.copyOf(members);
    this.waiting = new ArrayList<>(members);
    this.calls = calls;
    this.settled = settled;
    this.idempotencyKey = key(calls);
    this.body =
        PublishBody.array(
            members.stream().flatMap(member -> member.pending().drafts().stream()).toList());
  }

  /**
   * Starts the call with the last of its members' deadlines. {@link #retrying} fails the members
   * whose deadline is earlier.
   */
  Call start() {
    return Call.start(calls, this, members.getLast().deadlineNanos());
  }

  TopicName topic() {
    return topic;
  }

  int events() {
    return members.stream().mapToInt(Admitted::events).sum();
  }

  @Override
  public Publisher<HttpResponse<byte[]>> send(URI server) {
    return calls.api().publish(server.toString(), topic.value(), idempotencyKey, body);
  }

  @Override
  public void done(String answer) {
    List<Position> positions;
    try {
      positions = PublishBody.readPositions(answer, events());
    } catch (ProtocolException | InvalidValueException e) {
      failed(FanfareException.notFanfare("the answer is not Fanfare's: " + e.getMessage()));
      return;
    }
    Duration latency = Duration.ofNanos(calls.loop().nanos() - members.getFirst().sinceNanos());
    calls.measurements().published(positions.size(), latency);
    int from = 0;
    for (Admitted member : members) {
      int to = from + member.events();
      member.pending().publisher().onSuccess(positions.subList(from, to));
      from = to;
    }
    settled.settled(this, List.of());
  }

  @Override
  public void failed(FanfareException known) {
    boolean together = members.size() > 1 && known.code().filter(STATE_FULL::equals).isPresent();
    if (together) {
      settled.settled(this, waiting);
      return;
    }
    waiting.forEach(member -> fail(member, known));
    settled.settled(this, List.of());
  }

  @Override
  public boolean retrying(FanfareException known) {
    long now = calls.loop().nanos();
    waiting.removeIf(member -> {
      boolean late = member.isLate(now);
      if (late) {
        fail(member, known);
      }
      return late;
    });
    return true;
  }

  private void fail(Admitted member, FanfareException known) {
    calls.measurements().failed(member.events());
    member.failed(known);
  }

  private static String key(ClientContext calls) {
    return Long.toHexString(calls.random().nextLong())
        + Long.toHexString(calls.random().nextLong());
  }
}
