/** The clock, timers, randomness and sockets of the client. Tests have their own, with a clock that they move. */
export interface Environment {
  /** Ms since any fixed moment. */
  now(): number;
  /** From 0 to below 1. */
  random(): number;
  /** Runs `task` once, in `ms`; the returned function cancels it. */
  after(ms: number, task: () => void): () => void;
  /** Opens a WebSocket. It calls `events` only after this call has returned. */
  open(url: string, events: SocketEvents): Socket;
}

export interface Socket {
  send(text: string): void;
  close(): void;
}

export interface SocketEvents {
  received(frame: unknown): void;
  /** Called once, also for a socket that never opened. */
  closed(code: number): void;
}

/** That of the browser, or of any runtime with a standard `WebSocket`. */
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
