package dev.fanfare.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.backplane.Backplane;
import dev.fanfare.backplane.BackplaneUnavailableException;
import dev.fanfare.backplane.Following;
import dev.fanfare.backplane.Publication;
import dev.fanfare.backplane.PublishResult;
import dev.fanfare.backplane.TopicListener;
import dev.fanfare.gateway.request.PagePolicy;
import dev.fanfare.metrics.Metrics;
import dev.fanfare.metrics.ShortWayTimes;
import dev.fanfare.publish.Failures;
import dev.fanfare.publish.Publisher;
import dev.fanfare.topic.Delta;
import dev.fanfare.topic.Event;
import dev.fanfare.topic.Position;
import dev.fanfare.topic.TopicLog;
import dev.fanfare.topic.TopicName;
import dev.fanfare.topic.User;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micronaut.core.io.scan.ClassPathResourceLoader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The handler between a real codec and a handler that records what is passed on. */
final class PublishHandlerTest {
  private static final String EVENT = "{\"kind\":\"notice\",\"data\":1}";

  private final Store store = new Store();
  private final Elsewhere elsewhere = new Elsewhere();
  private final EmbeddedChannel channel = new EmbeddedChannel();

  PublishHandlerTest() {
    Metrics metrics = new Metrics();
    Failures failures = new Failures(metrics);
    var times = new ShortWayTimes(new SimpleMeterRegistry());
    var shared =
        new PublishContext(
            new Publisher(store, failures, metrics), failures, new HttpDate(), times);
    HttpSettings settings = HttpSettings.DEFAULT;
    var calls =
        new CallContext(new AnswersUnderWay(settings), new HeldMemory(settings), failures, metrics);
    Turn turn = new Turn();
    CallCodec codec =
        new CallCodec(turn, new PagePolicy(ClassPathResourceLoader.defaultLoader(null)));
    channel
        .pipeline()
        .addLast(codec, new CallHandler(calls, codec, turn), new PublishHandler(shared), elsewhere);
  }

  @AfterEach
  void nothing_is_left() {
    channel.finishAndReleaseAll();
  }

  @Test
  void an_ordinary_call_is_answered_here() {
    come(post("/v1/topics/board:42/events", EVENT));
    assertThat(store.asked.getFirst().topic()).isEqualTo(new TopicName("board:42"));
    store.answer("1.a");
    assertThat(answers())
        .contains("HTTP/1.1 200 OK", "content-type: application/json", "date: ")
        .endsWith("\r\n\r\n{\"position\":\"1.a\"}");
    assertThat(elsewhere.calls).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"board%3A42, board:42", "a%2fb%2Fc, a/b/c", "%74, t", "alice%40work, alice@work"})
  void a_topic_may_be_escaped(String escaped, String topic) {
    come(post("/v1/topics/" + escaped + "/events", EVENT));
    assertThat(store.asked.getFirst().topic()).isEqualTo(new TopicName(topic));
    store.answer("1.a");
    assertThat(answers()).endsWith("{\"position\":\"1.a\"}");
    assertThat(elsewhere.calls).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a%253Ab", "a%00b", "a%ffb", "%20a", "a%2Bb", "a+b"})
  void an_invalid_topic_is_refused_here_even_if_it_was_escaped(String topic) {
    come(post("/v1/topics/" + topic + "/events", EVENT));
    assertThat(answers()).startsWith("HTTP/1.1 400 ").contains("topic");
    assertThat(elsewhere.calls).isEmpty();
    assertThat(store.asked).isEmpty();
  }

  @Test
  void an_array_is_answered_with_all_positions() {
    come(post("/v1/topics/t/events", "[" + EVENT + "," + EVENT + "]"));
    store.answer("1.a", "2.a");
    assertThat(answers()).endsWith("{\"positions\":[\"1.a\",\"2.a\"]}");
  }

  @Test
  void an_answer_is_sent_after_the_tasks_that_the_loop_had() {
    List<String> order = new ArrayList<>();
    channel
        .pipeline()
        .addFirst(
            new ChannelOutboundHandlerAdapter() {
              @Override
              public void flush(ChannelHandlerContext context) {
                order.add("flush");
                context.flush();
              }
            });
    channel
        .pipeline()
        .fireChannelRead(Unpooled.copiedBuffer(post("/v1/topics/t/events", EVENT), UTF_8));
    store.answer("1.a");
    channel.eventLoop().execute(() -> order.add("task that was there before"));
    channel.pipeline().fireChannelReadComplete();
    assertThat(answers()).endsWith("{\"position\":\"1.a\"}");
    assertThat(order).containsExactly("task that was there before", "flush");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "[]", "{\"kind\":\"state\"}", "7"})
  void a_refusal_is_answered_here(String body) {
    come(post("/v1/topics/t/events", body));
    assertThat(answers())
        .contains("HTTP/1.1 400 ", "content-type: application/problem+json")
        .contains("\"code\":\"bad_message\"", "\"instance\":\"/v1/topics/t/events\"");
    assertThat(elsewhere.calls).isEmpty();
    assertThat(store.asked).isEmpty();
  }

  @Test
  void a_publication_without_room_in_the_store_is_answered_here() {
    come(post("/v1/topics/t/events", EVENT));
    store.full();
    assertThat(answers()).contains("HTTP/1.1 409 ", "\"code\":\"state_full\"", "no room");
    assertThat(elsewhere.calls).isEmpty();
  }

  @Test
  void a_failure_of_the_store_is_answered_here_and_nothing_is_published_twice() {
    come(post("/v1/topics/t/events", EVENT));
    store.away();
    assertThat(answers())
        .contains("HTTP/1.1 503 ", "content-type: application/problem+json", "retry-after: 1")
        .contains("\"code\":\"unavailable\"", "\"instance\":\"/v1/topics/t/events\"");
    assertThat(elsewhere.calls).isEmpty();
  }

  @Test
  void a_body_in_pieces_is_put_together() {
    for (byte one : post("/v1/topics/t/events", EVENT).getBytes(UTF_8)) {
      channel.writeInbound(Unpooled.wrappedBuffer(new byte[] {one}));
    }
    assertThat(store.asked).hasSize(1);
    store.answer("1.a");
    assertThat(answers()).endsWith("{\"position\":\"1.a\"}");
  }

  @Test
  void calls_that_come_at_once_are_published_and_answered_in_order() {
    come(post("/v1/topics/a/events", EVENT) + post("/v1/topics/b/events", EVENT) + get("/c"));
    assertThat(store.asked).extracting(Publication::topic).containsExactly(new TopicName("a"));
    assertThat(elsewhere.calls).isEmpty();
    store.answer("1.a");
    channel.runPendingTasks();
    assertThat(store.asked).hasSize(2);
    assertThat(elsewhere.calls).isEmpty();
    store.answer("1.b");
    channel.runPendingTasks();
    assertThat(elsewhere.calls).containsExactly("GET /c ");
    assertThat(answers()).containsSubsequence("1.a", "1.b");
  }

  @Test
  void a_call_waits_until_the_one_before_it_is_answered_elsewhere() {
    come(get("/c") + post("/v1/topics/a/events", EVENT) + get("/d"));
    assertThat(elsewhere.calls).containsExactly("GET /c ");
    assertThat(store.asked).isEmpty();
    elsewhere.answer(channel);
    assertThat(store.asked).extracting(Publication::topic).containsExactly(new TopicName("a"));
    store.answer("1.a");
    channel.runPendingTasks();
    assertThat(elsewhere.calls).containsExactly("GET /c ", "GET /d ");
  }

  @Test
  void a_thousand_calls_that_are_answered_at_once_do_not_recurse() {
    store.instant = true;
    come(post("/v1/topics/a/events", EVENT).repeat(1_000));
    assertThat(answers().split("HTTP/1.1 200 OK", -1)).hasSize(1_001);
  }

  @Test
  void a_connection_that_ends_within_a_call_leaves_nothing() {
    String call = post("/v1/topics/t/events", EVENT);
    ByteBuf half = Unpooled.copiedBuffer(call.substring(0, call.length() - 3), UTF_8);
    channel.writeInbound(half);
    channel.finishAndReleaseAll();
    assertThat(half.refCnt()).isZero();
    assertThat(store.asked).isEmpty();
  }

  @Test
  void an_answer_after_the_end_of_the_connection_is_dropped() {
    come(post("/v1/topics/t/events", EVENT) + post("/v1/topics/t/events", EVENT));
    channel.finishAndReleaseAll();
    store.answer("1.a");
    assertThat(store.asked).hasSize(1);
  }

  private void come(String bytes) {
    channel.writeInbound(Unpooled.copiedBuffer(bytes, UTF_8));
  }

  private String answers() {
    channel.runPendingTasks();
    StringBuilder all = new StringBuilder();
    for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
      all.append(out.toString(UTF_8));
      out.release();
    }
    return all.toString();
  }

  private static String post(String path, String body) {
    return "POST %s HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n%s"
        .formatted(path, body.length(), body);
  }

  private static String get(String path) {
    return "GET %s HTTP/1.1\r\nhost: x\r\n\r\n".formatted(path);
  }

  /** In Micronaut's place. */
  private static final class Elsewhere extends ChannelInboundHandlerAdapter {
    final List<String> calls = new ArrayList<>();
    private String head = "";

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (message instanceof HttpRequest request) {
        head = request.method() + " " + request.uri() + " ";
        calls.add(head);
      }
      if (message instanceof HttpContent content) {
        calls.set(calls.size() - 1, calls.getLast() + content.content().toString(UTF_8));
      }
      ReferenceCountUtil.release(message);
    }

    void answer(EmbeddedChannel channel) {
      LastHttpContent response =
          new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.NO_CONTENT);
      channel.writeOutbound(response);
    }
  }

  /** Answers a publication when the test says so. */
  private static final class Store implements Backplane {
    final List<Publication> asked = new ArrayList<>();
    boolean instant;
    private final Queue<CompletableFuture<PublishResult>> open = new ArrayDeque<>();

    void answer(String... positions) {
      open.remove().complete(stored(positions));
    }

    void full() {
      open.remove().complete(new PublishResult.Full("no room"));
    }

    void away() {
      open.remove().completeExceptionally(new BackplaneUnavailableException("away"));
    }

    private static PublishResult stored(String... positions) {
      return new PublishResult.Stored(Position.parse(positions[0]), positions.length, 0);
    }

    @Override
    public CompletionStage<PublishResult> publish(Publication publication) {
      asked.add(publication);
      CompletableFuture<PublishResult> answer = new CompletableFuture<>();
      if (instant) {
        answer.complete(stored("1.a"));
      } else {
        open.add(answer);
      }
      return answer;
    }

    @Override
    public CompletionStage<TopicLog> open(TopicName topic) {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<Delta> since(TopicName topic, @Nullable Position position) {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<Optional<Event.State>> latest(TopicName topic, User user) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Following follow(TopicName topic, TopicListener listener) {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<OptionalLong> sweep(TopicName topic) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<String> outage() {
      return Optional.empty();
    }
  }
}
