package dev.fanfare.gateway.door;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpServerCodec;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which bytes {@link RequestHead} reads as a request, and which ones it leaves to the codec. */
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
        "GET /v1/ws HTTP/1.1\r\nHost: localhost\r\n",
        "get /v1/ws HTTP/1.1\r\n" + HOST,
        "POST /v1/ws HTTP/1.1\r\n" + HOST,
        "GET  /v1/ws HTTP/1.1\r\n" + HOST,
        "GET v1/ws HTTP/1.1\r\n" + HOST,
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
  void all_other_bytes_are_left_to_the_codec(String bytes) {
    assertThat(peek(bytes)).isNull();
  }

  /** Two parsers of one request must not differ. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /v1/ws HTTP/1.1\r\n" + HOST,
        "GET /v1/ws?a=b&c HTTP/1.1\r\nhOST:localhost\r\nX: 1 \r\nx:\t2\r\nEmpty:\r\n\r\n",
        "GET /v1/ws HTTP/1.1\r\nX: a: b ,c;d=\"e\"\t f\r\nY: \u00e4\u00ff\r\n" + HOST,
        "GET /v1/ws HTTP/1.1\r\n!#$%&'*+-.^_`|~: a\r\n" + HOST,
      })
  void a_request_that_is_taken_is_the_one_that_the_codec_reads(String bytes) {
    same(Objects.requireNonNull(peek(bytes)), bytes);
  }

  @Test
  void a_request_that_the_codec_refuses_is_not_taken() {
    Random random = new Random(1);
    String whole = "GET /v1/ws?topic=t HTTP/1.1\r\nHost: localhost\r\nX-A: b\r\n\r\n";
    String replacements = "\0\1\t\n\r \"(),/:;<=>?@[]{}\u007f\u0080\u00e4\u00ffaA0-";
    int taken = 0;
    for (int i = 0; i < 10_000; i++) {
      StringBuilder changed = new StringBuilder(whole);
      for (int changes = random.nextInt(3); changes >= 0; changes--) {
        char c = replacements.charAt(random.nextInt(replacements.length()));
        changed.setCharAt(random.nextInt(changed.length()), c);
      }
      RequestHead head = peek(changed.toString());
      if (head != null) {
        taken++;
        same(head, changed.toString());
      }
    }
    assertThat(taken).isGreaterThan(1_000);
  }

  private static List<String> lines(HttpRequest request) {
    return request.headers().entries().stream()
        .map(it -> it.getKey() + ":" + it.getValue())
        .toList();
  }

  private static void same(RequestHead taken, String bytes) {
    EmbeddedChannel codec = new EmbeddedChannel(new HttpServerCodec());
    codec.writeInbound(Unpooled.copiedBuffer(bytes, ISO_8859_1));
    HttpRequest read = codec.readInbound();
    assertThat(read.decoderResult().isSuccess()).as(bytes).isTrue();
    assertThat(taken.request().uri()).isEqualTo(read.uri());
    assertThat(lines(taken.request())).isEqualTo(lines(read));
    codec.finishAndReleaseAll();
  }

  @Test
  void a_long_head_is_left_to_the_codec() {
    String begin = "GET /v1/ws HTTP/1.1\r\nX-Long: ";
    assertThat(peek(begin + "x".repeat(4096 - begin.length() - 4) + "\r\n\r\n")).isNotNull();
    assertThat(peek(begin + "x".repeat(4096 - begin.length() - 3) + "\r\n\r\n")).isNull();
  }
}
