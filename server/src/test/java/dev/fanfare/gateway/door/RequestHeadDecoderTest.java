package dev.fanfare.gateway.door;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.request.RequestDecoder;
import dev.fanfare.gateway.request.RequestRules;
import dev.fanfare.security.Hosts;
import dev.fanfare.security.Origins;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * {@link RequestHead} reads first bytes, and {@link RequestDecoder} all others. Every request that
 * the first accepts must be the same request to the second. Otherwise a client could show a proxy
 * one request and this server another.
 */
final class RequestHeadDecoderTest {
  private static final int HEADS = 60_000;
  private static final List<String> METHODS = List.of("GET", "get", "POST", "GET\t", " GET", "");
  private static final List<String> TARGETS =
      List.of(
          "/v1/ws",
          "/v1/ws?topic=a",
          "/v1/ws?topic=a%20b&topic=c",
          "/v1/ws?a=b&&=",
          "/v1/wsx",
          "/v1/ws/",
          "/v1/ws#a",
          "/v1/ws?a[]=|",
          "/v1/ws?%zz",
          "//v1/ws",
          "http://localhost/v1/ws");
  private static final List<String> VERSIONS =
      List.of(
          "HTTP/1.1", "HTTP/1.0", "HTTP/1.2", "http/1.1", "HTTP/1.1 ", "ICAP/1.1", "HTTP/11", "");
  private static final List<String> NAMES =
      List.of(
          "X",
          "x-two",
          "Connection",
          "Upgrade",
          "Host",
          "Sec-WebSocket-Key",
          "Origin",
          "Content-Length",
          "Transfer-Encoding",
          "!#$%&'*+-.^_`|~",
          "X ",
          "",
          "a b",
          "\u00e4",
          "X\0");
  private static final List<String> COLONS = List.of(":", ": ", ":\t ", " :", "", "::");
  private static final List<String> VALUES =
      List.of(
          "",
          "a",
          "a b",
          "a\tb ",
          " a ",
          "a, b;c=\"d\"",
          "a: b",
          "\u00e4\u00ff",
          "\u00a0a\u0085",
          "\u007f",
          "\0",
          "Upgrade",
          "websocket",
          "localhost",
          "evil.example",
          "0",
          "5",
          "chunked");
  private static final List<String> ENDS =
      List.of("\r\n", "\n", "\r", "\r\n ", "\r\r\n", "\n\r\n", "");
  private static final String ODD =
      "\0\1\t\n\u000b\r \"(),/:;<=>?@[]{}\u007f\u0080\u0085\u00a0\u00ffaA0-";

  private final Random random = new Random(7);
  private final RequestRules rules =
      new RequestRules(new Hosts(List.of(), null), new Origins(List.of()));

  @Test
  void a_head_that_is_taken_is_what_the_decoder_reads() {
    int taken = 0;
    int accepted = 0;
    for (int i = 0; i < HEADS; i++) {
      String bytes = changed(head());
      ByteBuf buffer = Unpooled.copiedBuffer(bytes, ISO_8859_1);
      RequestHead head = RequestHead.peek(buffer);
      if (head != null) {
        taken++;
        HttpRequest read = read(bytes.substring(0, head.bytes()));
        isSame(head.request(), read, bytes);
        assertThat(rules.accept(head.request())).as(bytes).isEqualTo(rules.accept(read));
        accepted += rules.accept(read) ? 1 : 0;
      }
    }
    assertThat(taken).isGreaterThan(HEADS / 10);
    assertThat(accepted).isGreaterThan(HEADS / 20);
  }

  private static void isSame(HttpRequest taken, HttpRequest read, String bytes) {
    assertThat(read.decoderResult().cause()).as(bytes).isNull();
    assertThat(taken.method()).as(bytes).isEqualTo(read.method());
    assertThat(taken.uri()).as(bytes).isEqualTo(read.uri());
    assertThat(taken.protocolVersion()).as(bytes).isEqualTo(read.protocolVersion());
    assertThat(headers(taken)).as(bytes).isEqualTo(headers(read));
  }

  private static List<Map.Entry<String, String>> headers(HttpRequest request) {
    return request.headers().entries().stream()
        .map(it -> Map.entry(it.getKey(), it.getValue()))
        .toList();
  }

  /** The only request in these bytes, which ends with the last of them and not before. */
  private static HttpRequest read(String bytes) {
    EmbeddedChannel codec = new EmbeddedChannel(new RequestDecoder() {});
    int last = bytes.length() - 1;
    codec.writeInbound(Unpooled.copiedBuffer(bytes.substring(0, last), ISO_8859_1));
    assertThat(codec.<Object>readInbound()).as(bytes).isNull();
    codec.writeInbound(Unpooled.copiedBuffer(bytes.substring(last), ISO_8859_1));
    HttpRequest request = codec.readInbound();
    assertThat(codec.<Object>readInbound()).as(bytes).isSameAs(LastHttpContent.EMPTY_LAST_CONTENT);
    assertThat(codec.<Object>readInbound()).as(bytes).isNull();
    codec.finishAndReleaseAll();
    return request;
  }

  private String head() {
    StringBuilder head = new StringBuilder();
    head.append(rarely() ? of(ENDS) : "")
        .append(usually(METHODS))
        .append(rarely() ? "  " : " ")
        .append(rarely() ? of(TARGETS) : TARGETS.get(random.nextInt(4)))
        .append(' ')
        .append(usually(VERSIONS))
        .append(usually(ENDS));
    if (!rarely()) {
      head.append("Host: localhost\r\n");
    }
    for (int more = random.nextInt(4); more > 0; more--) {
      head.append(rarely() ? of(NAMES) : NAMES.get(random.nextInt(7)))
          .append(rarely() ? of(COLONS) : COLONS.get(random.nextInt(3)))
          .append(rarely() ? of(VALUES) : VALUES.get(random.nextInt(9)))
          .append(usually(ENDS));
    }
    return head.append(usually(ENDS))
        .append(random.nextInt(3) == 0 ? "\u0081\u0080more" : "")
        .toString();
  }

  /** Sometimes replaces a character or two of the head. */
  private String changed(String head) {
    StringBuilder changed = new StringBuilder(head);
    for (int changes = random.nextInt(6) - 3; changes > 0; changes--) {
      changed.setCharAt(random.nextInt(changed.length()), ODD.charAt(random.nextInt(ODD.length())));
    }
    return changed.toString();
  }

  private boolean rarely() {
    return random.nextInt(25) == 0;
  }

  private String of(List<String> all) {
    return all.get(random.nextInt(all.size()));
  }

  /** The first, but sometimes any. */
  private String usually(List<String> all) {
    return rarely() ? of(all) : all.getFirst();
  }
}
