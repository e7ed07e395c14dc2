import type { Delta } from "./delta.ts";
import type { Environment, Socket } from "./environment.ts";
import { FanfareError } from "./error.ts";
import {
  type Goodbye,
  type Ok,
  PONG,
  readServerMessage,
  type Refusal,
  type Request,
  type ServerMessage,
  type Welcome,
  writeRequest,
} from "./message.ts";
import { Pace } from "./pace.ts";
import { Requests } from "./requests.ts";
import { Watchdog } from "./watchdog.ts";

/** How long a server may take until its welcome. */
const WELCOME_WITHIN_MS = 10_000;
/** How long a server may take until its first message after a check. */
const ANSWER_WITHIN_MS = 3_000;
/** Leaving a topic that nobody follows changes nothing, and is answered. */
const NOTHING = { type: "unsubscribe", topic: "nobody-follows-this" } as const;
const SILENCE = "nothing was heard of the server";
/** The server closes the socket for good at a longer message, so it is refused here. */
const LONGEST_MESSAGE_BYTES = 128 * 1024;

/** How a session has ended, and whether another may follow. */
export interface End {
  readonly reason: string;
  /** At least how long to wait before reconnecting; `null`: do not reconnect. */
  readonly retryAfterMs: number | null;
}

export interface SessionEvents {
  welcomed(welcome: Welcome): void;
  received(delta: Delta): void;
  /** An error that answers no request. */
  refused(refusal: Refusal): void;
  /** Called once, and nothing after it. */
  ended(end: End): void;
}

/** One socket from its opening to its end. A reconnect opens another session. */
export class Session {
  readonly #environment: Environment;
  readonly #events: SessionEvents;
  readonly #socket: Socket;
  readonly #watchdog: Watchdog;
  readonly #requests = new Requests();
  readonly #timers = new Set<() => void>();
  #pace: Pace | undefined;
  #goodbye: Goodbye | undefined;
  #over = false;

  constructor(url: string, environment: Environment, events: SessionEvents) {
    this.#environment = environment;
    this.#events = events;
    this.#watchdog = new Watchdog(environment, WELCOME_WITHIN_MS, () => this.#fail(SILENCE));
    this.#socket = environment.open(url, {
      received: (frame) => this.#receive(frame),
      closed: (code) => this.#finish(endOf(code, this.#goodbye)),
    });
  }

  /** Resolves with the server's `ok`. */
  request(request: Request): Promise<Ok> {
    return this.#requests.open((id) => {
      const text = writeRequest(id, request);
      const bytes = new TextEncoder().encode(text).length;
      if (bytes > LONGEST_MESSAGE_BYTES) {
        throw new FanfareError(
          "too_large",
          `the message has ${bytes} bytes, expected at most ${LONGEST_MESSAGE_BYTES}`,
          false,
        );
      }
      this.#send(text);
    });
  }

  /** Ends the session unless the server sends anything soon. Resolves to whether it answered. */
  check(): Promise<boolean> {
    const askedAt = this.#environment.now();
    this.after(ANSWER_WITHIN_MS, () => {
      if (this.#watchdog.heardAt <= askedAt) this.#fail(SILENCE);
    });
    return this.request(NOTHING).then(
      () => true,
      () => !this.#over,
    );
  }

  /** In how many ms a message may be sent that can wait: 0 is now. */
  waitMs(): number {
    return this.#pace?.waitMs(this.#environment.now()) ?? 0;
  }

  /** Runs `task` in `ms` unless the session is over by then. */
  after(ms: number, task: () => void): void {
    const cancel = this.#environment.after(ms, () => {
      this.#timers.delete(cancel);
      task();
    });
    this.#timers.add(cancel);
  }

  /** Ends it from this side. */
  close(reason: string): void {
    this.#finish({ reason, retryAfterMs: null });
  }

  #send(text: string): void {
    this.#pace?.spend();
    this.#socket.send(text);
  }

  #receive(frame: unknown): void {
    if (this.#over) return;
    this.#watchdog.heard();
    let message: ServerMessage | undefined;
    try {
      message = readServerMessage(frame);
    } catch (problem) {
      // The unreadable message may have been a delta: a new session starts from known positions.
      return this.#fail(
        `the server sent an unreadable message: ${problem instanceof Error ? problem.message : String(problem)}`,
      );
    }
    if (message !== undefined) this.#take(message);
  }

  #take(message: ServerMessage): void {
    switch (message.type) {
      case "welcome":
        this.#watchdog.expectWithin(2 * message.heartbeatMs);
        this.#pace = new Pace(message.messagesPerSecond, message.messageBurst, this.#environment.now());
        this.#events.welcomed(message);
        return;
      case "delta":
        this.#events.received(message);
        return;
      case "ok":
        this.#requests.answer(message);
        return;
      case "error":
        if (!this.#requests.answer(message)) this.#events.refused(message);
        return;
      case "ping":
        this.#send(PONG);
        return;
      case "goodbye":
        this.#goodbye = message;
        return;
    }
  }

  #fail(reason: string): void {
    this.#finish({ reason, retryAfterMs: 0 });
  }

  /**
   * Does not wait for the socket to be closed: a browser takes half a minute to give up on a dead peer. Later events of
   * the socket are ignored.
   */
  #finish(end: End): void {
    if (this.#over) return;
    this.#over = true;
    this.#watchdog.stop();
    for (const cancel of this.#timers) cancel();
    this.#socket.close();
    this.#requests.abandon(end.reason);
    this.#events.ended(end);
  }
}

/** After a close code from 4500 on, and after a goodbye without a time, the client does not reconnect. */
function endOf(code: number, goodbye: Goodbye | undefined): End {
  if (goodbye !== undefined)
    return { reason: `the server said goodbye: ${goodbye.reason}`, retryAfterMs: goodbye.retryAfterMs };
  const reason = `the connection was closed with code ${code}`;
  return { reason, retryAfterMs: code >= 4500 && code <= 4999 ? null : 0 };
}
