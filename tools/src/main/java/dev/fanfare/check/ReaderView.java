package dev.fanfare.check;

import dev.fanfare.topic.Delta;
import dev.fanfare.topic.Event;
import dev.fanfare.topic.Key;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The state that a reader holds, with a digest that each event updates. Equal views have equal
 * digests, so comparing them at every position costs next to nothing.
 */
final class ReaderView {
  /** The number of differences that a message shows; further ones are only counted. */
  private static final int MAX_SHOWN = 5;

  private final Map<Key, Event.State> state = new HashMap<>();
  private long digest;

  /** The view that results from a reset. */
  static ReaderView of(Delta reset) {
    ReaderView view = new ReaderView();
    reset.events().forEach(view::apply);
    return view;
  }

  ReaderView copy() {
    ReaderView copy = new ReaderView();
    copy.state.putAll(state);
    copy.digest = digest;
    return copy;
  }

  void apply(Event event) {
    switch (event) {
      case Event.State set -> {
        remove(set.key());
        state.put(set.key(), set);
        digest += digest(set);
      }
      case Event.Gone cleared -> remove(cleared.key());
      case Event.Notice _ -> {}
    }
  }

  Event.@Nullable State get(Key key) {
    return state.get(key);
  }

  long digest() {
    return digest;
  }

  int size() {
    return state.size();
  }

  /** The differences between two views, for people. */
  String differenceTo(ReaderView other) {
    Set<String> differing = new TreeSet<>();
    allKeys(other)
        .forEach(key -> {
          Event.State here = state.get(key);
          Event.State there = other.state.get(key);
          if (here == null || !here.equals(there)) {
            differing.add(key + " " + shown(here) + " instead of " + shown(there));
          }
        });
    String shown = String.join(", ", differing.stream().limit(MAX_SHOWN).toList());
    int more = differing.size() - MAX_SHOWN;
    return more > 0 ? shown + " and " + more + " more" : shown;
  }

  private Set<Key> allKeys(ReaderView other) {
    Map<Key, Event.State> all = new HashMap<>(state);
    all.putAll(other.state);
    return all.keySet();
  }

  private static String shown(Event.@Nullable State set) {
    return set == null ? "nothing" : set.position().toString();
  }

  private void remove(Key key) {
    Event.State old = state.remove(key);
    if (old != null) {
      digest -= digest(old);
    }
  }

  /** 64 well-mixed bits (SplitMix64 of the JDK), so that sums of them do not collide by chance. */
  private static long digest(Event.State set) {
    long hash = ((long) set.position().hashCode() << 32) ^ (set.hashCode() & 0xffffffffL);
    return new SplittableRandom(hash).nextLong();
  }
}
