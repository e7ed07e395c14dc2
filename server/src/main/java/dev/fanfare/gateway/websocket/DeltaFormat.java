package dev.fanfare.gateway.websocket;

import dev.fanfare.fanout.Format;
import dev.fanfare.protocol.DeltaWriter;
import dev.fanfare.protocol.Freshness;
import dev.fanfare.topic.Delta;

/** {@code delta} messages of our protocol, each in a WebSocket frame. */
enum DeltaFormat implements Format {
  FANFARE_V1;

  @Override
  public Encoded encode(Delta delta, Freshness freshness, int first) {
    DeltaWriter.Message message = DeltaWriter.writeFrom(delta, freshness, first);
    return new Encoded(WebSocketFrames.text(message.json()), message.next());
  }
}
