package dev.fanfare.gateway.websocket;

import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.netty.channel.ChannelPipelineCustomizer;
import io.micronaut.http.server.netty.NettyServerCustomizer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/**
 * Puts the {@link RequestWatch} right after the codec of every HTTP/1.1 connection. Others put
 * theirs there, too, and the last to do so is the nearest to the codec: that is the first to
 * register, since Micronaut sorts a customizer in before its equals.
 */
@Singleton
@Order(Ordered.HIGHEST_PRECEDENCE)
final class ConnectionGateway implements BeanCreatedEventListener<NettyServerCustomizer.Registry> {
  private static final String CODEC = ChannelPipelineCustomizer.HANDLER_HTTP_SERVER_CODEC;

  @Override
  public NettyServerCustomizer.Registry onCreated(
      BeanCreatedEvent<NettyServerCustomizer.Registry> event) {
    event.getBean().register(new Customizer(null));
    return event.getBean();
  }

  private static final class Customizer implements NettyServerCustomizer {
    private final @Nullable Channel channel;

    Customizer(@Nullable Channel channel) {
      this.channel = channel;
    }

    @Override
    public NettyServerCustomizer specializeForChannel(Channel special, ChannelRole role) {
      return switch (role) {
        case LISTENER, CONNECTION -> new Customizer(special);
        case REQUEST_STREAM, PUSH_PROMISE_STREAM -> this;
      };
    }

    /** HTTP/2 has no such codec. */
    @Override
    public void onInitialPipelineBuilt() {
      ConnectionHandler connection = connection();
      if (connection != null && !hasCodec()) {
        connection.pace().onStreams();
      }
    }

    @Override
    public void onStreamPipelineBuilt() {
      ConnectionHandler connection = connection();
      if (channel != null && connection != null && hasCodec()) {
        ChannelPipeline pipeline = channel.pipeline();
        pipeline.addAfter(CODEC, RequestWatch.NAME, new RequestWatch(connection.pace()));
      }
    }

    private boolean hasCodec() {
      return channel != null && channel.pipeline().get(CODEC) != null;
    }

    private @Nullable ConnectionHandler connection() {
      return channel == null ? null : channel.pipeline().get(ConnectionHandler.class);
    }
  }
}
