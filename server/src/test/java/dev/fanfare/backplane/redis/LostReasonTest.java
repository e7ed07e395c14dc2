package dev.fanfare.backplane.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisConnectionException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** About once in a hundred connections that Redis refuses, Lettuce does not report why. */
final class LostReasonTest {
  private final RuntimeException withoutReason =
      new RedisConnectionException(
          "Unable to connect",
          new CompletionException(
              new IllegalStateException("RedisHandshakeHandler not registered")));
  private final RuntimeException refused =
      new RedisConnectionException(
          "Unable to connect", new RedisCommandExecutionException("WRONGPASS no"));

  @Test
  void a_failure_without_its_reason_is_tried_again() {
    Queue<RuntimeException> failures =
        new ArrayDeque<>(List.of(withoutReason, withoutReason, refused));
    assertThatThrownBy(() -> connect(failures, 4)).hasCause(refused);
    assertThat(failures).isEmpty();
  }

  @Test
  void a_failure_with_its_reason_is_not_tried_again() {
    Queue<RuntimeException> failures = new ArrayDeque<>(List.of(refused, refused));
    assertThatThrownBy(() -> connect(failures, 4)).hasCause(refused);
    assertThat(failures).hasSize(1);
  }

  @Test
  void after_some_attempts_a_failure_without_its_reason_is_reported() {
    Queue<RuntimeException> failures =
        new ArrayDeque<>(List.of(withoutReason, withoutReason, refused));
    assertThatThrownBy(() -> connect(failures, 2)).hasCause(withoutReason);
    assertThat(failures).hasSize(1);
  }

  private static void connect(Queue<RuntimeException> failures, int attempts) {
    Connector.withReason(() -> failing(failures.remove()), attempts).toCompletableFuture().join();
  }

  private static CompletionStage<String> failing(RuntimeException failure) {
    return CompletableFuture.failedStage(failure);
  }
}
