package dev.fanfare.gateway.request;

import io.netty.channel.CombinedChannelDuplexHandler;
import io.netty.handler.codec.http.HttpDecoderConfig;

/**
 * HTTP/1.1 as bytes, in the place of Netty's {@code HttpServerCodec}, which takes more than it
 * should and fails with an exception at the 129th request that is not answered yet.
 */
final class RequestCodec extends CombinedChannelDuplexHandler<RequestDecoder, ResponseEncoder> {
  static final String NAME = "fanfare-codec";

  /** A body comes in parts of this size at most; as Micronaut has it. */
  private static final int MAX_PART_BYTES = 8192;

  RequestCodec(PagePolicy policy) {
    ResponseEncoder encoder = new ResponseEncoder(policy);
    HttpDecoderConfig config =
        new HttpDecoderConfig()
            .setMaxInitialLineLength(RequestRules.MAX_LINE_BYTES)
            .setMaxHeaderSize(RequestRules.MAX_HEADER_BYTES)
            .setMaxChunkSize(MAX_PART_BYTES);
    init(new RequestDecoder(config, encoder::onRequest), encoder);
  }
}
