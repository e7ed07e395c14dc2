package dev.fanfare.client;

import io.micronaut.http.HttpResponse;
import io.reactivex.rxjava3.core.Single;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.reactivestreams.Publisher;

/** The reads in progress, which end with the client. Owned by the loop. */
final class Reads {
  private final ClientContext calls;
  private final Map<Read<?>, Call> inProgress = new HashMap<>();
  private boolean closed;

  Reads(ClientContext calls) {
    this.calls = calls;
  }

  /** Reads when it is subscribed to, from any thread. */
  <T> Single<T> of(
      Function<String, Publisher<HttpResponse<byte[]>>> call, Function<String, T> reading) {
    return Single.create(
        reader -> calls.loop().execute(() -> start(new Read<>(this, call, reading, reader))));
  }

  private void start(Read<?> read) {
    if (closed) {
      read.failed(FanfareException.closedBeforeTheAnswer());
      return;
    }
    long deadline = calls.loop().nanos() + calls.options().limits().deadline().toNanos();
    inProgress.put(read, Call.start(calls, read, deadline));
  }

  void over(Read<?> read) {
    inProgress.remove(read);
  }

  /** Every reader learns that no answer will come. */
  void close() {
    closed = true;
    Map.copyOf(inProgress)
        .forEach((read, call) -> {
          call.cancel();
          read.failed(FanfareException.closedBeforeTheAnswer());
        });
  }
}
