package dev.fanfare.bench;

import dev.fanfare.socket.Endpoint;
import dev.fanfare.socket.Sockets;
import dev.fanfare.topic.TopicName;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One run, in steps: publish states, open the sockets, warm up, measure, wait for the last
 * deliveries, and reconnect all sockets if {@code storm} is set. The calling thread takes the
 * steps; it passes tasks to the loop, which does all the work and owns all counters.
 */
public final class Bench implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration PREPARE = Duration.ofMinutes(1);

  /** Time limit until all sockets are open and have their topic's state. */
  private static final Duration ARRIVE = Duration.ofMinutes(3);

  /**
   * How long to wait after the last publication; a delivery that has not arrived by then is lost.
   */
  private static final Duration DRAIN = Duration.ofSeconds(10);

  /** How long to wait after connecting before the memory of a server is measured. */
  private static final Duration SETTLE = Duration.ofSeconds(1);

  private static final long LOOK_MILLIS = 50;

  private final BenchSettings settings;
  private final Consumer<String> progress;
  private final AtomicReference<@Nullable Throwable> bug = new AtomicReference<>();
  private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, ioHandler());
  private final EventLoop loop = loops.next();
  private final Sockets sockets =
      new Sockets(loop, CONNECT, cause -> bug.compareAndSet(null, cause));
  private final BenchTally tally = new BenchTally();
  private final List<BenchTopic> courses = new ArrayList<>();
  private final List<Endpoint> servers;

  /** The servers to publish to. */
  private final List<Endpoint> posts;

  private final ReaderGroup fleet;
  private final LoadPublisher publisher;
  private final Machine machine;

  /**
   * @param progress receives a line about the present step, often
   */
  public Bench(BenchSettings settings, Consumer<String> progress) {
    this.settings = settings;
    this.progress = progress;
    servers = settings.servers().stream().map(Endpoint::of).toList();
    String run = "bench:" + Long.toString(new Random().nextLong(1L << 40), Character.MAX_RADIX);
    for (int i = 0; i < settings.audience().topics(); i++) {
      courses.add(new BenchTopic(new TopicName(run + ":" + i)));
    }
    fleet = new ReaderGroup(sockets, servers, settings.audience().underWay(), tally);
    publisher = new LoadPublisher(loop, sockets, courses, settings.publishing(), tally);
    posts =
        settings.publishing().servers().isEmpty()
            ? servers
            : settings.publishing().servers().stream().map(Endpoint::of).toList();
    List<Endpoint> all = Stream.concat(servers.stream(), posts.stream()).distinct().toList();
    machine = new Machine(all, settings.pids());
  }

  /**
   * Takes all steps.
   *
   * @throws BenchException if nothing can be measured
   */
  public BenchReport run() {
    OpenFiles.check(settings.audience().sockets() + settings.publishing().connections());
    prepare();
    Sample before = sample();
    onLoop(() -> fleet.enter(settings.audience().sockets(), courses));
    Arrival arrival = arrive("connecting");
    watch("settling", SETTLE);
    onLoop(() -> publisher.begin(settings.publishing().load(), System.nanoTime()));
    watch("warming up", settings.warmUp());
    Sample begin = onLoop(this::beginMeasuring);
    watch("measuring", settings.duration());
    Sample end = sample();
    double behindSeconds = finish();
    BenchOutcome outcome = onLoop(() -> BenchOutcome.of(tally, fleet.readers(), fleet.lost()));
    Measurement measured = measurement(before, begin, end, behindSeconds);
    Arrival storm = settings.audience().storm() ? storm() : null;
    return new BenchReport(arrival, measured, outcome, storm, onLoop(tally::complaint));
  }

  @Override
  public void close() {
    loops.shutdownGracefully(0, CONNECT.toMillis(), TimeUnit.MILLISECONDS).awaitUninterruptibly();
  }

  /** epoll on Linux, else NIO. */
  private static IoHandlerFactory ioHandler() {
    return Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
  }

  private void prepare() {
    onLoop(() -> publisher.connect(posts));
    await("reaching " + posts.getFirst(), CONNECT, publisher::isConnected);
    onLoop(() -> publisher.publishStates(settings.audience().keys()));
    await("publishing states", PREPARE, publisher::isDone);
  }

  private Arrival arrive(String step) {
    onLoop(() -> fleet.open(System.nanoTime()));
    long deadline = System.nanoTime() + ARRIVE.toNanos();
    while (System.nanoTime() < deadline && !onLoop(fleet::isComplete)) {
      pause();
      progress.accept(step + onLoop(fleet::shown));
    }
    Arrival arrival = onLoop(fleet::arrival);
    if (arrival.sockets() > 0 && arrival.joined() == 0) {
      throw new BenchException("no socket could be opened: " + complaint());
    }
    return arrival;
  }

  private Sample beginMeasuring() {
    Sample begin = sampleOnLoop();
    tally.measureFrom(begin.nanos());
    return begin;
  }

  /**
   * Stops publishing and waits for the last deliveries.
   *
   * @return seconds by which the next publication was late
   */
  private double finish() {
    Duration behind = onLoop(() -> publisher.delay(System.nanoTime()));
    onLoop(publisher::end);
    long deadline = System.nanoTime() + DRAIN.toNanos();
    while (System.nanoTime() < deadline && !onLoop(this::isDrained)) {
      progress.accept("waiting for the last deliveries");
      pause();
    }
    return behind.toNanos() / 1e9;
  }

  private boolean isDrained() {
    return publisher.isDone() && tally.delivered >= tally.expected;
  }

  private Measurement measurement(Sample before, Sample begin, Sample end, double behindSeconds) {
    double seconds = end.secondsSince(begin);
    return new Measurement(
        seconds,
        end.published() - begin.published(),
        end.delivered() - begin.delivered(),
        onLoop(() -> Percentiles.of(tally.latency)),
        onLoop(() -> Percentiles.of(tally.answers)),
        machine.watched(settings.audience().sockets(), before, begin, end),
        (end.ownCpuSeconds() - begin.ownCpuSeconds()) / seconds,
        end.otherCpuSecondsSince(begin) / seconds,
        behindSeconds);
  }

  private Arrival storm() {
    onLoop(fleet::cut);
    await("cutting all sockets", CONNECT, fleet::isCut);
    return arrive("reconnecting");
  }

  private Sample sample() {
    return onLoop(this::sampleOnLoop);
  }

  private Sample sampleOnLoop() {
    return new Sample(
        System.nanoTime(),
        tally.published,
        tally.delivered,
        Machine.ownCpuSeconds(),
        Usage.machineSeconds(),
        machine.servers());
  }

  private void watch(String step, Duration duration) {
    long begunNanos = System.nanoTime();
    Sample last = sample();
    while (System.nanoTime() - begunNanos < duration.toNanos()) {
      pause();
      Sample now = sample();
      double seconds = Math.max(now.secondsSince(last), 1e-3);
      progress.accept(
          String.format(
              Locale.ROOT,
              "%s %.0f of %.0f s, %,.0f deliveries/s",
              step,
              (now.nanos() - begunNanos) / 1e9,
              duration.toMillis() / 1e3,
              (now.delivered() - last.delivered()) / seconds));
      last = now;
    }
  }

  private void await(String step, Duration patience, Supplier<Boolean> done) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!onLoop(done)) {
      if (System.nanoTime() > deadline) {
        throw new BenchException(
            step + " took more than " + patience.toSeconds() + " s: " + complaint());
      }
      progress.accept(step);
      pause();
    }
  }

  private String complaint() {
    return Objects.requireNonNullElse(onLoop(tally::complaint), "no server answers");
  }

  private void onLoop(Runnable task) {
    CompletableFuture.runAsync(task, loop).join();
  }

  private <T extends @Nullable Object> T onLoop(Supplier<T> question) {
    Throwable found = bug.get();
    if (found != null) {
      throw new IllegalStateException("a bug in bench", found);
    }
    return CompletableFuture.supplyAsync(question, loop).join();
  }

  private static void pause() {
    try {
      var _ = new CountDownLatch(1).await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("interrupted");
    }
  }
}
