package dev.fanfare.gateway.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Compared with Netty's own decoder. */
final class WebSocketFramesTest {
  @ParameterizedTest
  @CsvSource({"0, 2", "1, 2", "125, 2", "126, 4", "127, 4", "65535, 4", "65536, 10", "1000000, 10"})
  void a_message_of_any_length_is_one_frame_with_the_shortest_header(int length, int header) {
    String message = "x".repeat(length);
    byte[] frame = WebSocketFrames.text(message.getBytes(UTF_8));
    assertThat(frame).hasSize(header + length);
    assertThat(decoded(frame)).containsExactly(message);
  }

  private static List<String> decoded(byte[] frames) {
    EmbeddedChannel channel =
        new EmbeddedChannel(new WebSocket13FrameDecoder(false, false, 1_000_000));
    channel.writeInbound(Unpooled.wrappedBuffer(frames));
    List<String> messages = new ArrayList<>();
    for (TextWebSocketFrame frame = channel.readInbound();
        frame != null;
        frame = channel.readInbound()) {
      assertThat(frame.isFinalFragment()).isTrue();
      messages.add(frame.text());
      frame.release();
    }
    channel.finishAndReleaseAll();
    return messages;
  }
}
