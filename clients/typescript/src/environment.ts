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

/** A `WebSocket` as browsers have it. */
export type WebSocketConstructor = new (
  url: string,
  protocol: string,
) => Socket & { onmessage: ((message: never) => void) | null; onclose: ((close: never) => void) | null };

/** That of the browser, or of any runtime with this `WebSocket`. */
export function standardEnvironment(socketClass: WebSocketConstructor): Environment {
  return {
    now: () => performance.now(),
    random: () => Math.random(),
    after(ms, task) {
      const timer = setTimeout(task, ms);
      return () => clearTimeout(timer);
    },
    open(url, events) {
      const socket = new socketClass(url, "fanfare.v1");
      socket.onmessage = (message: { readonly data: unknown }) => events.received(message.data);
      socket.onclose = (close: { readonly code: number }) => events.closed(close.code);
      return socket;
    },
  };
}
