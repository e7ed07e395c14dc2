package dev.fanfare.gateway.door;

import dev.fanfare.gateway.PipelinePart;
import io.netty.channel.ChannelPipeline;
import jakarta.inject.Singleton;

/** Adds the {@link RequestWatch} right after the codec. */
@Singleton
final class RequestWatchPart implements PipelinePart {
  private static final int SECOND = 2;

  @Override
  public int getOrder() {
    return SECOND;
  }

  @Override
  public void onConnection(ChannelPipeline pipeline) {
    ConnectionHandler connection = pipeline.get(ConnectionHandler.class);
    if (connection != null) {
      pipeline.addAfter(CODEC, RequestWatch.NAME, new RequestWatch(connection.pace()));
    }
  }
}
