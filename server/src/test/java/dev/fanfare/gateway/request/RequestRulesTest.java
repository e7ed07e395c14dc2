package dev.fanfare.gateway.request;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.request.RequestVerdict.Accepted;
import dev.fanfare.gateway.request.RequestVerdict.Refused;
import dev.fanfare.protocol.Problem;
import dev.fanfare.security.Hosts;
import dev.fanfare.security.Origins;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.ReferenceCountUtil;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which requests may be handled, whatever pieces they come in. */
final class RequestRulesTest {
  private static final int LONG = 4096;

  private final RequestRules rules =
      new RequestRules(new Hosts(List.of(), null), new Origins(List.of()));

  static List<RequestCase> cases() {
    return RequestCase.all();
  }

  @Test
  void the_table_has_enough_rows() {
    assertThat(cases()).hasSizeGreaterThan(100);
    assertThat(cases().stream().map(RequestCase::what)).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void a_request_is_accepted_or_refused(RequestCase request) {
    check(request, judged(request.text(), request.text().length()));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void a_request_that_comes_byte_by_byte_is_judged_alike(RequestCase request) {
    check(request, judged(request.text(), request.text().length() > LONG ? 1_000 : 1));
  }

  private static void check(RequestCase request, @Nullable RequestVerdict verdict) {
    switch (verdict) {
      case Accepted _ -> assertThat(request.status()).isZero();
      case Refused(Problem problem, _) -> {
        assertThat(problem.status()).as(problem.detail()).isEqualTo(request.status());
        assertThat(request.shows()).allMatch(problem.detail()::contains, problem.detail());
        assertThat(problem.instance()).doesNotContain("?");
      }
      case null -> throw new AssertionError("not judged");
    }
  }

  /** The verdict on a request whose head comes in pieces of this size. */
  private @Nullable RequestVerdict judged(String text, int size) {
    EmbeddedChannel channel = new EmbeddedChannel(new RequestDecoder() {});
    RequestVerdict verdict = null;
    for (int i = 0; i < text.length() && verdict == null; i += size) {
      String piece = text.substring(i, Math.min(i + size, text.length()));
      channel.writeInbound(Unpooled.copiedBuffer(piece, ISO_8859_1));
      Object part = channel.readInbound();
      verdict = part instanceof HttpRequest request ? rules.judge(request) : verdict;
      ReferenceCountUtil.release(part);
    }
    channel.finishAndReleaseAll();
    return verdict;
  }
}
