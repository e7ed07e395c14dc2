package dev.fanfare.backplane;

import dev.fanfare.topic.Delta;
import dev.fanfare.topic.Event;
import dev.fanfare.topic.Position;
import dev.fanfare.topic.TopicLog;
import dev.fanfare.topic.TopicName;
import dev.fanfare.topic.User;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The store of all topics. It also sends every event to the instances that follow its topic.
 *
 * <p><b>Order.</b> Every topic has one total order of events. A listener receives the events in
 * that order. Without it readers would diverge.
 *
 * <p><b>Atomicity.</b> A publication is stored and delivered as a whole or not at all. Its events
 * have the order of its drafts, with no other event between them. Events are delivered in the order
 * in which they are stored.
 *
 * <p><b>Delivery.</b> At most once. A listener that misses something sees it: the next delta does
 * not start at its position. It then reads {@link #since}. The answer of a read contains everything
 * that was delivered before the read was requested, unless the store has lost it. Otherwise a
 * reader that is behind might never catch up.
 *
 * <p><b>Reads.</b> After a publication is answered, every read at every instance contains it.
 *
 * <p><b>Time.</b> Only the store's clock counts. A reader never gets expired state. Expired state
 * becomes one event, {@code gone} with reason {@code expired}, exactly once, however many instances
 * sweep.
 *
 * <p><b>Threads.</b> Every method may be called from any thread and does not block. Stages complete
 * on any thread. If the store cannot be reached in time, they complete exceptionally with {@link
 * BackplaneUnavailableException}; a publication may or may not have been stored then.
 */
public interface Backplane {
  /** Stores the events and sends them to every follower, or refuses them. */
  CompletionStage<PublishResult> publish(Publication publication);

  /** Everything that is kept of a topic, to build a replica from. The caller owns the log. */
  CompletionStage<TopicLog> open(TopicName topic);

  /**
   * The delta from this position to the head, with every event.
   *
   * @param position null for a reader that knows nothing: it gets a reset
   */
  CompletionStage<Delta> since(TopicName topic, @Nullable Position position);

  /** The last state event of this user in the topic, even if the key has another value by now. */
  CompletionStage<Optional<Event.State>> latest(TopicName topic, User user);

  /** Sends every event from now on to the listener, until the following is closed. */
  Following follow(TopicName topic, TopicListener listener);

  /**
   * Turns expired state into events.
   *
   * @return the ms until the next state of the topic expires, empty if none will, 0 if more has
   *     expired already
   */
  CompletionStage<OptionalLong> sweep(TopicName topic);

  /** Why the store cannot be written, or its messages do not arrive; empty if all is well. */
  Optional<String> outage();
}
