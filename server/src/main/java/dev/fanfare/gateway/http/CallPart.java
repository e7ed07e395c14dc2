package dev.fanfare.gateway.http;

import dev.fanfare.gateway.PipelinePart;
import dev.fanfare.gateway.request.JudgingHandler;
import dev.fanfare.gateway.request.PagePolicy;
import dev.fanfare.gateway.request.RefusalLog;
import dev.fanfare.gateway.request.RequestRules;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.websocketx.extensions.compression.WebSocketServerCompressionHandler;
import jakarta.inject.Singleton;

/**
 * Replaces Netty's codec on every HTTP/1.1 connection with the {@link CallCodec}, and adds the
 * {@link CallHandler}, the {@link JudgingHandler} and the {@link PublishHandler} after it. All
 * other handlers come later, so they see one call at a time, and none that the rules refuse.
 */
@Singleton
final class CallPart implements PipelinePart {
  private static final int FIRST = 1;

  private final PublishContext publishing;
  private final CallContext calls;
  private final Judging rules;

  /** What the connections share to judge their requests. */
  @Singleton
  record Judging(RequestRules rules, RefusalLog log, PagePolicy policy) {}

  CallPart(PublishContext publishing, CallContext calls, Judging rules) {
    this.publishing = publishing;
    this.calls = calls;
    this.rules = rules;
  }

  @Override
  public int getOrder() {
    return FIRST;
  }

  @Override
  public void onConnection(ChannelPipeline pipeline) {
    Turn turn = new Turn();
    CallCodec ours = new CallCodec(turn, rules.policy());
    pipeline
        .addAfter(CODEC, PublishHandler.NAME, new PublishHandler(publishing))
        .addAfter(CODEC, null, new JudgingHandler(rules.rules(), rules.log()))
        .addAfter(CODEC, CallHandler.NAME, new CallHandler(calls, ours, turn))
        .replace(CODEC, CODEC, ours);
    // This handler is for Micronaut's WebSockets, which are not used, and it fails at the 129th
    // call.
    if (pipeline.get(WebSocketServerCompressionHandler.class) != null) {
      pipeline.remove(WebSocketServerCompressionHandler.class);
    }
  }
}
