package dev.fanfare.gateway.request;

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
 * Puts our codec and the {@link JudgingHandler} in the place of Micronaut's codec in every HTTP/1.1
 * connection. The handler gets the codec's name: whoever is put behind the codec, before or after
 * this is done, is behind the handler.
 */
@Singleton
final class RequestGateway implements BeanCreatedEventListener<NettyServerCustomizer.Registry> {
  private final RequestRules rules;
  private final RefusalLog log;
  private final PagePolicy policy;

  RequestGateway(RequestRules rules, RefusalLog log, PagePolicy policy) {
    this.rules = rules;
    this.log = log;
    this.policy = policy;
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
        ChannelPipeline pipeline = channel.pipeline();
        pipeline.replace(codec, RequestCodec.NAME, new RequestCodec(policy));
        pipeline.addAfter(RequestCodec.NAME, codec, new JudgingHandler(rules, log));
        // It is for Micronaut's WebSockets, which are not used, and fails at the 129th call.
        if (pipeline.get(WebSocketServerCompressionHandler.class) != null) {
          pipeline.remove(WebSocketServerCompressionHandler.class);
        }
      }
    }
  }
}
