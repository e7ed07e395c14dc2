package dev.fanfare.gateway;

import io.micronaut.core.order.Ordered;
import io.micronaut.http.netty.channel.ChannelPipelineCustomizer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;

/** What a gateway has in the pipeline of every connection. {@link Pipelines} puts it there. */
public interface PipelinePart extends Ordered {
  /** The codec of HTTP/1.1, after which most parts go. */
  String CODEC = ChannelPipelineCustomizer.HANDLER_HTTP_SERVER_CODEC;

  /** The port is open: this is the channel that accepts its connections. */
  default void onListener(Channel listener) {}

  /** A connection's pipeline is built; {@link #CODEC} is in it. */
  void onConnection(ChannelPipeline pipeline);
}
