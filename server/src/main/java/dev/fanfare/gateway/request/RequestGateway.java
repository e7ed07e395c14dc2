package dev.fanfare.gateway.request;

import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.netty.channel.ChannelPipelineCustomizer;
import io.micronaut.http.server.netty.NettyServerCustomizer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/**
 * Puts our codec in the place of Micronaut's in every HTTP/1.1 connection, and the {@link
 * JudgingHandler} right behind it, before everybody who works on requests.
 */
@Singleton
final class RequestGateway
    implements BeanCreatedEventListener<NettyServerCustomizer.Registry>, Ordered {
  private final RequestRules rules;
  private final RefusalLog log;
  private final PagePolicy policy;

  RequestGateway(RequestRules rules, RefusalLog log, PagePolicy policy) {
    this.rules = rules;
    this.log = log;
    this.policy = policy;
  }

  /** The last to put anything behind the codec is the first behind it. */
  @Override
  public int getOrder() {
    return LOWEST_PRECEDENCE;
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
        pipeline.replace(codec, codec, new RequestCodec(policy));
        pipeline.addAfter(codec, JudgingHandler.NAME, new JudgingHandler(rules, log));
      }
    }
  }
}
