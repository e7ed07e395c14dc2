import { type Json } from "../../clients/typescript/src/index.ts";
import { type Content, fields } from "./cards.ts";

export interface Comment {
  readonly by: string;
  readonly text: string;
  readonly at: number;
}

/** The server was not reached: it may be in a moment. */
export class Unreachable extends Error {}

/** The board's HTTP calls. A failed call throws an Error whose message can be shown as it is. */
export class Api {
  readonly #base: () => string;
  readonly #unreached: () => void;

  /** `base` gives the URL of the instance to call now; `unreached` is called when it cannot be reached. */
  constructor(base: () => string, unreached: () => void) {
    this.#base = base;
    this.#unreached = unreached;
  }

  /** Saves a card as the backend of a real board would. Every board receives it. */
  async save(username: string, cardId: string, data: Content): Promise<void> {
    await this.#ask("/poc/submit_update_event", { username, cardId, data: { ...data } });
  }

  async comments(cardId: string): Promise<readonly Comment[]> {
    const { events } = fields(await this.#ask(detailsOf(cardId)));
    return Array.isArray(events) ? events.map(commentIn).filter((comment) => comment !== undefined) : [];
  }

  /** Every comment has a key of its own, so that two comments at the same time are both kept. */
  async addComment(user: string, cardId: string, text: string): Promise<void> {
    const key = [...crypto.getRandomValues(new Uint32Array(3))].map((part) => part.toString(36)).join("");
    await this.#ask(`${detailsOf(cardId)}/events`, { kind: "state", user, key, data: { text } });
  }

  async #ask(path: string, body?: Json): Promise<Json> {
    const post = { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
    const answer = await fetch(this.#base() + path, body === undefined ? { cache: "no-store" } : post).catch(() => {
      this.#unreached();
      throw new Unreachable("the server cannot be reached");
    });
    const said = await (answer.json() as Promise<Json>).catch(() => null);
    if (answer.ok) return said;
    const { detail, title } = fields(said);
    throw new Error(String(detail ?? title ?? `the server answered ${answer.status}`));
  }
}

/** The comments of a card are the state of a topic of their own, which no board follows. */
function detailsOf(cardId: string): string {
  return `/v1/topics/${encodeURIComponent(`board:details:${cardId}`)}`;
}

function commentIn(event: Json): Comment | undefined {
  const { kind, user, at, data } = fields(event);
  const { text } = fields(data);
  if (kind !== "state" || typeof text !== "string" || typeof at !== "number") return undefined;
  return { by: typeof user === "string" ? user : "somebody", text, at };
}
