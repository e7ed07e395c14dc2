package dev.fanfare.gateway;

import io.micronaut.core.order.Ordered;
import io.micronaut.http.netty.channel.ChannelPipelineCustomizer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;

/** Adds a gateway's handlers to every connection. {@link Pipelines} calls it. */
public interface PipelinePart extends Ordered {
  /** The name of the HTTP/1.1 codec. Most parts add their handlers after it. */
  String CODEC = ChannelPipelineCustomizer.HANDLER_HTTP_SERVER_CODEC;

  /** Called when a port is open, with the channel that accepts its connections. */
  default void onListener(Channel listener) {}

  /** Called when a connection's pipeline is built. {@link #CODEC} is in it. */
  void onConnection(ChannelPipeline pipeline);
}
