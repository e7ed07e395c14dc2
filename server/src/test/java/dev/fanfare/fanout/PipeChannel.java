package dev.fanfare.fanout;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.UnixChannel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;

/**
 * A socket with a real file descriptor: of a pipe that holds one page, takes what has room, and is
 * full as long as nobody reads.
 */
final class PipeChannel extends EmbeddedChannel implements UnixChannel {
  private static final int PAGE = 4096;
  private static final WriteBufferWaterMark LITTLE = new WriteBufferWaterMark(PAGE / 2, PAGE);
  private static final int F_SETPIPE_SZ = 1031;

  @SuppressWarnings("restricted") // the one way to a small pipe
  private static final MethodHandle FCNTL =
      Linker.nativeLinker()
          .downcallHandle(
              Linker.nativeLinker().defaultLookup().findOrThrow("fcntl"),
              FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT),
              Linker.Option.firstVariadicArg(2));

  private final FileDescriptor input;
  private final FileDescriptor output;
  private int flushes;

  private PipeChannel(FileDescriptor[] pipe, ChannelHandler... handlers) {
    super(handlers);
    input = pipe[0];
    output = pipe[1];
    config().setWriteBufferWaterMark(LITTLE);
  }

  static PipeChannel open(ChannelHandler... handlers) {
    try {
      FileDescriptor[] pipe = FileDescriptor.pipe();
      if ((int) FCNTL.invokeExact(pipe[1].intValue(), F_SETPIPE_SZ, PAGE) != PAGE) {
        throw new IOException("the pipe has another size");
      }
      return new PipeChannel(pipe, handlers);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public FileDescriptor fd() {
    return output;
  }

  /** What is read from. */
  FileDescriptor input() {
    return input;
  }

  /** How often something was written the way through the pipeline. */
  int flushes() {
    return flushes;
  }

  /** All that was written, also what had no room yet. */
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

  /** Nobody reads any more, and nobody can. */
  void hangUp() {
    close(input);
  }

  private static void close(FileDescriptor descriptor) {
    try {
      descriptor.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As native transports do. */
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
      int taken = output.write(bytes.nioBuffer(), 0, length);
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
