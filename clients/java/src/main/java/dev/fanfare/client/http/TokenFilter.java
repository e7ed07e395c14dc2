package dev.fanfare.client.http;

import io.micronaut.context.annotation.Property;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.MutableHttpRequest;
import io.micronaut.http.annotation.ClientFilter;
import io.micronaut.http.annotation.RequestFilter;

/** Adds the token to the calls of this client only. */
@Authorized
@ClientFilter
@Requires(property = "fanfare.token")
final class TokenFilter {
  private final String token;

  TokenFilter(@Property(name = "fanfare.token") String token) {
    this.token = token;
  }

  @RequestFilter
  void add(MutableHttpRequest<?> request) {
    request.bearerAuth(token);
  }
}
