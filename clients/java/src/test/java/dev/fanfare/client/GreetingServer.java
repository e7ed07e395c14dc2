package dev.fanfare.client;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Opens a WebSocket for each client, sends it the given frames, and then answers each message of
 * the client as the test says, or with nothing.
 */
final class GreetingServer implements AutoCloseable {
  static final byte[] WELCOME =
      text(
          "{\"type\":\"welcome\",\"session\":\"s\",\"instance\":\"i\",\"heartbeatMs\":9000,"
              + "\"messagesPerSecond\":50,\"messageBurst\":256,\"user\":null}");

  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final int TEXT = 0x81;
  private static final int CLOSE = 0x88;
  private static final int MAX_SHORT = 125;
  private static final int LENGTH_BITS = 0x7f;
  private static final int OPCODE_BITS = 0x0f;
  private static final int MASK_BYTES = 4;

  private final ServerSocket door;
  private final String subprotocol;
  private final List<byte[]> frames;
  private final List<Long> arrivals = new CopyOnWriteArrayList<>();
  private final List<String> received = new CopyOnWriteArrayList<>();
  private volatile Function<String, List<byte[]>> answers = message -> List.of();

  GreetingServer(String subprotocol, byte[]... frames) {
    this.subprotocol = subprotocol;
    this.frames = List.of(frames);
    try {
      door = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  static byte[] text(String message) {
    return frame(TEXT, message.getBytes(UTF_8));
  }

  static byte[] close(int code) {
    return frame(CLOSE, ByteBuffer.allocate(2).putShort((short) code).array());
  }

  private static byte[] frame(int head, byte[] payload) {
    ByteBuffer frame = ByteBuffer.allocate(payload.length + 4).put((byte) head);
    if (payload.length <= MAX_SHORT) {
      frame.put((byte) payload.length);
    } else {
      frame.put((byte) (MAX_SHORT + 1)).putShort((short) payload.length);
    }
    frame.put(payload);
    return Arrays.copyOf(frame.array(), frame.position());
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + door.getLocalPort());
  }

  /** When each client connected, by {@link System#nanoTime}. */
  List<Long> arrivals() {
    return arrivals;
  }

  /** All messages of all clients. */
  List<String> received() {
    return received;
  }

  /** From now on, sends these frames after each message. */
  void answer(Function<String, List<byte[]>> answers) {
    this.answers = answers;
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        Socket client = door.accept();
        arrivals.add(System.nanoTime());
        Thread.ofVirtual().start(() -> greet(client));
      } catch (IOException e) {
        // The server was closed.
      }
    }
  }

  private void greet(Socket client) {
    try (client) {
      var in = new DataInputStream(client.getInputStream());
      String accept = accept(key(in));
      String agreed =
          subprotocol.isEmpty() ? "" : "Sec-WebSocket-Protocol: " + subprotocol + "\r\n";
      String answer =
          "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
              + "Sec-WebSocket-Accept: %s\r\n%s\r\n".formatted(accept, agreed);
      OutputStream out = client.getOutputStream();
      out.write(answer.getBytes(US_ASCII));
      for (byte[] frame : frames) {
        out.write(frame);
      }
      while (true) {
        String message = message(in);
        received.add(message);
        for (byte[] frame : answers.apply(message)) {
          out.write(frame);
        }
      }
    } catch (IOException e) {
      // The client has closed its socket.
    }
  }

  @Override
  public void close() {
    try {
      door.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The next text message; other frames are left out. The client sends none in fragments. */
  private static String message(DataInputStream in) throws IOException {
    while (true) {
      int opcode = in.readUnsignedByte() & OPCODE_BITS;
      int length = in.readUnsignedByte() & LENGTH_BITS;
      byte[] mask = new byte[MASK_BYTES];
      if (length > MAX_SHORT) {
        length = in.readUnsignedShort();
      }
      in.readFully(mask);
      byte[] payload = new byte[length];
      in.readFully(payload);
      for (int i = 0; i < length; i++) {
        payload[i] ^= mask[i % MASK_BYTES];
      }
      if (opcode == (TEXT & OPCODE_BITS)) {
        return new String(payload, UTF_8);
      }
    }
  }

  private static String line(DataInputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.readUnsignedByte(); c != '\n'; c = in.readUnsignedByte()) {
      line.append((char) c);
    }
    return line.toString().strip();
  }

  private static @Nullable String key(DataInputStream in) throws IOException {
    String key = null;
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      if (line.toLowerCase(Locale.ROOT).startsWith("sec-websocket-key:")) {
        key = line.substring(line.indexOf(':') + 1).strip();
      }
    }
    return key;
  }

  private static String accept(@Nullable String key) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(US_ASCII));
      return Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
