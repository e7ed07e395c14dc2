package dev.fanfare.gateway.websocket;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is taken for the head of a request, and what is left to those who know all of HTTP. */
final class RequestHeadTest {
  private static final String HOST = "Host: localhost\r\n\r\n";

  private static @Nullable RequestHead peek(String bytes) {
    ByteBuf buffer = Unpooled.copiedBuffer(bytes, ISO_8859_1);
    RequestHead head = RequestHead.peek(buffer);
    assertThat(buffer.readerIndex()).isZero();
    return head;
  }

  @Test
  void address_headers_and_length_are_read() {
    String head =
        "GET /v1/ws?topic=a%20b HTTP/1.1\r\nHost:localhost\r\nX-Two: 1 \r\nx-two:\t2\r\nEmpty:\r\n\r\n";
    RequestHead read = Objects.requireNonNull(peek(head + "more"));
    assertThat(read.bytes()).isEqualTo(head.length());
    assertThat(read.request().uri()).isEqualTo("/v1/ws?topic=a%20b");
    assertThat(read.request().headers().get("host")).isEqualTo("localhost");
    assertThat(read.request().headers().getAll("X-TWO")).containsExactly("1", "2");
    assertThat(read.request().headers().get("empty")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "GET",
        "GET /v1/w",
        "GET /v1/ws HTTP/1.1\r\nHost: localhost\r\n",
        "get /v1/ws HTTP/1.1\r\n" + HOST,
        "POST /v1/ws HTTP/1.1\r\n" + HOST,
        "GET  /v1/ws HTTP/1.1\r\n" + HOST,
        "GET /v1/topics/t HTTP/1.1\r\n" + HOST,
        "GET /v1/ws HTTP/1.0\r\n" + HOST,
        "GET /v1/ws\r\n" + HOST,
        "GET /v1/ws?topic=a b HTTP/1.1\r\n" + HOST,
        "GET /v1/ws?topic=\u00e4 HTTP/1.1\r\n" + HOST,
        "GET /v1/ws HTTP/1.1\r\nContent-Length: 1\r\n" + HOST,
        "GET /v1/ws HTTP/1.1\r\ntransfer-encoding: chunked\r\n" + HOST,
        "GET /v1/ws HTTP/1.1\r\nno colon\r\n" + HOST,
        "GET /v1/ws HTTP/1.1\r\n: no name\r\n" + HOST,
        "GET /v1/ws HTTP/1.1\r\nX-A : blank before the colon\r\n" + HOST,
        "GET /v1/ws HTTP/1.1\r\nX-A: b\r\n folded: c\r\n" + HOST,
        "GET /v1/ws HTTP/1.1\r\nX-A: b\nX-B: c\r\n" + HOST,
        "GET /v1/ws HTTP/1.1\r\nX-A: \u0000\r\n" + HOST,
      })
  void everything_else_is_for_others(String bytes) {
    assertThat(peek(bytes)).isNull();
  }

  @Test
  void a_long_one_is_for_others() {
    String begin = "GET /v1/ws HTTP/1.1\r\nX-Long: ";
    assertThat(peek(begin + "x".repeat(4096 - begin.length() - 4) + "\r\n\r\n")).isNotNull();
    assertThat(peek(begin + "x".repeat(4096 - begin.length() - 3) + "\r\n\r\n")).isNull();
  }
}
