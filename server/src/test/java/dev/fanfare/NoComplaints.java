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
 * The server behaves while a class's tests run: it logs no error, which is its word for a bug, and
 * Netty finds no buffer that was let go without being released.
 */
public final class NoComplaints implements BeforeAllCallback, AfterAllCallback {
  private final Appender appender = new Appender();

  @Override
  public void beforeAll(ExtensionContext context) {
    haveLeaksFound(); // what others left is not this class's
    appender.start();
    root().addAppender(appender);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    haveLeaksFound();
    root().detachAppender(appender);
    assertThat(appender.errors).as("logged as errors").isEmpty();
  }

  /** Netty reports a leak when its garbage is collected and another buffer is made. */
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
