import type { Environment, Socket, SocketEvents } from "../src/environment.ts";

/** One socket as the server sees it. */
export class FakeSocket implements Socket {
  readonly url: string;
  readonly sent: string[] = [];
  closed = false;
  readonly #events: SocketEvents;

  constructor(url: string, events: SocketEvents) {
    this.url = url;
    this.#events = events;
  }

  send(text: string): void {
    this.sent.push(text);
  }

  close(): void {
    this.closed = true;
  }

  /** The server sends these messages. */
  say(...messages: readonly object[]): void {
    for (const message of messages) this.sayRaw(JSON.stringify(message));
  }

  sayRaw(frame: unknown): void {
    this.#events.received(frame);
  }

  welcome({ instance = "one", messagesPerSecond = 50, messageBurst = 256 } = {}): void {
    this.say({
      type: "welcome",
      session: "s",
      instance,
      heartbeatMs: 25_000,
      messagesPerSecond,
      messageBurst,
      user: null,
    });
  }

  /** The connection is cut. */
  cut(code = 1006): void {
    this.#events.closed(code);
  }

  /** The messages that the client has sent, parsed. */
  get requests(): readonly Record<string, unknown>[] {
    return this.sent.map((text) => JSON.parse(text) as Record<string, unknown>);
  }
}

/** An environment in which time passes only in `pass`, and `chance` is every random number. */
export class FakeWorld implements Environment {
  readonly sockets: FakeSocket[] = [];
  chance = 0.5;
  #nowMs = 0;
  readonly #timers = new Set<{ readonly at: number; readonly task: () => void }>();

  now(): number {
    return this.#nowMs;
  }

  random(): number {
    return this.chance;
  }

  after(ms: number, task: () => void): () => void {
    const timer = { at: this.#nowMs + ms, task };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  open(url: string, events: SocketEvents): Socket {
    const socket = new FakeSocket(url, events);
    this.sockets.push(socket);
    return socket;
  }

  /** The socket that was opened last. */
  get socket(): FakeSocket {
    const last = this.sockets.at(-1);
    if (last === undefined) throw new Error("no socket was opened");
    return last;
  }

  get timers(): number {
    return this.#timers.size;
  }

  /** Time passes, and the timers that are due run in order. */
  pass(ms: number): void {
    const until = this.#nowMs + ms;
    for (let due = this.#due(until); due !== undefined; due = this.#due(until)) {
      this.#timers.delete(due);
      this.#nowMs = due.at;
      due.task();
    }
    this.#nowMs = until;
  }

  #due(until: number) {
    return [...this.#timers].filter((timer) => timer.at <= until).sort((a, b) => a.at - b.at)[0];
  }
}

/** Lets the callbacks of settled promises run. */
export async function settled(): Promise<void> {
  for (let round = 0; round < 5; round++) await Promise.resolve();
}
