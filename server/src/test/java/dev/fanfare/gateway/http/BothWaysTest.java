package dev.fanfare.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.Instance;
import dev.fanfare.NoComplaints;
import dev.fanfare.RawSocket;
import dev.fanfare.backplane.Backplane;
import dev.fanfare.protocol.DeltaWriter;
import dev.fanfare.protocol.Freshness;
import dev.fanfare.topic.Position;
import dev.fanfare.topic.TopicName;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A client cannot tell whether its publication took the short way or the one through Micronaut. Two
 * instances receive the same generated requests: one unchanged, the other with a header that has no
 * meaning and keeps them from the short way.
 */
@ExtendWith(NoComplaints.class)
@Timeout(300)
final class BothWaysTest {
  private static final int REQUESTS = 2_000;
  private static final long SEED = 19;

  @Test
  void both_ways_answer_alike_and_store_alike() {
    Random random = new Random(SEED);
    int ordinary = 0;
    try (Instance one = start();
        Instance other = start()) {
      for (int i = 0; i < REQUESTS; i++) {
        GeneratedCall call = GeneratedCall.of(random);
        GeneratedCall longWay = call.theLongWay();
        ordinary += isOrdinary(call) ? 1 : 0;
        assertThat(isOrdinary(longWay)).isFalse();
        assertThat(answer(one, call))
            .as("request %d: %s", i, call)
            .isEqualTo(answer(other, longWay));
      }
      for (String topic : List.of("t", "t0", "t1", "t2", "board:42", "a/b", "a@b", "T", "a..b")) {
        assertThat(stored(one, topic)).as(topic).isEqualTo(stored(other, topic));
      }
      assertThat(stored(one, "t0")).contains("notice", "state", "gone");
    }
    assertThat(ordinary).isBetween(REQUESTS / 5, REQUESTS * 4 / 5);
  }

  /** Topics keep all of their events, and become full. */
  private static Instance start() {
    return Instance.start("state-keys=2", "log-events=1000000", "log-bytes=100000000");
  }

  private static boolean isOrdinary(GeneratedCall call) {
    EmbeddedChannel codec = new EmbeddedChannel(new HttpRequestDecoder());
    codec.writeInbound(Unpooled.wrappedBuffer(call.bytes()));
    HttpRequest request = codec.readInbound();
    boolean ordinary = OrdinaryPublish.of(request) != null;
    codec.finishAndReleaseAll();
    return ordinary;
  }

  /**
   * The answer without the parts that differ between any two answers: the time and the random part
   * of a position.
   */
  private static String answer(Instance instance, GeneratedCall call) {
    try (RawSocket raw = RawSocket.connect(instance)) {
      raw.send(call.bytes());
      String head = raw.readHead();
      if (head.startsWith("HTTP/1.1 100 ")) {
        head = head + raw.readHead();
      }
      String[] lines = head.toLowerCase(Locale.ROOT).strip().split("\r\n");
      TreeSet<String> headers = new TreeSet<>(List.of(lines));
      headers.removeIf(header -> header.startsWith("date: "));
      boolean bodiless = call.line().startsWith("HEAD") || !head.contains("content-length: ");
      String body = bodiless ? "" : new String(raw.read(Http.length(head)), UTF_8);
      return lines[0] + "\n" + String.join("\n", headers) + "\n" + masked(body);
    } catch (UncheckedIOException closed) {
      return "closed";
    }
  }

  private static String masked(String json) {
    return json.replaceAll("\"([0-9]+)\\.[0-9a-z]+\"", "\"$1.*\"");
  }

  private static String stored(Instance instance, String topic) {
    byte[] events =
        DeltaWriter.writeWhole(
            instance
                .part(Backplane.class)
                .since(new TopicName(topic), Position.START)
                .toCompletableFuture()
                .join(),
            Freshness.CURRENT);
    return masked(new String(events, UTF_8)).replaceAll("\"at\":[0-9]+", "\"at\":0");
  }
}
