package dev.fanfare.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import dev.fanfare.protocol.Json;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/**
 * Writes each line of the log as a JSON object: {@code {"time","level","instance","message"}}, and
 * {@code logger}, the origin of a line of a library, and {@code trace}, a stack trace. Logback's
 * own encoder writes times as numbers, and no instance. Logback calls it with a lock held.
 */
public final class JsonLines extends EncoderBase<ILoggingEvent> {
  private static final byte[] NOTHING = new byte[0];
  private static final String OURS = "dev.fanfare.";

  private final ThrowableProxyConverter traces = new ThrowableProxyConverter();

  @Override
  public void start() {
    traces.start();
    super.start();
  }

  @Override
  public byte[] headerBytes() {
    return NOTHING;
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    byte[] line =
        Json.bytes(json -> {
          json.writeStartObject();
          json.writeStringField("time", time(event.getInstant()));
          json.writeStringField("level", event.getLevel().toString());
          json.writeStringField("instance", LogSettings.shownInstance());
          json.writeStringField("message", event.getFormattedMessage());
          if (!event.getLoggerName().startsWith(OURS)) {
            json.writeStringField("logger", event.getLoggerName());
          }
          if (event.getThrowableProxy() != null) {
            json.writeStringField("trace", traces.convert(event));
          }
          json.writeEndObject();
        });
    return (new String(line, UTF_8) + "\n").getBytes(UTF_8);
  }

  private static String time(Instant at) {
    return at.truncatedTo(ChronoUnit.MILLIS)
        .atZone(ZoneId.systemDefault())
        .toOffsetDateTime()
        .toString();
  }

  @Override
  public byte[] footerBytes() {
    return NOTHING;
  }
}
