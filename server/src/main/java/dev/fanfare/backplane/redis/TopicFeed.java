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
 * Who here listens to one topic, where Redis tells of it, and how far it has told. Its lock is held
 * while listeners are told, so that each hears one thing at a time and in order; it is never taken
 * by whoever holds another.
 *
 * <p>The head of the store is read on another connection than the one on which Redis tells, so each
 * may be ahead of the other. If something was told between question and answer, what was told last
 * is the better answer: all behind it will be told as well.
 */
final class TopicFeed {
  private static final Logger LOG = LoggerFactory.getLogger(TopicFeed.class);

  /** One listener's place, and whether it knows already that it is followed for. */
  static final class ListenerEntry {
    final TopicListener listener;
    boolean following;

    ListenerEntry(TopicListener listener) {
      this.listener = listener;
    }
  }

  /** When a head was asked for: how much had been told, and doubted, by then. */
  record Asked(long tellings, long doubts) {}

  private final List<ListenerEntry> places = new CopyOnWriteArrayList<>();

  // On the keeper's thread: where it was subscribed to, and whether Redis has confirmed that.
  private @Nullable PubSubConnection at;
  private boolean confirmed;
  private boolean wasInDoubt;

  // Under the lock.
  private long tellings;
  private Position known = Position.START;
  private @Nullable Position missing;
  private long missingSince;
  private long doubts = 1;
  private long answeredDoubts;

  void add(ListenerEntry place) {
    places.add(place);
  }

  /** Whether nobody is left. */
  boolean remove(ListenerEntry place) {
    places.remove(place);
    return places.isEmpty();
  }

  @Nullable PubSubConnection at() {
    return at;
  }

  boolean isConfirmed() {
    return confirmed;
  }

  /** It is subscribed to there, as soon as Redis says so. */
  void moveTo(@Nullable PubSubConnection telling) {
    at = telling;
    confirmed = false;
  }

  void confirm() {
    confirmed = true;
  }

  /** Whether it has been in doubt for a whole beat: to be called once a beat. */
  boolean isOverdue() {
    boolean before = wasInDoubt;
    wasInDoubt = isInDoubt();
    return before && wasInDoubt;
  }

  /** Something may be missing: the next head is told to everybody, whatever it is. */
  synchronized void doubt() {
    doubts++;
  }

  synchronized boolean isInDoubt() {
    return answeredDoubts < doubts;
  }

  synchronized Asked ask() {
    return new Asked(tellings, doubts);
  }

  /**
   * The head of the store was read. One that is ahead of what was told may be told in a moment, so
   * it is passed on only if there is a doubt, or if nothing was told until the next one is read.
   *
   * @return whether it was the latter: Redis does not tell
   */
  synchronized boolean onHead(Asked asked, Position stored) {
    Position head = asked.tellings() == tellings ? stored : known;
    boolean answersDoubt = asked.doubts() > answeredDoubts;
    boolean isMissing = !answersDoubt && isAhead(head);
    if (isMissing && (missing == null || missingSince != tellings)) {
      missing = head;
      missingSince = tellings;
      return false;
    }
    missing = null;
    known = head;
    answeredDoubts = Math.max(answeredDoubts, asked.doubts());
    places.forEach(place -> tellFollowing(place, head));
    return isMissing;
  }

  private boolean isAhead(Position head) {
    return head.seq() > known.seq();
  }

  synchronized void onAppended(Delta told) {
    tellings++;
    known = told.to();
    for (ListenerEntry place : places) {
      if (place.following) {
        tell(place, listener -> listener.onAppended(told));
      }
    }
  }

  private void tellFollowing(ListenerEntry place, Position head) {
    place.following = true;
    tell(place, listener -> listener.onFollowing(head));
  }

  /** A listener that fails must not keep the others from hearing. */
  private void tell(ListenerEntry place, Consumer<TopicListener> news) {
    try {
      news.accept(place.listener);
    } catch (RuntimeException e) {
      LOG.error("a listener failed", e);
    }
  }
}
