/** What the client needs of the world. Tests bring their own, with a clock that they move. */
export interface Environment {
  /** Ms since any fixed moment. */
  now(): number;
  /** From 0 to below 1. */
  random(): number;
  /** Runs `task` once, in `ms`; the answer cancels it. */
  after(ms: number, task: () => void): () => void;
  /** Opens a WebSocket. It tells `events` from a later task on, never from inside this call. */
  open(url: string, events: SocketEvents): Socket;
}

export interface Socket {
  send(text: string): void;
  close(): void;
}

export interface SocketEvents {
  received(frame: unknown): void;
  /** Comes once, also for a socket that never opened. */
  closed(code: number): void;
}

/** The browser's own, or that of any runtime with a standard `WebSocket`. */
export const standardEnvironment: Environment = {
  now: () => performance.now(),
  random: () => Math.random(),
  after(ms, task) {
    const timer = setTimeout(task, ms);
    return () => clearTimeout(timer);
  },
  open(url, events) {
    const socket = new WebSocket(url, "fanfare.v1");
    socket.onmessage = (message) => events.received(message.data);
    socket.onclose = (close) => events.closed(close.code);
    return socket;
  },
};
