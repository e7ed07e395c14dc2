package dev.fanfare.topic;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** The state of a topic as a map, and how events change it. */
final class Views {
  private Views() {}

  static void apply(Map<Key, Event.State> view, Event event) {
    switch (event) {
      case Event.State set -> view.put(set.key(), set);
      case Event.Gone cleared -> view.remove(cleared.key());
      case Event.Notice _ -> {}
    }
  }

  static Map<Key, Event.State> of(Collection<Event.State> state) {
    Map<Key, Event.State> view = new HashMap<>();
    state.forEach(set -> view.put(set.key(), set));
    return view;
  }
}
