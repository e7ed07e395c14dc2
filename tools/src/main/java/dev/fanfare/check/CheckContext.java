package dev.fanfare.check;

import dev.fanfare.socket.Sockets;
import io.netty.channel.EventLoop;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the readers and publishers of a check share. Runs on the check's loop.
 *
 * @param bugs receives the exceptions that are bugs of the check
 */
record CheckContext(
    EventLoop loop,
    Sockets sockets,
    HttpCalls calls,
    List<URI> servers,
    CheckTally tally,
    Violations violations,
    Consumer<Throwable> bugs) {

  void after(long millis, Runnable task) {
    loop.schedule(task, millis, TimeUnit.MILLISECONDS);
  }

  /** Calls {@code onAnswer} on the loop with the answer, or with null if there was none. */
  <T> void answered(CompletableFuture<T> answer, Consumer<@Nullable T> onAnswer) {
    answer
        .<@Nullable T>handle((value, _) -> value)
        .thenAcceptAsync(onAnswer, loop)
        .exceptionally(bug -> {
          bugs.accept(bug);
          return null;
        });
  }

  URI server(int number) {
    return servers.get(Math.floorMod(number, servers.size()));
  }
}
