package dev.fanfare.backplane.redis;

import dev.fanfare.backplane.TopicListener;
import dev.fanfare.topic.Delta;
import dev.fanfare.topic.Position;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who here listens to one topic. Its lock is held while listeners are told, so that each hears one
 * thing at a time and in order; it is never taken by whoever holds another.
 */
final class Subscription {
  private static final Logger LOG = LoggerFactory.getLogger(Subscription.class);

  /** One listener's place, and whether it knows already that it is followed for. */
  static final class Place {
    final TopicListener listener;
    boolean following;

    Place(TopicListener listener) {
      this.listener = listener;
    }
  }

  private final List<Place> places = new CopyOnWriteArrayList<>();

  void add(Place place) {
    places.add(place);
  }

  /** Whether nobody is left. */
  boolean remove(Place place) {
    places.remove(place);
    return places.isEmpty();
  }

  /** Redis is heard from this head on; what it told before may have been missed. */
  synchronized void onHeard(@Nullable Position head) {
    for (Place place : places) {
      place.following = true;
      tell(place, listener -> listener.onFollowing(head));
    }
  }

  synchronized void onAppended(Delta told) {
    for (Place place : places) {
      if (place.following) {
        tell(place, listener -> listener.onAppended(told));
      }
    }
  }

  /** A listener that fails must not keep the others from hearing. */
  private void tell(Place place, Consumer<TopicListener> news) {
    try {
      news.accept(place.listener);
    } catch (RuntimeException e) {
      LOG.error("a listener failed", e);
    }
  }
}
