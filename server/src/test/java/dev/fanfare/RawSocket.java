package dev.fanfare;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fanfare.protocol.JsonObject;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A client that does only what the test says: it reads when asked to and answers nothing by itself.
 */
public final class RawSocket implements AutoCloseable {
  public static final int TEXT = 1;
  public static final int CLOSE = 8;
  public static final int PING = 9;
  public static final int PONG = 10;
  private static final int PATIENCE_MILLIS = 20_000;
  private static final int FINAL = 0x80;
  private static final int MASKED = 0x80;

  private final Socket socket;
  private final DataInputStream input;
  private final WireTap tap = new WireTap();

  /** One frame from the server. */
  public record Frame(int opcode, ByteBuffer payload) {
    public String text() {
      return UTF_8.decode(payload.duplicate()).toString();
    }

    public JsonObject message() {
      return JsonObject.parse(text());
    }

    public int closeCode() {
      return payload.getShort(0) & 0xffff;
    }
  }

  private RawSocket(Socket socket) throws IOException {
    this.socket = socket;
    this.input = new DataInputStream(socket.getInputStream());
  }

  /** Connects. The kernel keeps as few unread bytes as possible. */
  public static RawSocket connect(Instance instance) {
    try {
      Socket socket = new Socket();
      socket.setReceiveBufferSize(4096);
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), instance.port()));
      return new RawSocket(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Uses an open connection. */
  public static RawSocket over(Socket connected) throws IOException {
    connected.setSoTimeout(PATIENCE_MILLIS);
    return new RawSocket(connected);
  }

  /** Connects and upgrades. */
  public static RawSocket open(Instance instance, String query) {
    RawSocket raw = connect(instance);
    raw.send(upgrade(query));
    raw.readHead();
    return raw;
  }

  public static byte[] upgrade(String query, String... headers) {
    List<String> lines =
        new ArrayList<>(
            List.of(
                "GET /v1/ws" + query + " HTTP/1.1",
                "Host: localhost",
                "Connection: Upgrade",
                "Upgrade: websocket",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="));
    lines.addAll(List.of(headers));
    return (String.join("\r\n", lines) + "\r\n\r\n").getBytes(ISO_8859_1);
  }

  /** A whole text message as a client's frame. */
  public static byte[] text(String message) {
    return frame(FINAL | TEXT, message.getBytes(UTF_8));
  }

  public static byte[] ping(String payload) {
    return frame(FINAL | PING, payload.getBytes(UTF_8));
  }

  public static byte[] pong() {
    return frame(FINAL | PONG, new byte[0]);
  }

  public static byte[] close(int code) {
    return frame(FINAL | CLOSE, ByteBuffer.allocate(2).putShort((short) code).array());
  }

  /** Masked with zeros, which is allowed. */
  private static byte[] frame(int head, byte[] payload) {
    ByteBuffer frame = ByteBuffer.allocate(payload.length + 14).put((byte) head);
    if (payload.length <= 125) {
      frame.put((byte) (MASKED | payload.length));
    } else if (payload.length <= 0xffff) {
      frame.put((byte) (MASKED | 126)).putShort((short) payload.length);
    } else {
      frame.put((byte) (MASKED | 127)).putLong(payload.length);
    }
    frame.putInt(0).put(payload);
    byte[] bytes = new byte[frame.position()];
    frame.flip().get(bytes);
    return bytes;
  }

  public void send(byte[] bytes) {
    tap.onSent(bytes);
    try {
      socket.getOutputStream().write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The status line and the headers of the answer. */
  public String readHead() {
    try {
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        head.append((char) input.readUnsignedByte());
      }
      tap.onHead(head.toString());
      return head.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads this number of bytes. */
  public byte[] read(int bytes) {
    try {
      byte[] read = input.readNBytes(bytes);
      tap.onBody(read);
      return read;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Skips this number of bytes. */
  public void skip(int bytes) {
    try {
      input.skipNBytes(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Everything that the server sends until it closes. */
  public String readToEnd() {
    try {
      return new String(input.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until the server closes or resets the connection, and drops its bytes. */
  public boolean isClosed() {
    try {
      input.readAllBytes();
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException reset) {
      return true;
    }
  }

  public Frame next() {
    try {
      int opcode = input.readUnsignedByte() & 0xf;
      long length = input.readUnsignedByte();
      if (length == 126) {
        length = input.readUnsignedShort();
      } else if (length == 127) {
        length = input.readLong();
      }
      return new Frame(opcode, ByteBuffer.wrap(input.readNBytes(Math.toIntExact(length))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The next frame of this kind; others are skipped. */
  public Frame next(int opcode) {
    Frame frame = next();
    while (frame.opcode() != opcode) {
      frame = next();
    }
    return frame;
  }

  /** The next message of this type; others are skipped. */
  public JsonObject next(String type) {
    JsonObject message = next(TEXT).message();
    while (!message.string("type").equals(type)) {
      message = next(TEXT).message();
    }
    return message;
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
