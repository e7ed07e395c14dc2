package dev.fanfare.backplane.redis;

import static dev.fanfare.Drafts.state;
import static dev.fanfare.Drafts.stateBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.fanfare.RedisServer;
import dev.fanfare.Repository;
import dev.fanfare.backplane.BackplaneUnavailableException;
import dev.fanfare.backplane.Ear;
import dev.fanfare.backplane.Publication;
import dev.fanfare.topic.Position;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rights that the Redis user lacks and needs: reported at the start, and while it runs. */
@Timeout(120)
final class RedisRightsTest extends RedisFixture {
  private static final Pattern CALLS = Pattern.compile("(?:call|try)\\('([A-Z]+)'");
  private static final String README = read("README.md");
  private static final String ALL =
      Pattern.compile("(?m)^ACL SETUSER app .*$")
          .matcher(README)
          .results()
          .findFirst()
          .orElseThrow()
          .group();

  private static String read(String file) {
    try {
      return Files.readString(Repository.ROOT.resolve(file));
    } catch (IOException e) {
      throw new AssertionError(file, e);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void the_user_of_the_readme_has_all_rights_that_are_needed(boolean isOldest) {
    RedisServer server = started(isOldest);
    assertThat(server.ask(ALL)).startsWith("+OK");
    RedisBackplane backplane = connect(uri(server));
    Ear ear = follow(backplane);
    publish(backplane, "once");
    Position head = publish(backplane, "once");
    ear.awaitHead(head);
    backplane
        .publish(Publication.of(TOPIC, stateBy("alice", "k", "1")))
        .thenCompose(
            _ -> backplane.publish(Publication.of(TOPIC, state("k", "1", Duration.ofMillis(1)))))
        .toCompletableFuture()
        .join();
    await().until(() -> backplane.sweep(TOPIC).toCompletableFuture().join().isEmpty());
    assertThat(backplane.outage()).isEmpty();
  }

  @Test
  void each_command_of_a_script_is_probed_and_is_in_the_readme() {
    String probe = read("server/src/main/resources/redis/probe.lua");
    for (String file : List.of("topic", "publish", "open", "since", "latest", "sweep")) {
      String script = read("server/src/main/resources/redis/" + file + ".lua");
      for (String command : commands(script).toList()) {
        assertThat(probe).as("probed").contains("try('" + command + "'");
        assertThat(README).containsPattern("`[A-Z ]*\\b" + command + "\\b[A-Z ]*`");
        assertThat(ALL).contains(" +" + command.toLowerCase(Locale.ROOT));
      }
    }
    assertThat(commands(probe)).hasSizeGreaterThan(20);
  }

  private static Stream<String> commands(String script) {
    return CALLS.matcher(script).results().map((MatchResult it) -> it.group(1)).distinct();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void a_start_without_one_of_the_rights_fails_and_names_it(boolean isOldest) {
    RedisServer server = started(isOldest);
    String probe = read("server/src/main/resources/redis/probe.lua");
    for (String command : commands(probe).toList()) {
      server.ask(ALL + " -" + command.toLowerCase(Locale.ROOT));
      refuses(server, "NOPERM (the user may not do that): " + command + ": ");
    }
    for (String command : List.of("evalsha", "subscribe", "unsubscribe", "info")) {
      server.ask(ALL + " -" + command);
      refuses(server, "NOPERM (the user may not do that): ", "'" + command + "'");
    }
    server.ask(ALL + " resetchannels");
    refuses(server, "PUBLISH: ", "channel");
    server.ask(ALL + " resetkeys ~other:*");
    refuses(server, "keys");
    server.ask(ALL);
    assertThat(connect(uri(server)).outage()).isEmpty();
  }

  private void refuses(RedisServer server, String... words) {
    assertThatThrownBy(() -> connect(uri(server)))
        .isInstanceOf(BackplaneUnavailableException.class)
        .hasNoCause()
        .hasMessageContainingAll(words)
        .hasMessageNotContainingAny("secret", "user_script", "\n");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void with_a_right_taken_away_nothing_is_stored_twice_and_the_outage_names_it(boolean isOldest) {
    RedisServer server = started(isOldest);
    server.ask(ALL);
    RedisBackplane backplane = connect(uri(server));
    Position before = publish(backplane);
    for (String taken :
        List.of("resetchannels", "-hset", "-xadd", "-pexpire", "-publish", "-unlink")) {
      server.ask("ACL SETUSER app " + taken);
      String key = "key" + taken;
      for (int i = 0; i < 3; i++) {
        assertThat(refusal(backplane, key)).isNotEmpty();
      }
      awaitOutage(backplane, "Redis refuses: NOPERM (the user may not do that)");
      for (int i = 0; i < 3; i++) {
        assertThat(refusal(backplane, null)).contains("NOPERM");
      }
      server.ask(ALL);
      awaitWell(backplane);
      Position once = publish(backplane, key);
      assertThat(publish(backplane, key)).isEqualTo(once);
      assertThat(once.seq()).as(taken).isEqualTo(before.seq() + 1);
      before = once;
    }
    String keys = server.ask("KEYS fanfare:{" + TOPIC + "}*");
    for (String key : keys.lines().filter(it -> it.startsWith("fanfare:")).toList()) {
      assertThat(server.ask("PTTL " + key)).as(key).matches("(?s):[1-9]\\d+.*");
    }
  }

  private RedisServer started(boolean isOldest) {
    return closing(isOldest ? RedisServer.startOldest() : RedisServer.start());
  }

  private static String uri(RedisServer server) {
    return "redis://app:secret@" + server.address();
  }
}
