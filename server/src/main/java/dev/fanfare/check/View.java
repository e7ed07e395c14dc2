package dev.fanfare.check;

import dev.fanfare.topic.Delta;
import dev.fanfare.topic.Event;
import dev.fanfare.topic.Key;
import dev.fanfare.topic.Notice;
import dev.fanfare.topic.StateCleared;
import dev.fanfare.topic.StateSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The state that a reader holds, with a digest that is kept up event by event: equal views have
 * equal digests, and it costs nothing to compare them at every position.
 */
final class View {
  /** Differences that an account shows; the rest is counted. */
  private static final int MAX_SHOWN = 5;

  private final Map<Key, StateSet> state = new HashMap<>();
  private long digest;

  /** What a whole snapshot holds. */
  static View of(Delta reset) {
    View view = new View();
    reset.events().forEach(view::apply);
    return view;
  }

  View copy() {
    View copy = new View();
    copy.state.putAll(state);
    copy.digest = digest;
    return copy;
  }

  void apply(Event event) {
    switch (event) {
      case StateSet set -> {
        remove(set.key());
        state.put(set.key(), set);
        digest += digest(set);
      }
      case StateCleared cleared -> remove(cleared.key());
      case Notice _ -> {}
    }
  }

  void clear() {
    state.clear();
    digest = 0;
  }

  @Nullable StateSet get(Key key) {
    return state.get(key);
  }

  long digest() {
    return digest;
  }

  int size() {
    return state.size();
  }

  /** Where two views differ, for people. */
  String differenceTo(View other) {
    Set<String> differing = new TreeSet<>();
    allKeys(other)
        .forEach(key -> {
          StateSet here = state.get(key);
          StateSet there = other.state.get(key);
          if (here == null || !here.equals(there)) {
            differing.add(key + " " + shown(here) + " instead of " + shown(there));
          }
        });
    String shown = String.join(", ", differing.stream().limit(MAX_SHOWN).toList());
    int more = differing.size() - MAX_SHOWN;
    return more > 0 ? shown + " and " + more + " more" : shown;
  }

  private Set<Key> allKeys(View other) {
    Map<Key, StateSet> all = new HashMap<>(state);
    all.putAll(other.state);
    return all.keySet();
  }

  private static String shown(@Nullable StateSet set) {
    return set == null ? "nothing" : set.position().toString();
  }

  private void remove(Key key) {
    StateSet old = state.remove(key);
    if (old != null) {
      digest -= digest(old);
    }
  }

  /** 64 well-mixed bits (the finalizer of splitmix64): sums of them do not collide by chance. */
  private static long digest(StateSet set) {
    long mixed = ((long) set.position().hashCode() << 32) ^ (set.hashCode() & 0xffffffffL);
    mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }
}
