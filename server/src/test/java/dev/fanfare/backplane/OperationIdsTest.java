package dev.fanfare.backplane;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class OperationIdsTest {
  private static final int MANY = 100_000;

  @Test
  void an_id_is_13_characters_of_base32() {
    var ids = new OperationIds(new Random(1));
    assertThat(Stream.generate(ids::next).limit(1_000))
        .allMatch(id -> id.matches("[0-9a-f][0-9a-hjkmnp-tv-z]{12}"));
  }

  @Test
  void no_id_comes_twice_in_several_threads() {
    var ids = new OperationIds(new Random(1));
    Set<String> all =
        IntStream.range(0, MANY).parallel().mapToObj(_ -> ids.next()).collect(Collectors.toSet());
    assertThat(all).hasSize(MANY);
  }

  @Test
  void instances_make_different_ids() {
    var some = new OperationIds(new Random(1));
    var others = new OperationIds(new Random(2));
    Set<String> seen = Stream.generate(some::next).limit(MANY).collect(Collectors.toSet());
    assertThat(Stream.generate(others::next).limit(MANY)).noneMatch(seen::contains);
  }

  @Test
  void an_id_says_nothing_about_the_next() {
    var ids = new OperationIds(new Random(1));
    long alike =
        Stream.generate(ids::next)
            .limit(1_000)
            .filter(id -> id.regionMatches(4, ids.next(), 4, 1))
            .count();
    assertThat(alike).isBetween(1L, 100L); // about one of 32
  }
}
