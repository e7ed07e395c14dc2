package dev.fanfare.gateway.http;

import dev.fanfare.gateway.request.PagePolicy;
import dev.fanfare.gateway.request.RequestDecoder;
import dev.fanfare.gateway.request.ResponseEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.CombinedChannelDuplexHandler;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The codec of HTTP/1.1, in the place of Netty's own: it decodes one request at a time. What comes
 * after it, pipelined requests or the first frames after an upgrade, waits as the bytes that it is.
 * Decoded it would take twenty times the memory, and a request that is decoded is worked on.
 */
final class CallCodec extends CombinedChannelDuplexHandler<CallCodec.Decoder, CallCodec.Encoder> {
  private final Turn turn;
  private @Nullable ChannelHandlerContext context;

  CallCodec(Turn turn, PagePolicy policy) {
    this.turn = turn;
    init(new Decoder(turn), new Encoder(turn, policy));
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) throws Exception {
    context = added;
    super.handlerAdded(added);
  }

  /** Goes on with what waits. */
  void resume() {
    turn.release();
    ChannelHandlerContext here = Objects.requireNonNull(context, "in a pipeline");
    try {
      if (!here.isRemoved()) {
        channelRead(here, Unpooled.EMPTY_BUFFER);
      }
      if (!here.isRemoved()) {
        channelReadComplete(here);
      }
    } catch (Exception failure) {
      here.fireExceptionCaught(failure);
    }
  }

  /** How much has come and waits. */
  int waitingBytes() {
    return inboundHandler().waitingBytes();
  }

  static final class Decoder extends RequestDecoder {
    private final Turn turn;

    Decoder(Turn turn) {
      this.turn = turn;
    }

    @Override
    protected void decode(ChannelHandlerContext decoding, ByteBuf buffer, List<Object> out)
        throws Exception {
      if (!turn.isReceiving() && (turn.isAnswering() || !decoding.channel().isWritable())) {
        turn.hold();
      } else {
        super.decode(decoding, buffer, out);
      }
    }

    /** Without reading more by itself: it is not for a codec to say whether there is room. */
    @Override
    public void channelReadComplete(ChannelHandlerContext decoding) {
      discardSomeReadBytes();
      decoding.fireChannelReadComplete();
    }

    /** The connection has ended: nobody waits for what is wrong with the rest of a request. */
    @Override
    protected void decodeLast(ChannelHandlerContext decoding, ByteBuf rest, List<Object> out) {}

    int waitingBytes() {
      return actualReadableBytes();
    }
  }

  static final class Encoder extends ResponseEncoder {
    private final Turn turn;

    Encoder(Turn turn, PagePolicy policy) {
      super(policy);
      this.turn = turn;
    }

    @Override
    protected boolean isToHead() {
      return turn.isHead();
    }
  }
}
