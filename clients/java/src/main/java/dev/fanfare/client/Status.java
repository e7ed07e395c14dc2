package dev.fanfare.client;

import java.net.URI;
import java.time.Duration;

/** The state of the socket over which topics are followed. */
public sealed interface Status {
  /** No topic is followed, so there is no socket. */
  record Idle() implements Status {}

  /** A socket is being opened. */
  record Connecting(URI server) implements Status {}

  /** The server has sent its welcome. */
  record Open(URI server, String instance) implements Status {}

  /** The socket was cut or did not open; another try follows. */
  record Waiting(String reason, Duration retryIn) implements Status {}

  /** Another try would fail as well; only the next {@code follow} makes one. */
  record Failed(String reason) implements Status {}

  /** The client was closed. */
  record Closed() implements Status {}
}
