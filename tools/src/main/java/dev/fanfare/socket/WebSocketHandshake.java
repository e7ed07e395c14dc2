package dev.fanfare.socket;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.fanfare.protocol.Subprotocol;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The client's half of RFC 6455, section 4. All sockets share one key: the answer to it only shows
 * that the peer is a WebSocket server, and that need not be shown again for each socket.
 */
final class WebSocketHandshake {
  private static final int KEY_BYTES = 16;
  private static final int MAX_ANSWER_BYTES = 64 * 1024;
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final ByteBuf END =
      Unpooled.unreleasableBuffer(Unpooled.copiedBuffer("\r\n\r\n", US_ASCII)).asReadOnly();

  private final String key;
  private final String accept;

  WebSocketHandshake(RandomGenerator random) {
    byte[] bytes = new byte[KEY_BYTES];
    random.nextBytes(bytes);
    key = Base64.getEncoder().encodeToString(bytes);
    accept = Base64.getEncoder().encodeToString(sha1((key + GUID).getBytes(US_ASCII)));
  }

  byte[] request(String authority, String target) {
    return ("GET "
            + target
            + " HTTP/1.1\r\nHost: "
            + authority
            + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13"
            + "\r\nSec-WebSocket-Protocol: "
            + Subprotocol.V1
            + "\r\nSec-WebSocket-Key: "
            + key
            + "\r\n\r\n")
        .getBytes(US_ASCII);
  }

  /**
   * Reads the server's answer.
   *
   * @return whether the whole answer has arrived; then it has been read
   * @throws SocketException if the answer is a refusal
   */
  boolean readAnswer(ByteBuf in) throws SocketException {
    int length = ByteBufUtil.indexOf(END.duplicate(), in);
    if (length < 0) {
      if (in.readableBytes() > MAX_ANSWER_BYTES) {
        throw new SocketException(
            "the server answered with more than " + MAX_ANSWER_BYTES + " bytes");
      }
      return false;
    }
    String answer = in.readCharSequence(length - in.readerIndex() + 4, US_ASCII).toString();
    refusal(answer)
        .ifPresent(why -> {
          throw new SocketException(why);
        });
    return true;
  }

  private Optional<String> refusal(String answer) {
    String status = answer.lines().findFirst().orElse("");
    if (!status.startsWith("HTTP/1.1 101")) {
      return Optional.of("the server answered " + status + ": expected HTTP/1.1 101");
    }
    boolean accepted =
        answer
            .lines()
            .anyMatch(line ->
                line.toLowerCase(Locale.ROOT).startsWith("sec-websocket-accept:")
                    && line.endsWith(accept));
    return accepted
        ? Optional.empty()
        : Optional.of("the server answered with a wrong Sec-WebSocket-Accept");
  }

  private static byte[] sha1(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-1").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }
}
