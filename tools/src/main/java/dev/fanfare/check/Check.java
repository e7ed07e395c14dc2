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
 * Readers and publishers that work on a deployment. At first it is calm: all readers read, and
 * nobody publishes. {@link #stir} starts the publishers and the habits of the readers, {@link
 * #calm} ends them, and {@link #converge} waits until servers and readers agree.
 *
 * <p>Everything runs on one loop of its own. The methods may be called by one thread at a time;
 * they block.
 */
public final class Check implements AutoCloseable {
  private static final int WATCH_MILLIS = 250;
  private static final int POLL_MILLIS = 5;

  /** Time limit of a connect: a server that hangs accepts connections and sends nothing. */
  private static final Duration CONNECT = Duration.ofSeconds(2);

  /**
   * How long to wait for the last publications. It is longer than {@link CheckPublisher} tries one.
   */
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

  /** Starts the publishers, and the habits of the readers. */
  public void stir() {
    onLoop(() -> {
      publishers.forEach(CheckPublisher::stir);
      readers.forEach(CheckReader::stir);
      return true;
    });
  }

  /** No publisher starts another publication, and every reader reads. */
  public void calm() {
    onLoop(() -> {
      publishers.forEach(CheckPublisher::calm);
      readers.forEach(CheckReader::calm);
      return true;
    });
  }

  /**
   * Waits for this time, or until a promise is broken.
   *
   * @return false if a promise is broken
   */
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

  /** Makes all readers stop reading at once, until {@link #calm}. */
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
   * Waits until every server gives the same answer for every topic and every reader holds exactly
   * that; then judges the events accepted since the last call. Call {@link #calm} first.
   *
   * @param patience each server or reader that does not agree after this time is a violation
   * @return the time since the last publication was answered, or about {@code patience} if a topic
   *     did not converge
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

  /** The number of readers that should soon receive what happens. */
  public long attentive() {
    return onLoop(() -> readers.stream().filter(CheckReader::isAttentive).count());
  }

  /** The number of events accepted so far. */
  public long accepted() {
    return onLoop(() -> tally.count(CheckCounter.ACCEPTED));
  }

  /** The first violations so far. */
  public List<Violation> violations() {
    return onLoop(violations::kept);
  }

  /** The report up to the last {@link #converge}. */
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
          throw new IllegalStateException("a bug in check", found);
        }
        try {
          return future.get(WATCH_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
          // Look for a bug, then wait on.
        }
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a bug in check", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
