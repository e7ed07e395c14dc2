package dev.fanfare.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.reactivex.rxjava3.core.Single;
import java.util.concurrent.atomic.AtomicReference;

/** Gives the error of a {@link Single} that a test expects to fail. */
final class Failures {
  private Failures() {}

  static FanfareException of(Single<?> failing) {
    AtomicReference<Throwable> failure = new AtomicReference<>();
    failing.ignoreElement().doOnError(failure::set).onErrorComplete().blockingAwait();
    assertThat(failure.get()).isInstanceOf(FanfareException.class);
    return (FanfareException) failure.get();
  }
}
