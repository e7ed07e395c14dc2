package dev.fanfare.client;

import static dev.fanfare.client.FanfareException.Reason.NOT_FANFARE;
import static dev.fanfare.client.FanfareException.Reason.OUTCOME_UNKNOWN;
import static dev.fanfare.protocol.ErrorCode.FORBIDDEN;

import io.micronaut.http.HttpResponse;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.disposables.Disposable;
import java.net.URI;
import java.time.Duration;
import org.reactivestreams.Publisher;

/**
 * One call, tried again with full jitter until it is answered or its deadline would pass. It runs
 * on the loop, and ignores the answer to a try that it has given up.
 */
final class Call {
  /** The call, and the receiver of its result. All methods are called on the loop. */
  interface Request {
    Publisher<HttpResponse<byte[]>> send(URI server);

    void done(String body);

    void failed(FanfareException known);

    /** The call is about to be tried again; false if nobody waits for it any more. */
    default boolean retrying(FanfareException known) {
      return true;
    }
  }

  /** A shorter try would only hide why the one before has failed. */
  private static final Duration SHORTEST_TRY = Duration.ofMillis(100);

  private final ClientContext calls;
  private final Request request;
  private final long deadlineNanos;
  private Disposable current = Disposable.disposed();
  private int attempt;
  private boolean maybeDone;
  private boolean broken;
  private boolean over;

  private Call(ClientContext calls, Request request, long deadlineNanos) {
    this.calls = calls;
    this.request = request;
    this.deadlineNanos = deadlineNanos;
  }

  /** Starts it; on the loop. */
  static Call start(ClientContext calls, Request request, long deadlineNanos) {
    Call call = new Call(calls, request, deadlineNanos);
    call.tryOnce();
    return call;
  }

  /** Ends the call with an error: {@code notSent} only if nothing can have been stored. */
  void abandon(FanfareException notSent) {
    // The outcome is unknown if a try is in progress, or if an earlier one may have been stored.
    boolean waiting = attempt > 0 && current.isDisposed();
    finish(() -> request.failed(maybeDone || !waiting ? closedUnanswered() : notSent));
  }

  /** Ends the call without a word to its request. */
  void cancel() {
    finish(() -> {});
  }

  private void tryOnce() {
    int number = ++attempt;
    URI server = calls.servers().current();
    String url = server.toString();
    Duration left = Duration.ofNanos(Math.max(1, deadlineNanos - calls.loop().nanos()));
    Duration timeout = calls.options().limits().requestTimeout();
    Duration within = left.compareTo(timeout) < 0 ? left : timeout;
    Disposable timer =
        calls
            .loop()
            .after(within, () -> answered(number, server, AnswerReader.timeout(url, within)));
    Disposable sending =
        Single.defer(() -> Single.fromPublisher(request.send(server)))
            .map(response -> AnswerReader.read(url, response))
            .onErrorReturn(failure -> AnswerReader.read(url, failure))
            .subscribe(answer -> calls.loop().execute(() -> answered(number, server, answer)));
    current =
        Disposable.fromAction(() -> {
          timer.dispose();
          sending.dispose();
        });
  }

  private void answered(int number, URI server, CallAnswer answer) {
    if (number != attempt || over || current.isDisposed()) {
      return;
    }
    current.dispose();
    switch (answer) {
      case CallAnswer.Done done -> finish(() -> request.done(done.body()));
      case CallAnswer.Refused refused -> finish(() -> request.failed(refused(refused.why())));
      case CallAnswer.ServerFault fault -> againOnce(server, fault.known());
      case CallAnswer.Failed failed -> again(server, failed);
    }
  }

  private void againOnce(URI server, FanfareException known) {
    maybeDone = true;
    if (broken) {
      finish(() -> request.failed(known(known)));
    } else {
      broken = true;
      again(server, new CallAnswer.Failed(Duration.ZERO, known));
    }
  }

  private void again(URI server, CallAnswer.Failed failed) {
    calls.servers().leave(server);
    maybeDone |= failed.known().reason() == OUTCOME_UNKNOWN;
    Duration wait =
        Backoff.CALLS.wait(attempt - 1, calls.random().nextDouble(), failed.notBefore());
    FanfareException known = known(failed.known());
    Duration ahead = wait.plus(SHORTEST_TRY);
    if (calls.loop().nanos() + ahead.toNanos() - deadlineNanos >= 0) {
      finish(() -> request.failed(known));
    } else if (request.retrying(known)) {
      calls.measurements().retried();
      calls.loop().after(wait, this::retry);
    } else {
      over = true;
    }
  }

  private void retry() {
    if (!over) {
      tryOnce();
    }
  }

  private void finish(Runnable tell) {
    if (!over) {
      over = true;
      current.dispose();
      tell.run();
    }
  }

  /**
   * What is known after a refusal. Fanfare refuses no event that it stored before under the same
   * key, but a proxy does not know the key.
   */
  private FanfareException refused(FanfareException why) {
    boolean byProxy =
        why.reason() == NOT_FANFARE || why.code().filter(FORBIDDEN::equals).isPresent();
    return maybeDone && byProxy ? known(why) : why;
  }

  /** What is known after all tries so far; {@code last} is the error of the latest. */
  private FanfareException known(FanfareException last) {
    String why = last.getMessage() + " (tries: " + attempt + ")";
    if (maybeDone) {
      return new FanfareException(OUTCOME_UNKNOWN, "it may or may not be stored: " + why);
    }
    return last.code()
        .map(code -> FanfareException.refused(code, why))
        .orElseGet(() -> new FanfareException(last.reason(), "nothing was stored: " + why));
  }

  private static FanfareException closedUnanswered() {
    return new FanfareException(
        OUTCOME_UNKNOWN, "it may or may not be stored: the client was closed before the answer");
  }
}
