package dev.fanfare.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.Instance;
import dev.fanfare.RawSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A bug in one session ends that session alone, and its client is informed. */
@Timeout(60)
final class BrokenSessionTest {
  private static final int INTERNAL_ERROR = 1011;

  @Test
  void a_session_with_a_bug_ends_with_a_code_that_says_so() {
    try (Instance instance = Instance.start();
        RawSocket broken = RawSocket.open(instance, "?topic=t")) {
      broken.next("delta");
      instance
          .part(Sessions.class)
          .forEach(it ->
              it.channel().pipeline().fireExceptionCaught(new IllegalStateException("a bug")));
      assertThat(broken.next(RawSocket.CLOSE).closeCode()).isEqualTo(INTERNAL_ERROR);
      broken.send(RawSocket.close(INTERNAL_ERROR));
      assertThat(broken.isClosed()).isTrue();
      try (RawSocket other = RawSocket.open(instance, "?topic=t")) {
        assertThat(other.next("delta").string("topic")).isEqualTo("t");
      }
    }
  }
}
