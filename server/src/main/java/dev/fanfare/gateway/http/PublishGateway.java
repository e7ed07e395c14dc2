package dev.fanfare.gateway.http;

import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.netty.channel.ChannelPipelineCustomizer;
import io.micronaut.http.server.netty.NettyServerCustomizer;
import io.micronaut.http.server.netty.configuration.NettyHttpServerConfiguration;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/**
 * Gives every HTTP/1.1 connection the {@link CallCodec} in the place of Netty's, and behind it the
 * {@link CallHandler} and the {@link PublishHandler}: in front of all other handlers, so that these
 * see one call at a time.
 */
@Singleton
final class PublishGateway implements BeanCreatedEventListener<NettyServerCustomizer.Registry> {
  private final PublishContext publishing;
  private final CallContext calls;
  private final NettyHttpServerConfiguration server;

  PublishGateway(
      PublishContext publishing, CallContext calls, NettyHttpServerConfiguration server) {
    this.publishing = publishing;
    this.calls = calls;
    this.server = server;
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
        case LISTENER, CONNECTION -> new Customizer(special);
        case REQUEST_STREAM, PUSH_PROMISE_STREAM -> this;
      };
    }

    @Override
    public void onStreamPipelineBuilt() {
      String codec = ChannelPipelineCustomizer.HANDLER_HTTP_SERVER_CODEC;
      if (channel != null && channel.pipeline().get(codec) != null) {
        Turn turn = new Turn();
        CallCodec ours = new CallCodec(decoding(), turn);
        channel
            .pipeline()
            .addAfter(codec, PublishHandler.NAME, new PublishHandler(publishing))
            .addAfter(codec, CallHandler.NAME, new CallHandler(calls, ours, turn))
            .replace(codec, codec, ours);
      }
    }

    private HttpDecoderConfig decoding() {
      return new HttpDecoderConfig()
          .setMaxInitialLineLength(server.getMaxInitialLineLength())
          .setMaxHeaderSize(server.getMaxHeaderSize())
          .setMaxChunkSize(server.getMaxChunkSize())
          .setInitialBufferSize(server.getInitialBufferSize());
    }
  }
}
