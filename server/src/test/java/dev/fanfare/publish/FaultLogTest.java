package dev.fanfare.publish;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Faults that repeat are logged now and then. */
final class FaultLogTest {
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(FaultLog.class);
  private long nowNanos = Long.MAX_VALUE - 5;
  private final FaultLog faults = new FaultLog(() -> nowNanos);

  @BeforeEach
  void listen() {
    log.start();
    logger.addAppender(log);
    logger.setAdditive(false);
  }

  @AfterEach
  void leave() {
    logger.detachAppender(log);
    logger.setAdditive(true);
  }

  @Test
  void the_first_fault_of_a_kind_is_logged_and_then_one_a_period_with_a_count() {
    for (int i = 0; i < 1_000; i++) {
      faults.log("/a", fault("one " + i));
    }
    assertThat(lines()).containsExactly("/a failed because of a bug");
    nowNanos += FaultLog.PERIOD.toNanos() - 1;
    faults.log("/a", fault("late"));
    assertThat(lines()).hasSize(1);
    nowNanos++;
    faults.log("/b", fault("due"));
    assertThat(lines())
        .last()
        .isEqualTo("/b failed because of a bug; 1000 similar failures not logged");
    assertThat(log.list.getLast().getThrowableProxy().getMessage()).isEqualTo("due");
  }

  @Test
  void kinds_differ_by_class_and_place() {
    faults.log("/a", fault("one"));
    faults.log("/a", new IllegalStateException("elsewhere"));
    faults.log("/a", new IllegalArgumentException("another class"));
    assertThat(lines()).hasSize(3);
  }

  @Test
  void past_the_limit_of_kinds_all_others_are_one() {
    for (int i = 0; i < FaultLog.MAX_KINDS + 50; i++) {
      var fault = new IllegalStateException("one of many");
      fault.setStackTrace(new StackTraceElement[] {new StackTraceElement("C", "m", "C.java", i)});
      faults.log("/a", fault);
    }
    assertThat(lines()).hasSize(FaultLog.MAX_KINDS + 1);
  }

  private static RuntimeException fault(String message) {
    return new IllegalStateException(message);
  }

  private List<String> lines() {
    return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }
}
