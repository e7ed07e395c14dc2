package dev.fanfare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.netty.buffer.PooledByteBufAllocator;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/**
 * Checks a server while the tests of a class run: it logs no error, which would mean a bug, and
 * Netty finds no leak of a buffer.
 */
public final class NoComplaints implements BeforeAllCallback, AfterAllCallback {
  private final Appender appender = new Appender();

  @Override
  public void beforeAll(ExtensionContext context) {
    haveLeaksFound(); // leaks of earlier tests do not count
    appender.start();
    root().addAppender(appender);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    haveLeaksFound();
    root().detachAppender(appender);
    assertThat(appender.errors).as("logged as errors").isEmpty();
  }

  /**
   * Makes Netty report leaks: it does so when a leaked buffer is collected and another one is made.
   */
  private static void haveLeaksFound() {
    WeakReference<Object> garbage = new WeakReference<>(new Object());
    await()
        .until(() -> {
          System.gc();
          return garbage.get() == null;
        });
    PooledByteBufAllocator.DEFAULT.directBuffer(1).release();
  }

  private static Logger root() {
    return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }

  private static final class Appender extends AppenderBase<ILoggingEvent> {
    final List<String> errors = new CopyOnWriteArrayList<>();

    @Override
    protected void append(ILoggingEvent event) {
      if (event.getLevel().isGreaterOrEqual(Level.ERROR)) {
        errors.add(event.getLoggerName() + ": " + event.getFormattedMessage());
      }
    }
  }
}
