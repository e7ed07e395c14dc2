package dev.fanfare.socket;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.DecoderException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket. It reads and writes frames and does not look into their content. It is the only
 * handler of its channel, after TLS if there is any. Everything here runs on the channel's event
 * loop.
 */
public final class Socket extends ByteToMessageDecoder {
  private final WebSocketHandshake handshake;
  private final byte[] request;
  private final Duration patience;
  private final FrameHeader header;
  private final SocketListener listener;
  private final Consumer<Throwable> bugs;

  private @Nullable ChannelHandlerContext context;

  /** The frames received so far of a message whose last frame has not arrived. */
  private @Nullable ByteBuf fragments;

  private boolean open;
  private boolean closed;
  private String why = "the server closed the connection";

  /**
   * @param patience time limit of the handshake
   * @param bugs receives every exception that neither the network nor the server has caused
   */
  Socket(
      WebSocketHandshake handshake,
      byte[] request,
      Duration patience,
      FrameHeader header,
      SocketListener listener,
      Consumer<Throwable> bugs) {
    this.handshake = handshake;
    this.request = request;
    this.patience = patience;
    this.header = header;
    this.listener = listener;
    this.bugs = bugs;
  }

  /** Sends a text message, or nothing if the WebSocket is not open. */
  public void send(byte[] message) {
    send(FrameHeader.TEXT, message);
  }

  /**
   * Starts or stops reading. While it does not read, the data pile up in the kernel, then at the
   * server.
   */
  public void reading(boolean on) {
    if (context != null) {
      context.channel().config().setAutoRead(on);
    }
  }

  public boolean isReading() {
    return context != null && !closed && context.channel().config().isAutoRead();
  }

  /** Closes the connection without a close frame. */
  public void cut() {
    if (context != null) {
      why = "closed from here";
      context.close();
    }
  }

  @Override
  public void channelActive(ChannelHandlerContext active) {
    context = active;
    active.writeAndFlush(active.alloc().buffer(request.length).writeBytes(request));
    var _ =
        active
            .executor()
            .schedule(() -> giveUp(active), patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void giveUp(ChannelHandlerContext waiting) {
    if (!open) {
      end(waiting, "no answer to the handshake within " + patience.toMillis() + " ms");
    }
  }

  @Override
  protected void decode(ChannelHandlerContext there, ByteBuf in, List<Object> out) {
    if (closed) {
      in.skipBytes(in.readableBytes());
      return;
    }
    if (!open && handshake.readAnswer(in)) {
      open = true;
      listener.onOpen(this);
    }
    while (open && !closed && header.read(in)) {
      readFrame(in);
    }
  }

  private void readFrame(ByteBuf in) {
    int end = in.readerIndex() + header.bytes() + header.payloadBytes();
    int written = in.writerIndex();
    in.setIndex(in.readerIndex() + header.bytes(), end);
    onFrame(header.opcode(), header.isLast(), in);
    in.setIndex(end, written);
  }

  private void onFrame(int opcode, boolean last, ByteBuf payload) {
    switch (opcode) {
      case FrameHeader.TEXT, FrameHeader.CONTINUATION -> onPart(last, payload);
      case FrameHeader.PING -> send(FrameHeader.PONG, bytes(payload));
      case FrameHeader.PONG -> {}
      case FrameHeader.CLOSE -> onClose(payload);
      default -> throw new SocketException("the server sent a frame with opcode " + opcode);
    }
  }

  private void onPart(boolean last, ByteBuf payload) {
    if (last && fragments == null) {
      listener.onText(this, payload);
      return;
    }
    ByteBuf whole = fragments == null ? payload.alloc().buffer() : fragments;
    fragments = whole;
    if (whole.readableBytes() + payload.readableBytes() > FrameHeader.MAX_PAYLOAD_BYTES) {
      throw new SocketException(
          "the server sent a message of more than " + FrameHeader.MAX_PAYLOAD_BYTES + " bytes");
    }
    whole.writeBytes(payload);
    if (last) {
      listener.onText(this, whole);
      dropFragments();
    }
  }

  private void onClose(ByteBuf payload) {
    String told =
        payload.readableBytes() < 2
            ? "without a reason"
            : payload.readUnsignedShort() + " " + payload.toString(UTF_8);
    send(FrameHeader.CLOSE, new byte[0]);
    end(Objects.requireNonNull(context), "the server closed the WebSocket: " + told);
  }

  private void send(int opcode, byte[] payload) {
    if (context != null && open && !closed) {
      int mask = ThreadLocalRandom.current().nextInt();
      context.writeAndFlush(
          ClientFrames.frame(context.alloc(), opcode, payload, mask), context.voidPromise());
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext there, Throwable cause) {
    Throwable reason =
        cause instanceof DecoderException && cause.getCause() != null ? cause.getCause() : cause;
    if (!(reason instanceof IOException || reason instanceof SocketException)) {
      bugs.accept(reason);
    }
    end(there, String.valueOf(reason.getMessage()));
  }

  @Override
  public void channelInactive(ChannelHandlerContext there) throws Exception {
    // Before super, which would decode the bytes that are left. Once closed, decode() skips them.
    ended(why);
    super.channelInactive(there);
  }

  @Override
  protected void handlerRemoved0(ChannelHandlerContext removed) {
    dropFragments();
  }

  private void end(ChannelHandlerContext there, String reason) {
    why = reason;
    there.close();
  }

  /** {@link Sockets} calls this as well, if it cannot connect. */
  void ended(String reason) {
    if (!closed) {
      closed = true;
      listener.onClosed(this, reason);
    }
  }

  private void dropFragments() {
    if (fragments != null) {
      fragments.release();
      fragments = null;
    }
  }

  private static byte[] bytes(ByteBuf payload) {
    byte[] bytes = new byte[payload.readableBytes()];
    payload.getBytes(payload.readerIndex(), bytes);
    return bytes;
  }
}
