package dev.fanfare.client;

import java.time.Duration;

/** The outcome of one try of a call. */
sealed interface CallAnswer {
  /** Done; this is the body. */
  record Done(String body) implements CallAnswer {}

  /** Another try would fail as well. */
  record Refused(FanfareException why) implements CallAnswer {}

  /**
   * The server failed because of a bug. One more try may succeed; a third is useless.
   *
   * @param known that the outcome is unknown
   */
  record ServerFault(FanfareException known) implements CallAnswer {}

  /**
   * Another try may succeed.
   *
   * @param notBefore how long the server has asked to wait
   * @param known what is known of this try: refused, not sent or unknown
   */
  record Failed(Duration notBefore, FanfareException known) implements CallAnswer {}
}
