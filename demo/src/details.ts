import type { Fanfare, NoticeEvent } from "../../clients/typescript/src/index.ts";
import type { Api, Comment } from "./api.ts";

/**
 * The comments, which are not pushed: a notice on the board's topic says that those of a card have changed, and the
 * card is marked stale until somebody wants to see them and they are fetched.
 */
export class Details {
  readonly #api: Pick<Api, "comments" | "addComment">;
  readonly #fanfare: Pick<Fanfare, "publish">;
  readonly #topic: string;
  readonly #changed: (cardId: string) => void;
  readonly #comments = new Map<string, readonly Comment[]>();
  /** A mark is an object of its own, so that a fetch takes away only the mark that was there when it began. */
  readonly #marks = new Map<string, object>();
  /** Where this tab is about to fetch by itself, so that its own notice makes nothing flicker. */
  readonly #adding = new Set<string>();
  /** The notice that this tab has published last: it has fetched for itself. */
  #own: string | undefined;

  /** `changed` is called with the id of a card that looks different now. */
  constructor(
    api: Pick<Api, "comments" | "addComment">,
    fanfare: Pick<Fanfare, "publish">,
    topic: string,
    changed: (cardId: string) => void,
  ) {
    this.#api = api;
    this.#fanfare = fanfare;
    this.#topic = topic;
    this.#changed = changed;
  }

  isStale(cardId: string): boolean {
    return this.#marks.has(cardId) && !this.#adding.has(cardId);
  }

  /** Oldest first; `undefined` until they were fetched. */
  comments(cardId: string): readonly Comment[] | undefined {
    return this.#comments.get(cardId);
  }

  /** Somebody has told that the details of a card have changed. */
  notice({ id, key, data }: NoticeEvent): void {
    if (key !== undefined && data === "stale" && id !== this.#own) this.mark(key);
  }

  /** The details of the card may have changed. */
  mark(cardId: string): void {
    this.#marks.set(cardId, {});
    this.#changed(cardId);
  }

  async refresh(cardId: string): Promise<void> {
    const mark = this.#marks.get(cardId);
    const comments = await this.#api.comments(cardId);
    this.#comments.set(
      cardId,
      [...comments].sort((a, b) => a.at - b.at),
    );
    if (this.#marks.get(cardId) === mark) this.#marks.delete(cardId);
    this.#changed(cardId);
  }

  /** Stored first and told then: whoever fetches because of the notice finds the comment. */
  async add(user: string, cardId: string, text: string): Promise<void> {
    this.#adding.add(cardId);
    try {
      await this.#api.addComment(user, cardId, text);
      this.#own = await this.#fanfare.publish(this.#topic, { kind: "notice", user, key: cardId, data: "stale" });
      await this.refresh(cardId);
    } finally {
      this.#adding.delete(cardId);
      this.#changed(cardId);
    }
  }
}
