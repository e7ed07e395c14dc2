package dev.fanfare.backplane.redis;

import static dev.fanfare.Drafts.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.RedisCluster;
import dev.fanfare.RedisServer;
import dev.fanfare.backplane.Ear;
import dev.fanfare.backplane.Publication;
import dev.fanfare.backplane.PublishResult;
import dev.fanfare.topic.InvalidValueException;
import dev.fanfare.topic.Position;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two deployments on one Redis, in two databases or with two prefixes, share nothing. */
@Timeout(60)
final class RedisNamesTest extends RedisFixture {
  @Test
  void two_databases_receive_nothing_of_each_other() {
    RedisServer server = closing(RedisServer.start());
    haveNothingInCommon(connect(server.uri() + "/0"), connect(server.uri() + "/1"));
  }

  @Test
  void two_prefixes_receive_nothing_of_each_other() {
    RedisServer server = closing(RedisServer.start());
    haveNothingInCommon(connect(server.uri()), connect(prefixed(server.uri(), "staging:")));
    assertThat(server.ask("KEYS staging::{" + TOPIC + "}:head")).contains("staging");
  }

  @Test
  void two_prefixes_in_a_cluster_receive_nothing_of_each_other() {
    RedisCluster cluster = closing(RedisCluster.start());
    haveNothingInCommon(connect(cluster.uri()), connect(prefixed(cluster.uri(), "staging")));
  }

  @Test
  void two_instances_of_one_database_or_prefix_receive_each_others_events() {
    RedisServer server = closing(RedisServer.start());
    for (RedisSettings settings :
        List.of(RedisSettings.of(server.uri() + "/3"), prefixed(server.uri(), "other"))) {
      Ear ear = follow(connect(settings));
      ear.awaitHead(publish(connect(settings)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a{b", "a}", "with space", "ä", "\n"})
  void an_illegal_prefix_is_refused(String prefix) {
    assertThatThrownBy(() -> prefixed("redis://h", prefix))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("1 to 50 visible ASCII characters without { and }");
  }

  private static RedisSettings prefixed(String uri, String prefix) {
    return new RedisSettings(uri, Duration.ZERO, 0, Duration.ofSeconds(1), prefix);
  }

  private static void haveNothingInCommon(RedisBackplane one, RedisBackplane other) {
    Ear ofOne = follow(one);
    Ear ofOther = follow(other);
    Position first = publish(one, "same-key");
    ofOne.awaitHead(first);
    Position second =
        ((PublishResult.Stored)
                other.publish(Publication.of(TOPIC, state("k", "1"))).toCompletableFuture().join())
            .last();
    ofOther.awaitHead(second).heardOneChain();
    assertThat(second.seq()).isEqualTo(1);
    assertThat(ofOther.events()).hasSize(1);
    assertThat(publish(other, "same-key").seq()).isEqualTo(2);
    ofOne.awaitHead(publish(one)).heardOneChain();
    assertThat(ofOne.events()).hasSize(2);
  }
}
