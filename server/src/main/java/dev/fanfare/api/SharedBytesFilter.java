package dev.fanfare.api;

import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;

/**
 * Has what was read of a topic written by {@link SharedBytes}. After the route, which puts its own
 * writer in the place of one that the answer had before.
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
