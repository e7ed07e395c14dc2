package dev.fanfare.client;

import java.net.URI;
import java.time.Duration;

/** How it stands with the socket, over which topics are followed. */
public sealed interface Status {
  /** No topic is followed, so there is no socket. */
  record Idle() implements Status {}

  /** A server has been called. */
  record Connecting(URI server) implements Status {}

  /** A server has said welcome. */
  record Open(URI server, String instance) implements Status {}

  /** The socket was cut, or never came about; another try follows. */
  record Waiting(String reason, Duration retryIn) implements Status {}

  /** There is no use in trying again; the next {@code follow} does anyway. */
  record Failed(String reason) implements Status {}

  /** The client was closed. */
  record Closed() implements Status {}
}
