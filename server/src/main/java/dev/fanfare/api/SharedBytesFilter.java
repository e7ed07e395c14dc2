package dev.fanfare.api;

import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;

/**
 * Has {@link SharedBytes} write the answers of topics. It runs after the route, because the route
 * replaces any writer that the answer had before.
 */
@ServerFilter("/v1/topics/**")
final class SharedBytesFilter {
  @ResponseFilter
  void share(MutableHttpResponse<?> response) {
    if (response.body() instanceof byte[]) {
      SharedBytes.writes(response);
    }
  }
}
