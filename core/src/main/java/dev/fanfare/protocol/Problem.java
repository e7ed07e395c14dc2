package dev.fanfare.protocol;

/**
 * An error of the HTTP API: {@code application/problem+json} (RFC 9457), with the code that an
 * {@code error} message would have.
 *
 * @param detail shows the value and what was expected
 * @param instance the path of the request
 */
public record Problem(int status, ErrorCode code, String detail, String instance) {
  public static final String MEDIA_TYPE = "application/problem+json";

  static final String TYPE_PREFIX = "urn:fanfare:problem:";

  /** Sent with every 503: when to try again. */
  public static final int RETRY_AFTER_SECONDS = 1;

  /** A problem with the status of its code. */
  public static Problem of(ErrorCode code, String detail, String instance) {
    return new Problem(status(code), code, detail, instance);
  }

  private static int status(ErrorCode code) {
    return switch (code) {
      case BAD_MESSAGE, UNKNOWN_TYPE, TOO_MANY_TOPICS, NOT_SUPPORTED -> 400;
      case FORBIDDEN -> 403;
      case NOT_FOUND -> 404;
      case NOT_ALLOWED -> 405;
      case STATE_FULL -> 409;
      case TOO_LARGE -> 413;
      case NOT_JSON -> 415;
      case MISDIRECTED -> 421;
      case IDEMPOTENCY_MISMATCH -> 422;
      case RATE_LIMITED -> 429;
      case UNAVAILABLE -> 503;
      case INTERNAL -> 500;
    };
  }

  /** As JSON in UTF-8. */
  public byte[] json() {
    return Json.bytes(json -> {
      json.writeStartObject();
      json.writeStringField("type", TYPE_PREFIX + code.wire());
      json.writeStringField("title", title());
      json.writeNumberField("status", status);
      json.writeStringField("detail", detail);
      json.writeStringField("instance", instance);
      json.writeStringField("code", code.wire());
      json.writeEndObject();
    });
  }

  private String title() {
    return switch (code) {
      case BAD_MESSAGE, UNKNOWN_TYPE -> "Malformed, missing or illegal";
      case TOO_LARGE -> "Too large";
      case TOO_MANY_TOPICS -> "Too many topics";
      case STATE_FULL -> "No room for more state";
      case IDEMPOTENCY_MISMATCH -> "Idempotency key of another publication";
      case RATE_LIMITED -> "Too fast";
      case NOT_SUPPORTED -> "Not supported";
      case FORBIDDEN -> "Not allowed here";
      case NOT_FOUND -> "Not found";
      case NOT_ALLOWED -> "Method not allowed";
      case NOT_JSON -> "Content type is not JSON";
      case MISDIRECTED -> "Not a host of this server";
      case UNAVAILABLE -> "Unavailable for the moment";
      case INTERNAL -> "The server failed";
    };
  }
}
