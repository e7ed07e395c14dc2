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
 * The HTTP/1.1 codec, in place of Netty's. It decodes one request at a time. Later bytes wait
 * undecoded, be they pipelined requests or the first frames after an upgrade. Decoded requests
 * would take twenty times the memory, and would be handled at once.
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

  /** Goes on with the bytes that wait. */
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

  /** How many bytes wait to be decoded. */
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

    /** Does not read more by itself: the {@link CallHandler} decides whether there is room. */
    @Override
    public void channelReadComplete(ChannelHandlerContext decoding) {
      discardSomeReadBytes();
      decoding.fireChannelReadComplete();
    }

    /** Drops the rest, because the connection has ended and nobody waits for an answer. */
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
