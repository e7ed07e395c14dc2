package dev.fanfare.backplane.memory;

import dev.fanfare.backplane.OperationIds;
import dev.fanfare.backplane.Publication;
import dev.fanfare.backplane.PublishResult;
import dev.fanfare.backplane.StoreLimits;
import dev.fanfare.backplane.TopicListener;
import dev.fanfare.metrics.Budget;
import dev.fanfare.topic.Delta;
import dev.fanfare.topic.Draft;
import dev.fanfare.topic.Event;
import dev.fanfare.topic.Key;
import dev.fanfare.topic.Position;
import dev.fanfare.topic.Stamp;
import dev.fanfare.topic.TopicLog;
import dev.fanfare.topic.TopicName;
import dev.fanfare.topic.User;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One topic in memory. One thread at a time writes it: {@link MemoryBackplane} holds the lock. The
 * topic's time is the reading that {@link #turnTo} received last.
 */
final class MemoryTopic {
  /** The bytes of a topic without events, besides its name. */
  static final int TOPIC_BYTES = 500;

  private static final int LISTENER_BYTES = 100;

  /** A smaller log is not worth dropping. */
  private static final int MIN_GIVEN_BYTES = 1_024;

  /** What {@link Retention} keeps about this topic. */
  final Retained retained = new Retained();

  private final TopicName name;
  private final StoreLimits limits;
  private final TopicLog log;

  /** Each change replaces the list: most topics have one listener, or none. */
  private List<TopicListener> listeners = List.of();

  /** Null until it has an entry: most topics never need it. */
  private @Nullable Expiries expiries;

  private @Nullable LatestEvents latest;

  private StoreClock.Reading now;
  private long usedAtMillis;

  MemoryTopic(TopicName name, StoreLimits limits, StoreClock.Reading now) {
    this.name = name;
    this.limits = limits;
    this.log = new TopicLog(name, limits.topic());
    this.now = now;
    this.usedAtMillis = now.elapsedMillis();
  }

  TopicName name() {
    return name;
  }

  /** Moves time on. State that has expired by then becomes events. */
  void turnTo(StoreClock.Reading reading, OperationIds ids) {
    now = reading;
    List<Key> expired =
        expiries == null ? List.of() : expiries.takeExpired(now.elapsedMillis(), log);
    if (!expired.isEmpty()) {
      String id = ids.next();
      List<Event> events = new ArrayList<>(expired.size());
      for (Key key : expired) {
        Stamp stamp = new Stamp(next(events, id), now.atMillis(), null);
        events.add(new Event.Gone(stamp, key, Event.Gone.Reason.EXPIRED));
      }
      append(events);
    }
  }

  /**
   * Stores the publication and sends it to the listeners, if the topic's limits and the budget
   * allow it.
   *
   * @param isLean whether only the state is kept, and no event of this publication or an earlier
   *     one
   * @return null if the budget does not allow it; nothing has changed then
   */
  @Nullable PublishResult publish(
      Publication publication, String id, boolean isLean, Budget budget) {
    List<Event> events = stamped(publication.drafts(), id);
    StateRoom after = StateRoom.after(events, log);
    PublishResult full = after.missing(log, limits.topic());
    if (full != null) {
      return full;
    }
    if (!retained.grow(growth(events, after, isLean), budget)) {
      return null;
    }
    append(events);
    if (isLean) {
      thin();
    } else {
      events.forEach(this::remember);
    }
    usedAtMillis = now.elapsedMillis();
    return new PublishResult.Stored(events.getFirst().position(), events.size(), now.atMillis());
  }

  /** By how many bytes the topic grows with these events. */
  private long growth(List<Event> events, StateRoom after, boolean isLean) {
    long growth = after.growth() + (retained.bytes == 0 ? TOPIC_BYTES + name.value().length() : 0);
    if (!isLean) {
      for (Event event : events) {
        boolean isLatest = event instanceof Event.State && event.user() != null;
        growth += event.footprint() * (isLatest ? 2 : 1);
      }
    }
    return growth;
  }

  TopicLog copy() {
    return log.copy();
  }

  Delta since(@Nullable Position position) {
    return log.completeSince(position);
  }

  Optional<Event.State> latest(User user) {
    return latest == null
        ? Optional.empty()
        : Optional.ofNullable(latest.find(user, now.elapsedMillis()));
  }

  void follow(TopicListener listener) {
    List<TopicListener> longer = new ArrayList<>(listeners);
    longer.add(listener);
    listeners = List.copyOf(longer);
    listener.onFollowing(log.head());
  }

  void unfollow(TopicListener listener) {
    listeners = listeners.stream().filter(it -> !it.equals(listener)).toList();
    usedAtMillis = now.elapsedMillis();
  }

  OptionalLong millisToNextExpiry() {
    OptionalLong next = nextExpiryMillis();
    return next.isEmpty()
        ? next
        : OptionalLong.of(Math.max(0, next.getAsLong() - now.elapsedMillis()));
  }

  /** When the next state expires, by the clock that is never set. */
  OptionalLong nextExpiryMillis() {
    return expiries == null ? OptionalLong.empty() : expiries.nextMillis(log);
  }

  boolean isIdle() {
    return listeners.isEmpty() && now.elapsedMillis() - usedAtMillis >= limits.idle().toMillis();
  }

  long usedAtMillis() {
    return usedAtMillis;
  }

  boolean isUnused() {
    return log.head().isStart() && listeners.isEmpty();
  }

  /** Whether forgetting the topic would cost nothing but the deltas from earlier positions. */
  boolean isForgettable() {
    return listeners.isEmpty() && log.state().isEmpty();
  }

  /** Whether forgetting or thinning the topic frees enough. */
  boolean hasToGive() {
    return isForgettable() || log.logFootprint() + latestFootprint() >= MIN_GIVEN_BYTES;
  }

  /** Forgets everything but the state. */
  void thin() {
    log.dropLog();
    latest = null;
  }

  /** The bytes of heap that the topic takes at most. */
  long footprint() {
    return TOPIC_BYTES
        + name.value().length()
        + (long) LISTENER_BYTES * listeners.size()
        + log.stateFootprint()
        + log.logFootprint()
        + latestFootprint()
        + (expiries == null ? 0 : expiries.footprint());
  }

  private long latestFootprint() {
    return latest == null ? 0 : latest.footprint();
  }

  private List<Event> stamped(List<Draft> drafts, String id) {
    List<Event> events = new ArrayList<>(drafts.size());
    for (Draft draft : drafts) {
      events.add(draft.stamped(next(events, id), now.atMillis()));
    }
    return events;
  }

  private Position next(List<Event> before, String id) {
    return (before.isEmpty() ? log.head() : before.getLast().position()).next(id);
  }

  private void append(List<Event> events) {
    Delta told = new Delta(name, log.head(), events.getLast().position(), events);
    for (Event event : events) {
      log.append(event);
      if (event instanceof Event.State set && set.ttl() != null) {
        expiries = Objects.requireNonNullElseGet(expiries, Expiries::new);
        expiries.add(set, now.elapsedMillis() + set.ttl().toMillis(), log);
      }
    }
    listeners.forEach(listener -> listener.onAppended(told));
  }

  private void remember(Event event) {
    if (event instanceof Event.State set && set.user() != null) {
      latest = Objects.requireNonNullElseGet(latest, () -> new LatestEvents(limits));
      latest.put(set.user(), set, now.elapsedMillis());
    }
  }
}
