package dev.fanfare.session;

import static dev.fanfare.session.ConnectionLimit.OWN_FILES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.topic.InvalidValueException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The number of connections that fit into the open files of a process. */
final class ConnectionLimitTest {
  @ParameterizedTest
  @CsvSource({"1, 17", "256, 272", "1600, 1700", "16384, 17408", "100000, 101024"})
  void there_are_more_connections_than_sockets(int sockets, int all) {
    assertThat(new ConnectionLimit(sockets).all()).isEqualTo(all);
  }

  @ParameterizedTest
  @ValueSource(longs = {101_280, 1_048_576, Long.MAX_VALUE})
  void a_limit_that_fits_stays(long files) {
    ConnectionLimit limit = new ConnectionLimit(100_000);
    assertThat(limit.within(files)).isSameAs(limit);
  }

  @ParameterizedTest
  @ValueSource(longs = {280, 300, 512, 1024, 4096, 17_663, 17_664, 17_665, 65_536, 101_279})
  void a_limit_that_does_not_fit_is_lowered_just_enough(long files) {
    ConnectionLimit fitting = new ConnectionLimit(100_000).within(files);
    assertThat(fitting.all() + OWN_FILES).isLessThanOrEqualTo((int) files);
    ConnectionLimit more = new ConnectionLimit(fitting.sockets() + 2);
    assertThat(more.all() + OWN_FILES).isGreaterThan((int) files);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 64, 256, 273})
  void there_is_at_least_one_socket(long files) {
    assertThat(new ConnectionLimit(100_000).within(files).sockets()).isOne();
  }

  @Test
  void a_limit_of_no_sockets_is_refused() {
    assertThatThrownBy(() -> ConnectionLimit.of(0))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("fanfare.connections");
  }
}
