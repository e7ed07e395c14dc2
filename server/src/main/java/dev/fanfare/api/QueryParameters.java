package dev.fanfare.api;

import dev.fanfare.protocol.ErrorCode;
import dev.fanfare.protocol.ProtocolException;
import dev.fanfare.topic.InvalidValueException;
import io.micronaut.http.HttpRequest;

/** The queries of calls that have none: what is published is in the body. */
final class QueryParameters {
  private QueryParameters() {}

  /**
   * Refuses a call with a query, so that nothing in it is dropped in silence.
   *
   * @throws ProtocolException that names the first parameter
   */
  static void none(HttpRequest<?> request) {
    request.getParameters().names().stream()
        .findFirst()
        .ifPresent(name -> {
          throw new ProtocolException(
              ErrorCode.BAD_MESSAGE,
              "query parameter "
                  + InvalidValueException.shown(name)
                  + " is unknown: expected all fields in the body");
        });
  }
}
