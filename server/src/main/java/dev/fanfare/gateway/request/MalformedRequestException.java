package dev.fanfare.gateway.request;

/** The head of a request is not valid HTTP/1.1. The message says what is wrong. */
final class MalformedRequestException extends RuntimeException {
  private static final long serialVersionUID = 1;

  MalformedRequestException(String message) {
    super(message, null, false, false);
  }
}
