package dev.fanfare.gateway.http;

import io.netty.handler.codec.DateFormatter;
import jakarta.inject.Singleton;
import java.util.Date;

/** The time in the form of a {@code Date} header, formatted once a second. For any thread. */
@Singleton
final class HttpDate {
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

  @SuppressWarnings("JavaUtilDate") // Netty's formatter takes nothing else
  private static Second at(long second) {
    return new Second(second, DateFormatter.format(new Date(second * 1_000)));
  }
}
