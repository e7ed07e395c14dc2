package dev.fanfare.gateway.http;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The time as a {@code Date} header says it, written once a second. For any thread. */
@Singleton
final class HttpDate {
  private static final DateTimeFormatter FORM =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US);

  private record Second(long second, String text) {}

  private volatile Second last = at(0);

  String now() {
    long now = System.currentTimeMillis() / 1_000;
    Second known = last;
    if (known.second != now) {
      known = at(now);
      last = known;
    }
    return known.text;
  }

  private static Second at(long second) {
    var time = Instant.ofEpochSecond(second).atOffset(ZoneOffset.UTC);
    return new Second(second, FORM.format(time));
  }
}
