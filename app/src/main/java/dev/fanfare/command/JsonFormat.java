package dev.fanfare.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fanfare.protocol.EventWriter;
import dev.fanfare.topic.Event;
import dev.fanfare.topic.TopicName;

/** For programs: the event as it stands in the protocol, with its topic in front. */
final class JsonFormat implements EventFormat {

  @Override
  public String line(TopicName topic, Event event) {
    String json = new String(EventWriter.write(event), UTF_8);
    // Data is passed on as it was published. A raw line end in JSON is only ever white space.
    String oneLine = json.replace('\n', ' ').replace('\r', ' ');
    return "{\"topic\":\"" + topic + "\"," + oneLine.substring(1);
  }
}
