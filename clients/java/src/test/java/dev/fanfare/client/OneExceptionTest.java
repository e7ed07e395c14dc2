package dev.fanfare.client;

import static dev.fanfare.client.Events.BOARD;
import static dev.fanfare.client.Events.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.fanfare.client.FanfareException.Reason;
import dev.fanfare.client.http.TopicsApi;
import dev.fanfare.protocol.ErrorCode;
import dev.fanfare.topic.Draft;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a caller does wrong, and whenever: the error is a {@link FanfareException}. */
@Timeout(30)
class OneExceptionTest {
  private static final URI NOWHERE = URI.create("http://127.0.0.1:1");
  private static final String LONG = "x".repeat(70_000);

  static Stream<ThrowingCallable> invalidArguments() {
    return Stream.of(
        () -> Drafts.state("", "1"),
        () -> Drafts.state("k", " "),
        () -> Drafts.state("k", "\"" + LONG + "\""),
        () -> Drafts.state("k", "1", Duration.ZERO),
        () -> Drafts.state("k", "1", Duration.ofDays(2)),
        () -> Drafts.gone("a\nb"),
        () -> Drafts.notice(LONG, "1"),
        () -> Drafts.notice(""),
        () -> Fanfare.connect(),
        () -> Fanfare.connect(URI.create("localhost:8123")),
        () -> FanfareOptions.of(NOWHERE).withToken("with blank"),
        () -> PublishLimits.DEFAULT.withDeadline(Duration.ZERO),
        () -> PublishLimits.DEFAULT.withDeadline(Duration.ofSeconds(Long.MAX_VALUE)),
        () -> PublishLimits.DEFAULT.withRequestTimeout(Duration.ofMillis(-1)),
        () -> PublishLimits.DEFAULT.withWindow(Duration.ofMillis(3)),
        () -> PublishLimits.DEFAULT.withUnderWay(0));
  }

  @ParameterizedTest
  @MethodSource("invalidArguments")
  void anInvalidArgumentIsRefusedAtOnceAndTheStackTraceShowsTheCaller(ThrowingCallable call) {
    assertThatExceptionOfType(FanfareException.class)
        .isThrownBy(call)
        .withMessageContaining("expected")
        .satisfies(refused -> {
          assertThat(refused.reason()).isEqualTo(Reason.REFUSED);
          assertThat(refused.code()).contains(ErrorCode.BAD_MESSAGE);
          assertThat(refused.getStackTrace())
              .anyMatch(frame -> frame.getClassName().equals(OneExceptionTest.class.getName()));
        });
  }

  static Stream<Function<Fanfare, Completable>> callsOfABadTopic() {
    Draft draft = state("a", 1);
    return Stream.of(
        it -> it.publish("no topic", draft).ignoreElement(),
        it -> it.publishAll("no topic", List.of(draft)).ignoreElement(),
        it -> it.publishEach("no topic", Flowable.just(draft)).ignoreElements(),
        it -> it.follow("no topic").ignoreElements(),
        it -> it.view("no topic").ignoreElement());
  }

  @ParameterizedTest
  @MethodSource("callsOfABadTopic")
  void anInvalidTopicIsSignalled(Function<Fanfare, Completable> call) {
    try (Fanfare fanfare = Fanfare.connect(NOWHERE)) {
      FanfareException refused = Failures.of(call.apply(fanfare).toSingleDefault(1));
      assertThat(refused.reason()).isEqualTo(Reason.REFUSED);
      assertThat(refused).hasMessageContaining("topic \"no topic\": expected");
    }
  }

  static Stream<Function<Fanfare, Single<?>>> callsOfAClosedClient() {
    return Stream.of(
        it -> it.publish(BOARD, state("a", 1)),
        it -> it.publishAll(BOARD, List.of(state("a", 1))),
        it -> it.publishEach(BOARD, Flowable.just(state("a", 1))).firstOrError(),
        it -> it.view(BOARD),
        it -> it.check().toSingleDefault(1));
  }

  @ParameterizedTest
  @MethodSource("callsOfAClosedClient")
  void aClosedClientSaysSo(Function<Fanfare, Single<?>> call) {
    Fanfare fanfare = Fanfare.connect(NOWHERE);
    fanfare.close();
    assertThat(Failures.of(call.apply(fanfare)).reason()).isEqualTo(Reason.CLOSED);
  }

  @Test
  void aReadInProgressEndsWithTheClient() throws IOException {
    try (var silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      Fanfare fanfare = Fanfare.connect(URI.create("http://127.0.0.1:" + silent.getLocalPort()));
      var view = fanfare.view(BOARD).test();
      var check = fanfare.check().test();
      silent.accept();
      fanfare.close();
      view.awaitDone(5, TimeUnit.SECONDS).assertError(OneExceptionTest::isClosed);
      check.awaitDone(5, TimeUnit.SECONDS).assertError(OneExceptionTest::isClosed);
    }
  }

  @Test
  void anExceptionOfTheHttpClientIsReported() {
    TopicsApi broken =
        (TopicsApi)
            Proxy.newProxyInstance(
                TopicsApi.class.getClassLoader(),
                new Class<?>[] {TopicsApi.class},
                (proxy, method, arguments) -> {
                  throw new IllegalStateException("its thread pool is closed");
                });
    PublishLimits soon = PublishLimits.DEFAULT.withDeadline(Duration.ofMillis(300));
    FanfareOptions options = FanfareOptions.of(NOWHERE).withLimits(soon);
    try (Fanfare fanfare = Fanfare.over(broken, options, Measurements.NONE)) {
      FanfareException failure = Failures.of(fanfare.publish(BOARD, state("a", 1)));
      assertThat(failure.reason()).isEqualTo(Reason.OUTCOME_UNKNOWN);
      assertThat(failure).hasMessageContaining("its thread pool is closed");
    }
  }

  private static boolean isClosed(Throwable failure) {
    return failure instanceof FanfareException it && it.reason() == Reason.CLOSED;
  }
}
