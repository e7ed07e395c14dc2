package dev.fanfare.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fanfare.protocol.EventWriter;
import dev.fanfare.topic.Event;
import dev.fanfare.topic.TopicName;

/** For programs: the event in the form of the protocol, with its topic added at the front. */
final class JsonFormat implements EventFormat {

  @Override
  public String line(TopicName topic, Event event) {
    String json = new String(EventWriter.write(event), UTF_8);
    // Data may contain line ends, as published. In JSON these are always white space.
    String oneLine = json.replace('\n', ' ').replace('\r', ' ');
    return "{\"topic\":\"" + topic + "\"," + oneLine.substring(1);
  }
}
