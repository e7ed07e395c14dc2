package dev.fanfare.gateway.websocket;

import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.netty.channel.ChannelPipelineCustomizer;
import io.micronaut.http.server.netty.NettyServerCustomizer;
import io.netty.channel.Channel;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/**
 * Puts the {@link UpgradeHandler} into the pipeline of every HTTP/1.1 connection, right before
 * Micronaut's: its port, TLS and shutdown stay, its WebSocket sessions are not used.
 */
@Singleton
final class WebSocketGateway implements BeanCreatedEventListener<NettyServerCustomizer.Registry> {
  private final SessionContext sessions;
  private final Connections connections;

  WebSocketGateway(SessionContext sessions, Connections connections) {
    this.sessions = sessions;
    this.connections = connections;
  }

  @Override
  public NettyServerCustomizer.Registry onCreated(
      BeanCreatedEvent<NettyServerCustomizer.Registry> event) {
    event.getBean().register(new Customizer(null));
    return event.getBean();
  }

  private final class Customizer implements NettyServerCustomizer {
    private final @Nullable Channel channel;

    Customizer(@Nullable Channel channel) {
      this.channel = channel;
    }

    @Override
    public NettyServerCustomizer specializeForChannel(Channel special, ChannelRole role) {
      return switch (role) {
        case LISTENER -> {
          special.pipeline().addFirst(new Accepting(sessions, connections));
          yield new Customizer(special);
        }
        case CONNECTION -> new Customizer(special);
        case REQUEST_STREAM, PUSH_PROMISE_STREAM -> this;
      };
    }

    @Override
    public void onStreamPipelineBuilt() {
      String codec = ChannelPipelineCustomizer.HANDLER_HTTP_SERVER_CODEC;
      // HTTP/2 has no such codec; its clients upgrade on an HTTP/1.1 connection (ALPN).
      if (channel != null && channel.pipeline().get(codec) != null) {
        // Behind all that have a say in when a call has its turn.
        channel
            .pipeline()
            .addBefore(
                ChannelPipelineCustomizer.HANDLER_MICRONAUT_INBOUND,
                UpgradeHandler.NAME,
                new UpgradeHandler(sessions));
      }
    }
  }
}
