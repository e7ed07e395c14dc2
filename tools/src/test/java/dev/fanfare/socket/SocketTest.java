package dev.fanfare.socket;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The client's side of a WebSocket, against Netty's server side. */
final class SocketTest {
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final Pattern KEY = Pattern.compile("Sec-WebSocket-Key: (\\S+)\r\n");

  private final List<String> told = new ArrayList<>();
  private final List<Throwable> bugs = new ArrayList<>();
  private final WebSocketHandshake handshake = new WebSocketHandshake(new Random(7));
  private final Socket socket =
      new Socket(
          handshake,
          handshake.request("host:8123", "/v1/ws?topic=a"),
          Duration.ofSeconds(10),
          new FrameHeader(),
          new Noted(),
          bugs::add);
  private final EmbeddedChannel channel = new EmbeddedChannel(socket);

  private final class Noted implements SocketListener {
    @Override
    public void onOpen(Socket opened) {
      told.add("open");
    }

    @Override
    public void onText(Socket from, ByteBuf message) {
      told.add("text " + message.toString(UTF_8));
    }

    @Override
    public void onClosed(Socket gone, String why) {
      told.add("closed " + why);
    }
  }

  @AfterEach
  void nothing_is_left() {
    channel.finishAndReleaseAll();
    assertThat(bugs).isEmpty();
  }

  @Test
  void the_handshake_requests_its_target_and_accepts_the_answer_to_its_key() {
    ByteBuf request = channel.readOutbound();
    assertThat(request.toString(US_ASCII))
        .startsWith("GET /v1/ws?topic=a HTTP/1.1\r\nHost: host:8123\r\n")
        .endsWith("\r\n\r\n");
    channel.writeInbound(answer(request));
    assertThat(told).containsExactly("open");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\n\r\n",
        "HTTP/1.1 101 Switching Protocols\r\nSec-WebSocket-Accept: bm8=\r\n\r\n",
        "SSH-2.0-OpenSSH\r\n\r\n"
      })
  void a_refused_handshake_closes_the_connection(String answer) {
    channel.<ByteBuf>readOutbound().release();
    channel.writeInbound(Unpooled.copiedBuffer(answer, US_ASCII));
    assertThat(told).singleElement().asString().startsWith("closed the server answered");
    assertThat(channel.isOpen()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"1, 126", "2, 126", "3, 300", "1000, 70000", "100000, 70000"})
  void frames_are_read_from_pieces_of_any_size(int bytesAtATime, int longest) {
    open();
    List<String> texts = List.of("", "ü", "x".repeat(125), "y".repeat(longest), "z");
    ByteBuf frames = Unpooled.buffer();
    for (String text : texts) {
      ByteBuf frame = encoded(new TextWebSocketFrame(text));
      frames.writeBytes(frame);
      frame.release();
    }
    while (frames.isReadable()) {
      int bytes = Math.min(bytesAtATime, frames.readableBytes());
      channel.writeInbound(frames.readBytes(bytes));
    }
    frames.release();
    assertThat(told).containsExactlyElementsOf(texts.stream().map(text -> "text " + text).toList());
  }

  @Test
  void a_message_in_several_frames_is_received_as_one() {
    open();
    channel.writeInbound(bytes(0x01, 2, 'o', 'n'));
    channel.writeInbound(bytes(0x89, 1, 'p'));
    channel.writeInbound(bytes(0x00, 1, 'e'));
    assertThat(told).isEmpty();
    channel.writeInbound(bytes(0x80, 2, ' ', '1'));
    assertThat(told).containsExactly("text one 1");
  }

  @Test
  void a_ping_is_answered() {
    open();
    channel.writeInbound(encoded(new PingWebSocketFrame(Unpooled.copiedBuffer("hey", US_ASCII))));
    WebSocketFrame answer = sent();
    assertThat(answer).isInstanceOf(PongWebSocketFrame.class);
    assertThat(answer.content().toString(US_ASCII)).isEqualTo("hey");
    answer.release();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 125, 126, 65_535, 65_536})
  void a_sent_message_is_read_by_any_server(int bytes) {
    open();
    socket.send("x".repeat(bytes).getBytes(US_ASCII));
    WebSocketFrame text = sent();
    assertThat(text).isInstanceOf(TextWebSocketFrame.class);
    assertThat(text.content().toString(US_ASCII)).isEqualTo("x".repeat(bytes));
    text.release();
  }

  @Test
  void a_close_frame_gives_the_reason() {
    open();
    channel.writeInbound(bytes(0x88, 4, 0x0f, 0xa0, 'o', 'k'));
    assertThat(told).containsExactly("closed the server closed the WebSocket: 4000 ok");
  }

  @ParameterizedTest
  @ValueSource(ints = {0xc1, 0x83, 0x8f})
  void a_frame_that_no_server_may_send_closes_the_socket(int first) {
    open();
    channel.writeInbound(bytes(first, 0));
    assertThat(told).singleElement().asString().startsWith("closed the server sent a frame");
  }

  @Test
  void a_frame_that_is_too_large_closes_the_socket() {
    open();
    channel.writeInbound(bytes(0x81, 127, 0, 0, 0, 0, 0, 0x10, 0, 1));
    assertThat(told)
        .containsExactly(
            "closed the server sent a frame of 1048577 bytes: expected at most 1048576");
  }

  @Test
  void a_masked_frame_closes_the_socket() {
    open();
    channel.writeInbound(bytes(0x81, 0x81, 0, 0, 0, 0, 'x'));
    assertThat(told)
        .singleElement()
        .asString()
        .startsWith("closed the server sent a frame that begins");
  }

  @Test
  void a_socket_closed_from_here_reports_only_that() {
    open();
    socket.cut();
    assertThat(told).containsExactly("closed closed from here");
    assertThat(channel.isOpen()).isFalse();
  }

  private void open() {
    channel.writeInbound(answer(channel.readOutbound()));
    told.clear();
  }

  private static ByteBuf answer(ByteBuf request) {
    var key = KEY.matcher(request.toString(US_ASCII));
    assertThat(key.find()).isTrue();
    request.release();
    return Unpooled.copiedBuffer(
        "HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nsec-websocket-accept: "
            + accept(key.group(1))
            + "\r\n\r\n",
        US_ASCII);
  }

  /** Computed as RFC 6455 defines it. */
  private static String accept(String key) {
    try {
      byte[] sha1 = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(US_ASCII));
      return Base64.getEncoder().encodeToString(sha1);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static ByteBuf encoded(WebSocketFrame frame) {
    EmbeddedChannel server = new EmbeddedChannel(new WebSocket13FrameEncoder(false));
    server.writeOutbound(frame);
    ByteBuf bytes = Unpooled.buffer();
    for (ByteBuf part = server.readOutbound(); part != null; part = server.readOutbound()) {
      bytes.writeBytes(part);
      part.release();
    }
    return bytes;
  }

  private WebSocketFrame sent() {
    EmbeddedChannel server = new EmbeddedChannel(new WebSocket13FrameDecoder(true, false, 1 << 20));
    server.writeInbound(channel.<ByteBuf>readOutbound());
    return server.readInbound();
  }

  private static ByteBuf bytes(int... values) {
    ByteBuf bytes = Unpooled.buffer();
    for (int value : values) {
      bytes.writeByte(value);
    }
    return bytes;
  }
}
