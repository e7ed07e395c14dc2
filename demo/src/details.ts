import { type Fanfare, FanfareError, type NoticeEvent } from "../../clients/typescript/src/index.ts";
import type { Api, Comment } from "./api.ts";

/**
 * The comments, which are not pushed. A notice on the board's topic says that the comments of a card have changed. The
 * card is then marked stale until they are fetched.
 */
export class Details {
  readonly #api: Pick<Api, "comments" | "addComment">;
  readonly #fanfare: Pick<Fanfare, "publish">;
  readonly #topic: string;
  readonly #changed: (cardId: string) => void;
  readonly #comments = new Map<string, readonly Comment[]>();
  /** Each mark is a new object, so that a fetch removes only the mark that existed when it began. */
  readonly #marks = new Map<string, object>();
  /** The cards whose comments this tab will fetch by itself; its own notice must not mark them for a moment. */
  readonly #adding = new Set<string>();
  /** The cards whose notice could not be published, and the user who commented. */
  readonly #untold = new Map<string, string>();
  /** The id of the last notice of this tab, which is ignored, because the tab fetches by itself. */
  #own: string | undefined;

  /** `changed` is called with the id of a card that has to be shown again. */
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

  /** A notice has come: the details of a card have changed. */
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

  /** There is a connection again. */
  live(): void {
    for (const [cardId, user] of [...this.#untold]) {
      this.#untold.delete(cardId);
      void this.#tell(user, cardId);
    }
  }

  /** Stores first and then publishes the notice, so that a fetch after the notice finds the comment. Fails only if it is not stored. */
  async add(user: string, cardId: string, text: string): Promise<void> {
    this.#adding.add(cardId);
    try {
      await this.#api.addComment(user, cardId, text);
      await this.#tell(user, cardId);
      await this.refresh(cardId).catch(() => this.mark(cardId));
    } finally {
      this.#adding.delete(cardId);
      this.#changed(cardId);
    }
  }

  async #tell(user: string, cardId: string): Promise<void> {
    try {
      this.#own = await this.#fanfare.publish(this.#topic, { kind: "notice", user, key: cardId, data: "stale" });
    } catch (problem) {
      if (!(problem instanceof FanfareError)) throw problem;
      this.#untold.set(cardId, user);
    }
  }
}
