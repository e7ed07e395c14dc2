package dev.fanfare.client;

import dev.fanfare.topic.Delta;
import dev.fanfare.topic.Event;
import dev.fanfare.topic.Position;
import dev.fanfare.topic.TopicName;
import io.reactivex.rxjava3.internal.util.BackpressureHelper;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * One follower of a topic: a position in its log, and no queue. With demand left, it receives each
 * delta at once. Without, it receives {@code since(position)}, conflated, at its next request.
 * Owned by the loop; {@link #request} and {@link #cancel} may be called from any thread.
 */
final class Follower implements Subscription {
  private final TopicName name;
  private final FollowedTopics following;
  private final Subscriber<? super Change> subscriber;
  private @Nullable TopicFollowers topic;

  /** Null while it knows nothing: at first, and after a reset that it has not received. */
  private @Nullable Position position;

  private boolean joined;

  private boolean stale;

  private boolean cancelled;
  private long demand;

  Follower(TopicName name, FollowedTopics following, Subscriber<? super Change> subscriber) {
    this.name = name;
    this.following = following;
    this.subscriber = subscriber;
  }

  TopicName name() {
    return name;
  }

  /** Starts to receive this topic. */
  void follow(TopicFollowers followed) {
    topic = followed;
    catchUp();
  }

  @Override
  public void request(long changes) {
    following.onLoop(() -> {
      if (changes <= 0) {
        fail(new IllegalArgumentException("request of " + changes + ": expected at least 1"));
        following.remove(this);
      } else {
        demand = BackpressureHelper.addCap(demand, changes);
        catchUp();
      }
    });
  }

  @Override
  public void cancel() {
    following.onLoop(() -> {
      cancelled = true;
      topic = null;
      following.remove(this);
    });
  }

  boolean isCancelled() {
    return cancelled;
  }

  /** The topic's log has applied this delta. */
  void advanced(Delta delta) {
    if (delta.isReset()) {
      position = null;
    }
    TopicFollowers followed = topic;
    if (followed == null || demand == 0) {
      return;
    }
    if (delta.from() != null && delta.from().equals(position)) {
      if (!delta.isEmpty() || stale != followed.isStale()) {
        tell(followed, delta.events(), false);
      }
    } else {
      catchUp();
    }
  }

  /** Delivers all from its position to the head, if there is demand and anything to deliver. */
  private void catchUp() {
    TopicFollowers followed = topic;
    if (followed == null || demand == 0 || !followed.isJoined()) {
      return;
    }
    boolean there = followed.position().equals(position);
    if (there && stale == followed.isStale()) {
      return;
    }
    Delta delta = followed.log().since(position);
    tell(followed, delta.events(), delta.isReset());
  }

  private void tell(TopicFollowers followed, List<Event> events, boolean reset) {
    boolean missed = reset && joined;
    position = followed.position();
    joined = true;
    stale = followed.isStale();
    if (demand != Long.MAX_VALUE) {
      demand--;
    }
    subscriber.onNext(new Change(name, followed.view(), events, reset, missed, stale));
  }

  void fail(Throwable why) {
    if (topic != null) {
      topic = null;
      subscriber.onError(why);
    }
  }

  void complete() {
    if (topic != null) {
      topic = null;
      subscriber.onComplete();
    }
  }
}
