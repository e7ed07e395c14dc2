package dev.fanfare.topic;

import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Arbitrary drafts, with few keys, so that several have the same. */
final class Drafts {
  private Drafts() {}

  static Arbitrary<List<Draft>> batches() {
    return Arbitraries.frequencyOf(
        Tuple.of(4, drafts().list().ofSize(1)),
        Tuple.of(1, drafts().list().ofMinSize(2).ofMaxSize(5)));
  }

  static Arbitrary<TopicLimits> limits() {
    return Combinators.combine(
            Arbitraries.integers().between(1, 12),
            Arbitraries.integers().between(1, 1_500),
            Arbitraries.integers().between(1, 60))
        .as((events, bytes, seconds) ->
            new TopicLimits(events, bytes, Duration.ofSeconds(seconds), 100, 1 << 20));
  }

  private static Arbitrary<Draft> drafts() {
    Arbitrary<Key> keys = Arbitraries.of("a", "b", "c", "long:d").map(Key::new);
    Arbitrary<Data> data =
        Arbitraries.of("0", "\"one\"", "{\"two\":2}", "\"" + "x".repeat(40) + "\"").map(Data::new);
    Arbitrary<Duration> ttls = Arbitraries.of(Duration.ofMillis(1), Duration.ofSeconds(5));
    Arbitrary<Draft> sets =
        Combinators.combine(keys, data, ttls.injectNull(0.8))
            .as((key, value, ttl) -> new Draft.State(null, key, value, ttl));
    Arbitrary<Draft> clears = keys.map(key -> new Draft.Gone(null, key));
    Arbitrary<Draft> notices =
        Combinators.combine(keys.injectNull(0.4), data)
            .as((key, value) -> new Draft.Notice(null, key, value));
    return Arbitraries.frequencyOf(Tuple.of(4, sets), Tuple.of(1, clears), Tuple.of(2, notices));
  }
}
