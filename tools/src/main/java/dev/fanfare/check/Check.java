package dev.fanfare.check;

import dev.fanfare.socket.Sockets;
import dev.fanfare.timing.Durations;
import dev.fanfare.topic.TopicName;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Readers and publishers at work on a deployment. It is opened calm: everybody reads, nobody
 * publishes. {@link #stir} sets all in motion, {@link #calm} ends that, {@link #converge} waits
 * until all agree.
 *
 * <p>All of it runs on one loop of its own; the methods may be called from any one thread, and
 * wait.
 */
public final class Check implements AutoCloseable {
  private static final int WATCH_MILLIS = 250;
  private static final int POLL_MILLIS = 5;

  /** Past it a socket has failed: a server that hangs accepts and says nothing. */
  private static final Duration CONNECT = Duration.ofSeconds(2);

  /** Lost and told again, or never to be: past it a publication that nobody answers is given up. */
  private static final Duration LAST_PUBLICATIONS = Duration.ofSeconds(70);

  private final MultiThreadIoEventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final EventLoop loop = loops.next();
  private final HttpCalls calls = new HttpCalls();
  private final CheckTally tally = new CheckTally();
  private final Violations violations = new Violations();
  private final Durations arrivals = new Durations();
  private final List<CheckedTopic> topics = new ArrayList<>();
  private final List<CheckReader> readers = new ArrayList<>();
  private final List<CheckPublisher> publishers = new ArrayList<>();
  private final CheckContext world;
  private Duration converged = Duration.ZERO;
  private volatile @Nullable Throwable bug;

  private Check(CheckSettings settings) {
    Consumer<Throwable> bugs = it -> bug = it;
    Sockets sockets = new Sockets(loop, CONNECT, bugs);
    world = new CheckContext(loop, sockets, calls, settings.servers(), tally, violations, bugs);
    String run = "check:" + UUID.randomUUID() + ":";
    Random random = new Random(settings.seed());
    for (int i = 0; i < settings.topics(); i++) {
      topics.add(new CheckedTopic(new TopicName(run + i), violations, arrivals, loop));
    }
    for (int i = 0; i < settings.readers(); i++) {
      CheckedTopic topic = topics.get(i % topics.size());
      CheckReader reader =
          new CheckReader(world, topic, i / topics.size(), new Random(random.nextLong()));
      topic.readers().add(reader);
      readers.add(reader);
    }
    for (int i = 0; i < settings.publishers(); i++) {
      publishers.add(new CheckPublisher(world, topics, i, settings, new Random(random.nextLong())));
    }
  }

  /**
   * Connects all readers to a deployment.
   *
   * @throws DeploymentException if a server cannot be reached, or belongs to another deployment
   */
  public static Check open(CheckSettings settings) {
    Check check = new Check(settings);
    try {
      TopicName probe = new TopicName("check:" + UUID.randomUUID());
      Deployment.probe(check.calls, settings.servers(), probe);
      check.onLoop(() -> {
        check.readers.forEach(CheckReader::connect);
        check.loop.scheduleAtFixedRate(
            check::watch, WATCH_MILLIS, WATCH_MILLIS, TimeUnit.MILLISECONDS);
        return true;
      });
      return check;
    } catch (RuntimeException e) {
      check.close();
      throw e;
    }
  }

  /** Publishers publish, readers do what is their habit. */
  public void stir() {
    onLoop(() -> {
      publishers.forEach(CheckPublisher::stir);
      readers.forEach(CheckReader::stir);
      return true;
    });
  }

  /** Nobody begins a publication, everybody reads. */
  public void calm() {
    onLoop(() -> {
      publishers.forEach(CheckPublisher::calm);
      readers.forEach(CheckReader::calm);
      return true;
    });
  }

  /** Lets it go on for so long, or until a promise is broken: then it says false. */
  public boolean run(Duration time) {
    long endNanos = System.nanoTime() + time.toNanos();
    CompletableFuture<Boolean> broken = new CompletableFuture<>();
    loop.execute(() -> pollBroken(broken, endNanos));
    return !waitFor(broken);
  }

  /** The names of the topics. */
  public List<String> topics() {
    return topics.stream().map(it -> it.name().value()).toList();
  }

  /** All readers stop reading at once, until it is calm. */
  public void stopReading() {
    onLoop(() -> {
      readers.forEach(CheckReader::stopReading);
      return true;
    });
  }

  /** Cuts all readers at once. */
  public void cutAll() {
    onLoop(() -> {
      readers.forEach(CheckReader::cut);
      return true;
    });
  }

  /**
   * Waits, calm, until every server says the same of every topic and every reader holds just that;
   * then judges what was accepted since the last time.
   *
   * @param patience past it whoever does not agree is a violation
   * @return how long it took, from when the last publication was answered, or {@code patience}
   */
  public Duration converge(Duration patience) {
    awaitIdle();
    long begunNanos = System.nanoTime();
    List<CompletableFuture<Convergence.@Nullable Agreed>> all =
        onLoop(() -> topics.stream().map(it -> Convergence.of(world, it, patience)).toList());
    List<Convergence.Agreed> reached = new ArrayList<>();
    for (var each : all) {
      Convergence.Agreed it = waitFor(each);
      if (it != null) {
        reached.add(it);
      }
    }
    converged = Duration.ofNanos(System.nanoTime() - begunNanos);
    onLoop(() -> {
      reached.forEach(this::settle);
      return true;
    });
    return converged;
  }

  /** How many readers are where they should soon hear what happens. */
  public long attentive() {
    return onLoop(() -> readers.stream().filter(CheckReader::isAttentive).count());
  }

  /** How many events were accepted so far. */
  public long accepted() {
    return onLoop(() -> tally.count(CheckCounter.ACCEPTED));
  }

  /** The promises that were not kept, so far. */
  public List<Violation> violations() {
    return onLoop(violations::kept);
  }

  /** What was seen until all agreed last. */
  public CheckReport report() {
    return onLoop(this::written);
  }

  @Override
  public void close() {
    try {
      onLoop(() -> {
        readers.forEach(CheckReader::close);
        publishers.forEach(CheckPublisher::close);
        return true;
      });
    } finally {
      calls.close();
      loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
  }

  private void watch() {
    long now = System.nanoTime();
    readers.forEach(reader -> reader.watch(now));
  }

  private void awaitIdle() {
    CompletableFuture<Boolean> idle = new CompletableFuture<>();
    loop.execute(() -> pollIdle(idle, System.nanoTime() + LAST_PUBLICATIONS.toNanos()));
    waitFor(idle);
  }

  private void pollIdle(CompletableFuture<Boolean> idle, long deadlineNanos) {
    if (publishers.stream().allMatch(CheckPublisher::isIdle)
        || System.nanoTime() - deadlineNanos > 0) {
      idle.complete(true);
    } else {
      world.after(POLL_MILLIS, () -> pollIdle(idle, deadlineNanos));
    }
  }

  private void pollBroken(CompletableFuture<Boolean> broken, long endNanos) {
    boolean isBroken = violations.count() > 0;
    if (isBroken || System.nanoTime() - endNanos >= 0) {
      broken.complete(isBroken);
    } else {
      world.after(POLL_MILLIS, () -> pollBroken(broken, endNanos));
    }
  }

  private void settle(Convergence.Agreed it) {
    History history = it.topic().history();
    history.stand("the store", it.head(), it.view());
    tally.add(CheckCounter.UNDECIDED, Omissions.judge(history));
    Audit.Fates fates = Audit.of(history, it.topic().takeAccepted(), it.head(), it.view());
    tally.add(CheckCounter.STORED, fates.stored());
    tally.add(CheckCounter.LOST_AND_TOLD, fates.lostAndTold());
    tally.add(CheckCounter.UNDECIDED, fates.undecided());
  }

  private CheckReport written() {
    return new CheckReport(tally, arrivals, converged, violations);
  }

  private <T> T onLoop(Supplier<T> task) {
    return waitFor(CompletableFuture.supplyAsync(task, loop));
  }

  private <T extends @Nullable Object> T waitFor(CompletableFuture<T> future) {
    try {
      while (true) {
        Throwable found = bug;
        if (found != null) {
          throw new IllegalStateException("the check itself fails", found);
        }
        try {
          return future.get(WATCH_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
          // Looks again whether it is worth waiting.
        }
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("the check itself fails", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
