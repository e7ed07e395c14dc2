package dev.fanfare.backplane.memory;

import dev.fanfare.backplane.OperationIds;
import dev.fanfare.backplane.Publication;
import dev.fanfare.backplane.PublishResult;
import dev.fanfare.backplane.StoreLimits;
import dev.fanfare.backplane.TopicListener;
import dev.fanfare.topic.Delta;
import dev.fanfare.topic.Draft;
import dev.fanfare.topic.Event;
import dev.fanfare.topic.Position;
import dev.fanfare.topic.Stamp;
import dev.fanfare.topic.StateCleared;
import dev.fanfare.topic.StateSet;
import dev.fanfare.topic.TopicLog;
import dev.fanfare.topic.TopicName;
import dev.fanfare.topic.User;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * One topic in memory. Written by one thread at a time: {@link MemoryBackplane} holds the lock.
 * Time is what {@link #turnTo} was last told.
 */
final class MemoryTopic {
  private final TopicName name;
  private final StoreLimits limits;
  private final TopicLog log;

  /** Replaced at a change: of most topics one loop wants to hear. */
  private List<TopicListener> listeners = List.of();

  /** These three are made when there is something to keep: most topics are quiet, or simple. */
  private @Nullable Expiries expiries;

  private @Nullable Answers answers;
  private @Nullable SequencedMap<User, StateSet> latest;

  private long nowMillis;
  private long usedAtMillis;

  MemoryTopic(TopicName name, StoreLimits limits) {
    this.name = name;
    this.limits = limits;
    this.log = new TopicLog(name, limits.topic());
  }

  /** Moves time on; what has expired by then becomes events. Time never goes back. */
  void turnTo(long millis, OperationIds ids) {
    nowMillis = Math.max(nowMillis, millis);
    List<StateSet> expired = expiries == null ? List.of() : expiries.takeExpired(nowMillis, log);
    if (!expired.isEmpty()) {
      String id = ids.next();
      List<Event> events = new ArrayList<>(expired.size());
      for (StateSet set : expired) {
        Stamp stamp = new Stamp(next(events, id), nowMillis, null);
        events.add(new StateCleared(stamp, set.key(), StateCleared.Reason.EXPIRED));
      }
      append(events);
    }
  }

  PublishResult publish(Publication publication, String id) {
    var key = publication.idempotencyKey();
    PublishResult.Stored before =
        key == null || answers == null ? null : answers.find(key, nowMillis);
    if (before != null) {
      return before;
    }
    List<Event> events = stamped(publication.drafts(), id);
    PublishResult full = StateRoom.missingFor(events, log, limits.topic());
    if (full != null) {
      return full;
    }
    append(events);
    events.forEach(this::remember);
    usedAtMillis = nowMillis;
    List<Position> positions = new ArrayList<>(events.size());
    events.forEach(event -> positions.add(event.position()));
    var stored = new PublishResult.Stored(positions, nowMillis);
    if (key != null) {
      answers = Objects.requireNonNullElseGet(answers, () -> new Answers(limits.idempotency()));
      answers.remember(key, stored, nowMillis);
    }
    return stored;
  }

  TopicLog copy() {
    return log.copy();
  }

  Delta since(@Nullable Position position) {
    return log.completeSince(position);
  }

  Optional<StateSet> latest(User user) {
    StateSet event = latest == null ? null : latest.get(user);
    boolean old = event != null && event.atMillis() < nowMillis - limits.idle().toMillis();
    return old ? Optional.empty() : Optional.ofNullable(event);
  }

  void follow(TopicListener listener) {
    List<TopicListener> longer = new ArrayList<>(listeners);
    longer.add(listener);
    listeners = List.copyOf(longer);
    listener.onFollowing(log.head());
  }

  void unfollow(TopicListener listener) {
    listeners = listeners.stream().filter(it -> !it.equals(listener)).toList();
  }

  OptionalLong millisToNextExpiry() {
    return expiries == null ? OptionalLong.empty() : expiries.millisToNext(nowMillis, log);
  }

  boolean isIdleAt(long millis) {
    if (!listeners.isEmpty()) {
      usedAtMillis = millis;
    }
    return millis - usedAtMillis >= limits.idle().toMillis();
  }

  boolean isUnused() {
    return log.head() == null && listeners.isEmpty();
  }

  private List<Event> stamped(List<Draft> drafts, String id) {
    List<Event> events = new ArrayList<>(drafts.size());
    for (Draft draft : drafts) {
      events.add(draft.stamped(next(events, id), nowMillis));
    }
    return events;
  }

  private Position next(List<Event> before, String id) {
    return Position.next(before.isEmpty() ? log.head() : before.getLast().position(), id);
  }

  private void append(List<Event> events) {
    Delta told = new Delta(name, log.head(), events.getLast().position(), events);
    for (Event event : events) {
      log.append(event);
      if (event instanceof StateSet set && set.ttl() != null) {
        expiries = Objects.requireNonNullElseGet(expiries, Expiries::new);
        expiries.add(set, log);
      }
    }
    listeners.forEach(listener -> listener.onAppended(told));
  }

  private void remember(Event event) {
    if (event instanceof StateSet set && set.user() != null) {
      latest = Objects.requireNonNullElseGet(latest, LinkedHashMap::new);
      latest.putLast(set.user(), set);
      if (latest.size() > limits.latestUsers()) {
        latest.pollFirstEntry();
      }
    }
  }
}
