package dev.fanfare.fanout;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.unix.Socket;
import io.netty.channel.unix.UnixChannel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;

/**
 * One of two connected real sockets. Its buffers are small, it takes what has room, and it is full
 * while nobody reads the other socket.
 */
final class PairChannel extends EmbeddedChannel implements UnixChannel {
  private static final int PAGE = 4096;
  private static final WriteBufferWaterMark LITTLE = new WriteBufferWaterMark(PAGE / 2, PAGE);
  private static final int AF_UNIX = 1;
  private static final int SOCK_STREAM = 1;
  private static final int SOCK_NONBLOCK = 2048;

  @SuppressWarnings("restricted") // the only way to make two connected sockets
  private static final MethodHandle SOCKETPAIR =
      Linker.nativeLinker()
          .downcallHandle(
              Linker.nativeLinker().defaultLookup().findOrThrow("socketpair"),
              FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS));

  private final Socket input;
  private final Socket output;
  private int flushes;

  private PairChannel(Socket input, Socket output, ChannelHandler... handlers) {
    super(handlers);
    this.input = input;
    this.output = output;
    config().setWriteBufferWaterMark(LITTLE);
  }

  static PairChannel open(ChannelHandler... handlers) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment pair = arena.allocate(JAVA_INT, 2);
      int type = SOCK_STREAM | SOCK_NONBLOCK;
      if ((int) SOCKETPAIR.invokeExact(AF_UNIX, type, 0, pair) != 0) {
        throw new IOException("socketpair failed");
      }
      Socket output = new Socket(pair.getAtIndex(JAVA_INT, 0));
      output.setSendBufferSize(1); // as little as the kernel allows
      return new PairChannel(new Socket(pair.getAtIndex(JAVA_INT, 1)), output, handlers);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public Socket fd() {
    return output;
  }

  /** The socket that is read. */
  Socket input() {
    return input;
  }

  /** How often the pipeline was flushed. */
  int flushes() {
    return flushes;
  }

  /** Everything that was written, including what had no room yet. */
  byte[] drain() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    ByteBuffer buffer = ByteBuffer.allocateDirect(PAGE);
    try {
      for (int read = read(buffer); read > 0; read = read(buffer)) {
        byte[] bytes = new byte[read];
        buffer.get(0, bytes);
        all.writeBytes(bytes);
        unsafe().flush();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all.toByteArray();
  }

  private int read(ByteBuffer buffer) throws IOException {
    return input.isOpen() ? input.read(buffer, 0, PAGE) : -1;
  }

  /** Closes the reading socket: nobody can read any more. */
  void hangUp() {
    close(input);
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Copies to direct memory, like native transports. */
  @Override
  protected Object filterOutboundMessage(Object message) {
    ByteBuf bytes = (ByteBuf) message;
    if (bytes.isDirect()) {
      return bytes;
    }
    ByteBuf direct = Unpooled.directBuffer(bytes.readableBytes()).writeBytes(bytes);
    bytes.release();
    return direct;
  }

  @Override
  protected void doWrite(ChannelOutboundBuffer waiting) throws Exception {
    flushes++;
    while (waiting.current() instanceof ByteBuf bytes) {
      int length = bytes.readableBytes();
      int taken = output.send(bytes.nioBuffer(), 0, length);
      waiting.removeBytes(taken);
      if (taken < length) {
        return;
      }
    }
  }

  @Override
  protected void doClose() throws Exception {
    super.doClose();
    close(output);
    close(input);
  }
}
