package dev.fanfare.topic;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** The state of a topic as a map, and how events change it. */
final class Views {
  private Views() {}

  static void apply(Map<Key, StateSet> view, Event event) {
    switch (event) {
      case StateSet set -> view.put(set.key(), set);
      case StateCleared cleared -> view.remove(cleared.key());
      case Notice _ -> {}
    }
  }

  static Map<Key, StateSet> of(Collection<StateSet> state) {
    Map<Key, StateSet> view = new HashMap<>();
    state.forEach(set -> view.put(set.key(), set));
    return view;
  }
}
