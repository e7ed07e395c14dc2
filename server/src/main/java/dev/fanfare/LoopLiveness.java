package dev.fanfare;

import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.management.health.indicator.annotation.Liveness;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/**
 * An instance is alive while each of its event loops runs its tasks. A loop that does not is dead
 * or stuck: its sockets are silent, and only a new process helps.
 */
@Liveness
@Singleton
final class LoopLiveness implements HealthIndicator {
  private static final String NAME = "eventLoops";

  /** Far longer than any task of a loop that works. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final List<EventExecutor> loops = new ArrayList<>();

  LoopLiveness(EventLoopGroup group) {
    group.forEach(loops::add);
  }

  @Override
  public Publisher<HealthResult> getResult() {
    return Mono.fromFuture(this::ask);
  }

  private CompletableFuture<HealthResult> ask() {
    List<CompletableFuture<Boolean>> answers = loops.stream().map(LoopLiveness::answer).toList();
    return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
        .thenApply(_ -> {
          long silent = answers.stream().filter(answer -> !answer.join()).count();
          return silent == 0 ? up() : down(silent);
        });
  }

  private static CompletableFuture<Boolean> answer(EventExecutor loop) {
    CompletableFuture<Boolean> answer = new CompletableFuture<>();
    try {
      loop.execute(() -> answer.complete(true));
    } catch (RejectedExecutionException e) {
      return CompletableFuture.completedFuture(false);
    }
    return answer.completeOnTimeout(false, PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }

  private HealthResult up() {
    return HealthResult.builder(NAME, HealthStatus.UP).build();
  }

  private HealthResult down(long silent) {
    String reason =
        silent
            + " of "
            + loops.size()
            + " event loops have done nothing for "
            + PATIENCE.toSeconds()
            + " s";
    return HealthResult.builder(NAME, HealthStatus.DOWN).details(Map.of("reason", reason)).build();
  }
}
