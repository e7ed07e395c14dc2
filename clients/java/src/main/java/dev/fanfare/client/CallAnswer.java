package dev.fanfare.client;

import java.time.Duration;

/** What one try of a call came to. */
sealed interface CallAnswer {
  /** Done; this is the body. */
  record Done(String body) implements CallAnswer {}

  /** Trying again is of no use. */
  record Refused(FanfareException why) implements CallAnswer {}

  /**
   * Another try may succeed.
   *
   * @param notBefore what the server has asked for
   * @param known what is known of this try: refused, not sent or unknown
   */
  record Failed(Duration notBefore, FanfareException known) implements CallAnswer {}
}
