package dev.fanfare.client;

import dev.fanfare.protocol.DraftReader;
import dev.fanfare.protocol.DraftWriter;
import dev.fanfare.protocol.ErrorCode;
import dev.fanfare.protocol.ProtocolException;
import dev.fanfare.protocol.PublishBody;
import dev.fanfare.topic.Draft;
import dev.fanfare.topic.Position;
import dev.fanfare.topic.TopicName;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import java.util.List;
import org.reactivestreams.Publisher;

/**
 * Takes events from publishers: checks and encodes them on the publisher's thread, refuses those
 * that the server would refuse, and puts the others into the outbox.
 */
final class Publishing {
  private final Outbox outbox;
  private final int underWay;

  Publishing(ClientContext calls, Outbox outbox) {
    this.outbox = outbox;
    this.underWay = calls.options().limits().underWay();
  }

  Single<Position> one(TopicName topic, Draft draft) {
    return publish(topic, List.of(draft), true).map(List::getFirst);
  }

  Single<List<Position>> all(TopicName topic, List<Draft> drafts) {
    List<Draft> taken = List.copyOf(drafts);
    return taken.isEmpty() ? Single.just(List.of()) : publish(topic, taken, false);
  }

  /** Requests as many drafts as {@code underWay}, and one more whenever one is done. */
  Flowable<Position> each(TopicName topic, Publisher<? extends Draft> drafts) {
    return Flowable.fromPublisher(drafts)
        .concatMapEager(draft -> one(topic, draft).toFlowable(), underWay, 1);
  }

  private Single<List<Position>> publish(TopicName topic, List<Draft> drafts, boolean company) {
    return Single.create(publisher -> {
      try {
        PublishBody.checkCount(drafts.size());
        List<byte[]> encoded = drafts.stream().map(Publishing::encoded).toList();
        if (!company) {
          checkSize(encoded);
        }
        outbox.publish(new Pending(topic, encoded, company, publisher));
      } catch (ProtocolException e) {
        publisher.tryOnError(FanfareException.refused(e));
      }
    });
  }

  private static byte[] encoded(Draft draft) {
    DraftReader.check(draft);
    return DraftWriter.write(draft);
  }

  private static void checkSize(List<byte[]> encoded) {
    long bytes = encoded.stream().mapToLong(draft -> draft.length + 1L).sum() + 1;
    if (bytes > PublishBody.MAX_BYTES) {
      throw new ProtocolException(
          ErrorCode.TOO_LARGE,
          "a body of " + bytes + " bytes: expected at most " + PublishBody.MAX_BYTES);
    }
  }
}
