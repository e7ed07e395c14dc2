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
 * The store of all topics, and what tells every instance of every event.
 *
 * <p><b>Order.</b> Every topic has one total order of events. What is told to a listener is told in
 * that order. Without it readers would diverge.
 *
 * <p><b>Atomicity.</b> A publication is stored and told as one, or neither: its events stand in the
 * order of its drafts with nothing between them. Store order is told order.
 *
 * <p><b>Delivery.</b> Told at most once. Whoever misses something finds it missing by the position
 * that the next delta starts from, and reads {@link #since}. What was told before a read was asked
 * for is in its answer, unless the store has lost it; otherwise a reader that is behind might never
 * catch up.
 *
 * <p><b>Reads.</b> Whoever was answered a publication reads it from then on, at every instance.
 *
 * <p><b>Time.</b> By the store's clock alone. State whose time is up is never given to a reader; it
 * becomes an event, {@code gone} and {@code expired}, exactly once, however many instances sweep.
 *
 * <p><b>Threads.</b> Every method may be called from any thread and does not block. Stages complete
 * on any thread; exceptionally with {@link BackplaneUnavailableException} if the store cannot be
 * reached in time, in which case a publication may or may not have been stored.
 */
public interface Backplane {
  /** Stores the events and tells every follower, or refuses. */
  CompletionStage<PublishResult> publish(Publication publication);

  /** All that is kept of a topic, to build a replica from; the log becomes the caller's. */
  CompletionStage<TopicLog> open(TopicName topic);

  /**
   * What leads from this position to the head, with every event.
   *
   * @param position null for a reader that knows nothing: it gets a reset
   */
  CompletionStage<Delta> since(TopicName topic, @Nullable Position position);

  /** The last state event of this user in the topic, whether or not it still is the key's value. */
  CompletionStage<Optional<Event.State>> latest(TopicName topic, User user);

  /** Tells the listener of every event from now on, until the following is closed. */
  Following follow(TopicName topic, TopicListener listener);

  /**
   * Makes events of what has expired.
   *
   * @return in how many ms the next state of the topic expires, 0 if there is more to do at once
   */
  CompletionStage<OptionalLong> sweep(TopicName topic);

  /** Why the store cannot be written or heard at the moment; empty while all is well. */
  Optional<String> outage();
}
