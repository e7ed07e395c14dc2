package dev.fanfare.client;

import java.time.Duration;

/**
 * Receives the outcomes of publishes. Called on the client's own thread, which an implementation
 * must not block.
 */
public interface Measurements {
  /** Measures nothing. */
  Measurements NONE =
      new Measurements() {
        @Override
        public void published(int events, Duration latency) {}

        @Override
        public void failed(int events) {}

        @Override
        public void retried() {}
      };

  /**
   * Events were stored by one request.
   *
   * @param latency from when the first of them was admitted to the answer, all tries included
   */
  void published(int events, Duration latency);

  /** Events were refused, or their outcome is not known. */
  void failed(int events);

  /** A request is about to be tried again. */
  void retried();
}
