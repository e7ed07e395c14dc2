package dev.fanfare.command;

import dev.fanfare.topic.Event;
import dev.fanfare.topic.TopicName;

/** Prints an event, for people or for programs. Pure. */
interface EventFormat {

  /** The event in one line, without its line end. */
  String line(TopicName topic, Event event);
}
