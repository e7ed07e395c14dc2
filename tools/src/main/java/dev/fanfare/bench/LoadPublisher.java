package dev.fanfare.bench;

import dev.fanfare.protocol.PublishBody;
import dev.fanfare.socket.Endpoint;
import dev.fanfare.socket.Sockets;
import dev.fanfare.topic.Draft;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Publishes at a pace, to all topics in turn, over all its connections. Runs on the loop. */
final class LoadPublisher {
  private static final int MAX_ANSWER_BYTES = 1 << 20;

  /** The maximum size of an event without its data. */
  private static final int ROOM_OF_EVENT = 200;

  private static final Duration RECONNECT = Duration.ofMillis(200);

  private final EventLoop loop;
  private final Sockets sockets;
  private final List<BenchTopic> courses;
  private final BenchSettings.PublishMode settings;
  private final BenchTally tally;
  private final Deque<PublishConnection> free = new ArrayDeque<>();
  private final Deque<PublishRequest> waiting = new ArrayDeque<>();

  /** Null: only the waiting requests are sent. */
  private @Nullable Pace pace;

  private long taken;
  private int underWay;
  private boolean timerSet;

  LoadPublisher(
      EventLoop loop,
      Sockets sockets,
      List<BenchTopic> courses,
      BenchSettings.PublishMode settings,
      BenchTally tally) {
    this.loop = loop;
    this.sockets = sockets;
    this.courses = courses;
    this.settings = settings;
    this.tally = tally;
  }

  void connect(List<Endpoint> servers) {
    for (int i = 0; i < settings.connections(); i++) {
      connect(servers.get(i % servers.size()));
    }
  }

  private void connect(Endpoint server) {
    PublishConnection connection = new PublishConnection(server, this);
    ChannelInitializer<Channel> handlers =
        new ChannelInitializer<>() {
          @Override
          protected void initChannel(Channel channel) {
            var answers = new HttpObjectAggregator(MAX_ANSWER_BYTES);
            channel.pipeline().addLast(new HttpClientCodec(), answers, connection);
          }
        };
    sockets.connect(server, handlers, why -> onGone(connection, null, why));
  }

  /** Publishes states to every topic, before anything else. */
  void publishStates(int keys) {
    for (BenchTopic course : courses) {
      int atOnce =
          Math.clamp(
              PublishBody.MAX_BYTES / (settings.dataBytes() + ROOM_OF_EVENT), 1, Draft.MAX_AT_ONCE);
      for (int key = 0; key < keys; key += atOnce) {
        int count = Math.min(keys - key, atOnce);
        waiting.add(PublishRequest.states(course, key, count, settings.dataBytes()));
      }
    }
    pump();
  }

  void begin(Load load, long nowNanos) {
    pace =
        switch (load) {
          case Load.Idle _ -> null;
          case Load.Rate rate -> new Schedule(rate.perSecond() / settings.batch(), nowNanos);
          case Load.Window window -> new WindowPace(window.publications(), tally);
        };
    pump();
  }

  void end() {
    pace = null;
  }

  boolean isConnected() {
    return !free.isEmpty();
  }

  /** Whether no request is waiting or in progress. */
  boolean isDone() {
    return waiting.isEmpty() && underWay == 0;
  }

  /** How late the next publication is; 0 if it is not late. */
  Duration delay(long nowNanos) {
    long wait = pace == null ? 0 : pace.waitNanos(nowNanos);
    return Duration.ofNanos(Math.max(0, -wait));
  }

  private void pump() {
    while (!free.isEmpty()) {
      PublishRequest post = next();
      if (post == null) {
        return;
      }
      underWay++;
      tally.published += post.account().events();
      tally.expected += post.deliveries();
      free.remove().send(post);
    }
  }

  private @Nullable PublishRequest next() {
    if (!waiting.isEmpty() || pace == null) {
      return waiting.poll();
    }
    long now = System.nanoTime();
    long wait = pace.waitNanos(now);
    if (wait > 0) {
      wake(pace, wait);
      return null;
    }
    BenchTopic course = courses.get((int) (taken % courses.size()));
    long number = 1 + taken++ * settings.batch();
    return PublishRequest.notices(
        course, number, settings.batch(), settings.dataBytes(), pace.take(now));
  }

  private void wake(Pace waiter, long waitNanos) {
    if (waiter instanceof WindowPace window) {
      tally.await(window.openAt(), this::pump);
    } else if (!timerSet) {
      timerSet = true;
      after(
          Duration.ofNanos(waitNanos),
          () -> {
            timerSet = false;
            pump();
          });
    }
  }

  void onConnected(PublishConnection connection) {
    free.add(connection);
    pump();
  }

  void onAccepted(PublishRequest post, PublishConnection connection) {
    tally.accepted += post.account().events();
    tally.answered(post.dueNanos(), System.nanoTime());
    post.course().accept(post.account());
    onAnswered(connection);
  }

  void onRefused(PublishRequest post, String why, PublishConnection connection) {
    tally.refused += post.account().events();
    tally.expected -= post.deliveries();
    tally.complain(connection.server() + " refuses an event: " + why);
    onAnswered(connection);
  }

  private void onAnswered(PublishConnection connection) {
    underWay--;
    free.add(connection);
    pump();
  }

  /**
   * A connection has ended, or could not be opened. The outcome of its current request is unknown.
   */
  void onGone(PublishConnection connection, @Nullable PublishRequest post, String why) {
    free.remove(connection);
    tally.complain("a publishing connection to " + connection.server() + " ended: " + why);
    if (post != null) {
      underWay--;
      tally.unanswered += post.account().events();
      tally.expected -= post.deliveries();
      post.course().doubt();
    }
    after(RECONNECT, () -> connect(connection.server()));
  }

  private void after(Duration delay, Runnable task) {
    loop.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
  }
}
