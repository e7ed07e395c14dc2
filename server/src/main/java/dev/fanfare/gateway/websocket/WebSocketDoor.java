package dev.fanfare.gateway.websocket;

import dev.fanfare.gateway.door.Door;
import dev.fanfare.session.SessionContext;
import dev.fanfare.topic.InvalidValueException;
import dev.fanfare.topic.TopicName;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import jakarta.inject.Singleton;
import java.util.List;

/** The WebSocket upgrade of {@value UpgradeRequest#PATH}. */
@Singleton
final class WebSocketDoor implements Door {
  private final SessionContext sessions;

  WebSocketDoor(SessionContext sessions) {
    this.sessions = sessions;
  }

  @Override
  public String path() {
    return UpgradeRequest.PATH;
  }

  @Override
  public boolean isMine(HttpRequest request) {
    return UpgradeRequest.isOne(request);
  }

  @Override
  public Entrance read(HttpRequest request) {
    String version = request.headers().get(HttpHeaderNames.SEC_WEBSOCKET_VERSION);
    if (!UpgradeRequest.VERSION.equals(version)) {
      throw new WrongVersionException(
          "header Sec-WebSocket-Version "
              + InvalidValueException.shown(String.valueOf(version))
              + ": expected "
              + UpgradeRequest.VERSION);
    }
    UpgradeRequest.check(request);
    return new Upgrade(
        new WebSocketHandler(sessions),
        UpgradeRequest.accepted(request),
        UpgradeRequest.topics(request, sessions.settings().topics()));
  }

  @Override
  public void explain(HttpHeaders refusal) {
    refusal.set(HttpHeaderNames.SEC_WEBSOCKET_VERSION, UpgradeRequest.VERSION);
  }

  private record Upgrade(WebSocketHandler socket, String answer, List<TopicName> topics)
      implements Entrance {
    @Override
    public ChannelHandler handler() {
      return socket;
    }

    @Override
    public void begin(ChannelHandlerContext context) {
      socket.begin(context, answer, topics);
    }
  }
}
