package dev.fanfare.gateway.http;

import dev.fanfare.gateway.request.JudgingHandler;
import dev.fanfare.gateway.request.PagePolicy;
import dev.fanfare.gateway.request.RefusalLog;
import dev.fanfare.gateway.request.RequestRules;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.netty.channel.ChannelPipelineCustomizer;
import io.micronaut.http.server.netty.NettyServerCustomizer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.websocketx.extensions.compression.WebSocketServerCompressionHandler;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/**
 * Gives every HTTP/1.1 connection the {@link CallCodec} in the place of Netty's, and after it the
 * {@link CallHandler}, the {@link JudgingHandler} and the {@link PublishHandler}: before all other
 * handlers, so that these see one call at a time, and none that is refused for its form.
 */
@Singleton
final class PublishGateway implements BeanCreatedEventListener<NettyServerCustomizer.Registry> {
  private final PublishContext publishing;
  private final CallContext calls;
  private final Judging rules;

  /** What judges the requests of all connections. */
  @Singleton
  record Judging(RequestRules rules, RefusalLog log, PagePolicy policy) {}

  PublishGateway(PublishContext publishing, CallContext calls, Judging rules) {
    this.publishing = publishing;
    this.calls = calls;
    this.rules = rules;
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
        CallCodec ours = new CallCodec(turn, rules.policy());
        ChannelPipeline pipeline = channel.pipeline();
        pipeline
            .addAfter(codec, PublishHandler.NAME, new PublishHandler(publishing))
            .addAfter(codec, null, new JudgingHandler(rules.rules(), rules.log()))
            .addAfter(codec, CallHandler.NAME, new CallHandler(calls, ours, turn))
            .replace(codec, codec, ours);
        // It is for Micronaut's WebSockets, which are not used, and fails at the 129th call.
        if (pipeline.get(WebSocketServerCompressionHandler.class) != null) {
          pipeline.remove(WebSocketServerCompressionHandler.class);
        }
      }
    }
  }
}
