package dev.fanfare.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.fanout.Format;
import dev.fanfare.fanout.Outlet;
import dev.fanfare.metrics.Metric;
import dev.fanfare.metrics.Metrics;
import dev.fanfare.protocol.CloseCode;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The registry of sessions: it counts, lists and ends them. */
final class SessionsTest {
  private static final int MOST = 3;

  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final Metrics metrics = new Metrics();
  private final SessionContext shared =
      TestSessions.of(
          channel,
          metrics,
          new SessionSettings(
              "here", Duration.ofSeconds(32), Duration.ofHours(1), MOST, 128, 50, 256));
  private final Sessions sessions = shared.sessions();
  private final List<String> seen = new ArrayList<>();

  @BeforeEach
  void freeze() {
    channel.freezeTime();
  }

  @AfterEach
  void close() {
    channel.finishAndReleaseAll();
  }

  @Test
  void it_counts_open_sessions_and_knows_when_it_is_full() {
    List<Named> peers = List.of(begin("a"), begin("b"));
    assertThat(sessions.count()).isEqualTo(2);
    assertThat(sessions.isFull()).isFalse();
    begin("c");
    assertThat(sessions.isFull()).isTrue();
    peers.getFirst().gone();
    assertThat(sessions.isFull()).isFalse();
    assertThat(sessions.count()).isEqualTo(2);
    assertThat(metrics.value(Metric.SESSIONS)).isEqualTo(2);
  }

  @Test
  void the_limit_does_not_depend_on_a_metric() {
    metrics.add(Metric.SESSIONS, 1_000);
    assertThat(sessions.isFull()).isFalse();
  }

  /** Sessions begin and end in between. */
  @Test
  void each_is_visited_once_a_heartbeat() {
    Random random = new Random(1);
    List<Named> all = new ArrayList<>();
    for (int round = 0; round < 50; round++) {
      int joining = random.nextInt(5);
      for (int i = 0; i < joining; i++) {
        all.add(begin("s" + round + "." + i));
      }
      if (all.size() > 3) {
        all.remove(random.nextInt(all.size())).gone();
      }
      seen.clear();
      channel.advanceTimeBy(32, TimeUnit.SECONDS);
      channel.runScheduledPendingTasks();
      assertThat(seen)
          .containsExactlyInAnyOrderElementsOf(all.stream().map(it -> it.name + " beat").toList());
    }
  }

  @Test
  void it_lists_all_sessions_on_their_loops() {
    begin("a");
    begin("b").gone();
    begin("c");
    List<Session> listed = new ArrayList<>();
    sessions.forEach(listed::add);
    channel.runPendingTasks();
    assertThat(listed)
        .extracting(it -> ((Named) it.peer()).name)
        .containsExactlyInAnyOrder("a", "c");
  }

  @Test
  void it_ends_all_sessions_and_those_that_begin_afterwards() {
    begin("a");
    begin("b");
    sessions.end(CloseCode.GOING_AWAY, Duration.ZERO);
    channel.runPendingTasks();
    assertThat(seen).containsExactlyInAnyOrder("a GOING_AWAY", "b GOING_AWAY");
    begin("c");
    channel.runPendingTasks();
    assertThat(seen).hasSize(3).contains("c GOING_AWAY");
  }

  private Named begin(String name) {
    Named peer = new Named(name);
    channel.pipeline().addLast(peer);
    Format none = (_, _, _) -> new Format.Encoded(new byte[0], 0);
    peer.session = Session.begin(shared, peer, new Outlet(channel.pipeline().context(peer), none));
    return peer;
  }

  private final class Named extends ChannelInboundHandlerAdapter implements Peer {
    private final String name;
    private @Nullable Session session;

    Named(String name) {
      this.name = name;
    }

    void gone() {
      Objects.requireNonNull(session).gone();
    }

    @Override
    public Channel channel() {
      return channel;
    }

    @Override
    public void beat() {
      seen.add(name + " beat");
    }

    @Override
    public boolean end(CloseCode reason) {
      seen.add(name + " " + reason);
      return true;
    }

    @Override
    public void onRoom() {}
  }
}
