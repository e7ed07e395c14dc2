package dev.fanfare.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNameTest {
  private static final List<String> KNOWN =
      List.of("kind", "user", "key", "data", "ttlMs", "idempotencyKey", "from");

  @ParameterizedTest
  @CsvSource({
    "ttl, ttlMs",
    "ttlms, ttlMs",
    "tllMs, ttlMs",
    "ttlMss, ttlMs",
    "KIND, kind",
    "knid, kind",
    "kindd, kind",
    "usr, user",
    "username, user",
    "kye, key",
    "keys, key",
    "dta, data",
    "form, from",
    "idempotencykey, idempotencyKey",
    "idempotency_key, idempotencyKey",
    "idempotency-key, idempotencyKey",
    "idempotenceKey, idempotencyKey",
  })
  void a_misspelt_name_is_recognized(String written, String meant) {
    assertThat(NearestName.of(written, KNOWN)).contains(meant);
  }

  @ParameterizedTest
  @CsvSource({"id", "at", "reason", "x", "payload", "expires", "channel", "''", "d"})
  void another_name_is_not_taken_for_a_known_one(String written) {
    assertThat(NearestName.of(written, KNOWN)).isEmpty();
  }

  @Test
  void a_long_name_is_not_compared() {
    assertThat(NearestName.of("kind".repeat(10_000), KNOWN)).isEmpty();
  }
}
