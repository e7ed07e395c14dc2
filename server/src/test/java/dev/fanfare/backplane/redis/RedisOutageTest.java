package dev.fanfare.backplane.redis;

import static dev.fanfare.Drafts.notice;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.fanfare.RedisServer;
import dev.fanfare.backplane.BackplaneUnavailableException;
import dev.fanfare.backplane.Ear;
import dev.fanfare.backplane.Following;
import dev.fanfare.backplane.OperationIds;
import dev.fanfare.backplane.Publication;
import dev.fanfare.backplane.PublishResult;
import dev.fanfare.backplane.Results;
import dev.fanfare.backplane.StoreLimits;
import dev.fanfare.topic.IdempotencyKey;
import dev.fanfare.topic.InvalidValueException;
import dev.fanfare.topic.Position;
import dev.fanfare.topic.TopicName;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a backplane does while its Redis cannot be reached, and afterwards. */
final class RedisOutageTest {
  private static final TopicName TOPIC = new TopicName("test");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private RedisServer server;
  private RedisBackplane backplane;

  @BeforeEach
  void start() {
    server = RedisServer.start();
    backplane = connect(server.uri());
  }

  @AfterEach
  void stop() {
    backplane.close();
    server.close();
  }

  private static RedisBackplane connect(String uri) {
    return RedisBackplane.connect(
        RedisSettings.of(uri), StoreLimits.DEFAULT, new OperationIds(new SecureRandom()));
  }

  @Test
  void while_redis_is_killed_publishing_fails_soon_and_the_outage_says_why() {
    assertThat(backplane.outage()).isEmpty();
    server.kill();
    failsToPublish();
    await().atMost(PATIENCE).until(() -> backplane.outage().isPresent());
    assertThat(backplane.outage()).contains("Redis is not connected");
    server.restart();
    await().atMost(PATIENCE).until(() -> backplane.outage().isEmpty());
    assertThat(publish()).isEqualTo(1);
  }

  @Test
  void while_redis_hangs_publishing_fails_soon_and_the_outage_says_why() {
    publish();
    server.pause();
    failsToPublish();
    await().atMost(PATIENCE).until(() -> backplane.outage().isPresent());
    assertThat(backplane.outage()).contains("Redis does not answer in time");
    server.resume();
    await().atMost(PATIENCE).until(() -> backplane.outage().isEmpty());
    assertThat(publish()).isGreaterThan(1);
  }

  @Test
  void an_instance_receives_events_again_after_redis_came_back_empty() {
    Ear ear = new Ear();
    backplane.follow(TOPIC, ear);
    ear.awaitFollowings(1);
    publish();
    publish();
    Position old = backplane.open(TOPIC).toCompletableFuture().join().head();
    server.restart();
    ear.awaitFollowings(2);
    await().atMost(PATIENCE).until(() -> backplane.outage().isEmpty());
    assertThat(publish()).isEqualTo(1);
    await().until(() -> Position.START.equals(ear.told().getLast().from()));
    assertThat(backplane.since(TOPIC, old).toCompletableFuture().join().isReset()).isTrue();
  }

  @Test
  void a_topic_that_is_followed_while_redis_is_away_is_received_when_it_is_back() {
    server.kill();
    await().atMost(PATIENCE).until(() -> backplane.outage().isPresent());
    Ear ear = new Ear();
    backplane.follow(TOPIC, ear);
    server.restart();
    ear.awaitFollowings(1);
    await().atMost(PATIENCE).until(() -> backplane.outage().isEmpty());
    publish();
    await().until(() -> ear.events().size() == 1);
  }

  @Test
  void a_topic_that_was_left_while_redis_hung_is_no_outage_afterwards() {
    Ear ear = new Ear();
    Following following = backplane.follow(TOPIC, ear);
    ear.awaitFollowings(1);
    server.pause();
    // Its head is asked for now. The answer or failure comes long after the topic was left.
    backplane.follow(TOPIC, new Ear()).close();
    following.close();
    await().atMost(PATIENCE).until(() -> backplane.outage().isPresent());
    server.resume();
    await().atMost(PATIENCE).until(() -> backplane.outage().isEmpty());
  }

  @Test
  void a_command_without_an_answer_when_redis_died_is_not_sent_again() {
    server.pause();
    var unanswered = publishing();
    server.restart();
    assertThatThrownBy(unanswered::join).hasCauseInstanceOf(BackplaneUnavailableException.class);
    await().atMost(PATIENCE).until(() -> backplane.outage().isEmpty());
    assertThat(publish()).isEqualTo(1);
  }

  @Test
  void a_command_without_an_answer_when_the_connection_closed_is_not_sent_again() {
    server.ask("CLIENT PAUSE 60000 WRITE");
    var unanswered = publishing();
    await().until(() -> server.ask("CLIENT LIST").contains("cmd=evalsha"));
    server.ask("CLIENT KILL TYPE normal");
    assertThatThrownBy(unanswered::join).hasCauseInstanceOf(BackplaneUnavailableException.class);
    server.ask("CLIENT UNPAUSE");
    await().atMost(PATIENCE).until(() -> backplane.outage().isEmpty());
    assertThat(publish()).isEqualTo(1);
  }

  @Test
  void a_retry_after_a_time_out_at_another_instance_is_the_same_publication() {
    var once = new Publication(TOPIC, List.of(notice("1")), new IdempotencyKey("once"));
    try (RedisBackplane other = connect(server.uri())) {
      server.pause();
      var timedOut = backplane.publish(once).toCompletableFuture();
      assertThatThrownBy(timedOut::join).hasCauseInstanceOf(BackplaneUnavailableException.class);
      server.resume();
      await().atMost(PATIENCE).until(() -> other.outage().isEmpty());
      var retried = other.publish(once).toCompletableFuture().join();
      assertThat(Results.stored(retried).last().seq()).isEqualTo(1);
      await().atMost(PATIENCE).until(() -> backplane.outage().isEmpty());
      assertThat(Results.stored(backplane.publish(once).toCompletableFuture().join()))
          .isEqualTo(Results.stored(retried));
    }
  }

  @Test
  void after_a_reconnect_the_heads_of_all_topics_are_read_with_one_write() {
    List<Ear> ears =
        IntStream.range(0, 1_000)
            .mapToObj(i -> {
              Ear ear = new Ear();
              backplane.follow(new TopicName("many:" + i), ear);
              return ear;
            })
            .toList();
    await().until(() -> ears.stream().allMatch(ear -> ear.followings() > 0));
    server.ask("CONFIG RESETSTAT");
    server.ask("CLIENT KILL TYPE pubsub");
    await().atMost(PATIENCE).until(() -> server.answers("INFO commandstats", "_subscribe:"));
    await().atMost(PATIENCE).until(() -> backplane.outage().isEmpty());
    ears.forEach(ear -> assertThat(ear.followings()).isGreaterThan(1));
    String commands = server.ask("INFO commandstats");
    // One call subscribes to all topics; the other checks that the user may subscribe.
    assertThat(commands).containsPattern("cmdstat_subscribe:calls=2,").doesNotContain("evalsha");
    long reads = Long.parseLong(commands.replaceAll("(?s).*cmdstat_hmget:calls=(\\d+),.*", "$1"));
    assertThat(reads).isBetween(1_000L, 3_000L);
  }

  @Test
  void a_redis_that_cannot_be_reached_at_the_start_is_one_clear_exception() {
    server.kill();
    assertThatThrownBy(() -> connect(server.uri()))
        .isInstanceOf(BackplaneUnavailableException.class);
    server.restart();
  }

  @Test
  void a_malformed_uri_is_refused_without_showing_its_password() {
    assertThatThrownBy(() -> connect("redes://user:secret@host"))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("\"redes://***@host\"")
        .hasMessageContaining("expected redis://")
        .hasMessageNotContaining("secret");
  }

  private long publish() {
    return ((PublishResult.Stored) publishing().join()).last().seq();
  }

  private CompletableFuture<PublishResult> publishing() {
    return backplane.publish(Publication.of(TOPIC, notice("1"))).toCompletableFuture();
  }

  private void failsToPublish() {
    assertThat(publishing())
        .failsWithin(PATIENCE)
        .withThrowableThat()
        .withCauseInstanceOf(BackplaneUnavailableException.class)
        .withMessageNotContaining("127.0.0.1");
  }
}
