package dev.fanfare.gateway;

import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.server.netty.NettyServerCustomizer;
import io.netty.channel.Channel;
import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Calls the {@link PipelinePart}s, in their order, for each port and for each HTTP/1.1 connection.
 */
@Singleton
final class Pipelines implements BeanCreatedEventListener<NettyServerCustomizer.Registry> {
  private final List<PipelinePart> parts;

  Pipelines(List<PipelinePart> parts) {
    this.parts = parts;
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
      if (role == ChannelRole.LISTENER) {
        parts.forEach(part -> part.onListener(special));
      }
      return switch (role) {
        case LISTENER, CONNECTION -> new Customizer(special);
        case REQUEST_STREAM, PUSH_PROMISE_STREAM -> this;
      };
    }

    @Override
    public void onStreamPipelineBuilt() {
      if (channel != null && channel.pipeline().get(PipelinePart.CODEC) != null) {
        parts.forEach(part -> part.onConnection(channel.pipeline()));
      }
    }
  }
}
