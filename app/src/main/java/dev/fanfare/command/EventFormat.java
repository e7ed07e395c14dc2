package dev.fanfare.command;

import dev.fanfare.topic.Event;
import dev.fanfare.topic.TopicName;

/** How an event is printed: for people, or for programs. Pure. */
interface EventFormat {

  /** One line, without its end. */
  String line(TopicName topic, Event event);
}
