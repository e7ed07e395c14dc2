import { type Delta, type Position, readDelta } from "./delta.ts";
import type { Draft } from "./event.ts";
import { BadFrame, type Fields, flag, integer, object, optional, text, textOrNull } from "./json.ts";

/** A request of the client. The session gives every request its `id`. */
export type Request =
  | { readonly type: "subscribe"; readonly topic: string; readonly from: Position }
  | { readonly type: "unsubscribe"; readonly topic: string }
  | { readonly type: "publish"; readonly topic: string; readonly event: Draft; readonly idempotencyKey?: string }
  | { readonly type: "token"; readonly token: string };

export interface Welcome {
  readonly type: "welcome";
  readonly session: string;
  readonly instance: string;
  readonly heartbeatMs: number;
  /** How fast this side may send. */
  readonly messagesPerSecond: number;
  /** How many messages may come at once. */
  readonly messageBurst: number;
  readonly user: string | null;
}

export interface Ok {
  readonly type: "ok";
  readonly id: string;
  readonly position?: string;
}

export interface Refusal {
  readonly type: "error";
  readonly id?: string;
  readonly code: string;
  readonly message: string;
  readonly retryable: boolean;
}

export interface Goodbye {
  readonly type: "goodbye";
  readonly code: number;
  readonly reason: string;
  /** `null`: do not reconnect. */
  readonly retryAfterMs: number | null;
}

export type ServerMessage = Welcome | Delta | Ok | Refusal | { readonly type: "ping" } | Goodbye;

/** The text of a request. Fields are in the order of the protocol's table. */
export function writeRequest(id: string, request: Request): string {
  const { type, ...rest } = request;
  if (request.type === "subscribe" && request.from === null) return JSON.stringify({ type, id, topic: request.topic });
  return JSON.stringify({ type, id, ...rest });
}

export const PONG = JSON.stringify({ type: "pong" });

/** The message in a frame, or `undefined` if its type is unknown. */
export function readServerMessage(frame: unknown): ServerMessage | undefined {
  const from = parse(frame);
  const type = text(from, "type");
  switch (type) {
    case "welcome":
      return readWelcome(from);
    case "delta":
      return readDelta(from);
    case "ok":
      return { type, id: text(from, "id"), ...optional(from, "position", text) };
    case "error":
      return readRefusal(from);
    case "ping":
      return { type };
    case "goodbye":
      return readGoodbye(from);
    default:
      return undefined;
  }
}

function parse(frame: unknown): Fields {
  if (typeof frame !== "string") throw new BadFrame("the frame is binary, expected text");
  try {
    return object(JSON.parse(frame), "message");
  } catch (problem) {
    throw problem instanceof BadFrame ? problem : new BadFrame(`not JSON: ${frame.slice(0, 80)}`);
  }
}

function readWelcome(from: Fields): Welcome {
  return {
    type: "welcome",
    session: text(from, "session"),
    instance: text(from, "instance"),
    heartbeatMs: integer(from, "heartbeatMs"),
    messagesPerSecond: integer(from, "messagesPerSecond"),
    messageBurst: integer(from, "messageBurst"),
    user: textOrNull(from, "user"),
  };
}

function readRefusal(from: Fields): Refusal {
  return {
    type: "error",
    ...optional(from, "id", text),
    code: text(from, "code"),
    message: text(from, "message"),
    retryable: flag(from, "retryable"),
  };
}

function readGoodbye(from: Fields): Goodbye {
  return {
    type: "goodbye",
    code: integer(from, "code"),
    reason: text(from, "reason"),
    retryAfterMs: from["retryAfterMs"] === null ? null : integer(from, "retryAfterMs"),
  };
}
