/** Why a request failed. */
export class FanfareError extends Error {
  override readonly name = "FanfareError";
  /**
   * A code of the protocol, or one of the client's own: `not_connected` (nothing was sent), `outcome_unknown` (the
   * connection was cut before the answer), `closed` (by `close()`, or because the server said not to reconnect).
   */
  readonly code: string;
  /** The same request may succeed later, and trying it again does no harm. */
  readonly retryable: boolean;

  constructor(code: string, message: string, retryable: boolean) {
    super(message);
    this.code = code;
    this.retryable = retryable;
  }
}

/** The event was not sent, because of `reason`, and may be published again. */
export function notSent(reason: string): FanfareError {
  return new FanfareError("not_connected", `nothing was sent: ${reason}`, true);
}

/** The request was sent, but `reason` happened before its answer came. */
export function outcomeUnknown(reason: string): FanfareError {
  return new FanfareError(
    "outcome_unknown",
    `${reason} before the answer came: it is unknown whether it was done`,
    false,
  );
}
