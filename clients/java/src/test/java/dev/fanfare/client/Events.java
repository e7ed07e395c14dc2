package dev.fanfare.client;

import dev.fanfare.topic.Draft;
import dev.fanfare.topic.Event;
import dev.fanfare.topic.Key;
import dev.fanfare.topic.TopicName;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Short forms of the events that tests publish and receive. */
final class Events {
  static final TopicName BOARD = new TopicName("board:42");

  private Events() {}

  static Draft state(String key, Object json) {
    return Drafts.state(key, json.toString());
  }

  static Draft gone(String key) {
    return Drafts.gone(key);
  }

  static Draft notice(Object json) {
    return Drafts.notice(json.toString());
  }

  static Map<String, String> shown(Map<Key, Event.State> view) {
    Map<String, String> shown = new TreeMap<>();
    view.forEach((key, set) -> shown.put(key.value(), set.data().json()));
    return shown;
  }

  static List<String> shown(List<Event> events) {
    return events.stream().map(Events::shown).toList();
  }

  private static String shown(Event event) {
    return switch (event) {
      case Event.State set -> set.key() + "=" + set.data().json();
      case Event.Gone cleared -> "-" + cleared.key();
      case Event.Notice notice -> "!" + notice.data().json();
    };
  }
}
