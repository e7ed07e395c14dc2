import { type Fanfare, FanfareError, type StateEvent } from "../../clients/typescript/src/index.ts";
import { fields } from "./cards.ts";

/** The presence of a crashed browser expires after this time. */
const LIVES_MS = 8000;
const RENEWED_EVERY_MS = 3000;

interface Editing {
  readonly key: string;
  readonly timer: number;
}

/** Who edits which card: state that expires unless it is renewed. */
export class Presence {
  readonly #fanfare: Fanfare;
  readonly #topic: string;
  #editing: Editing | undefined;

  constructor(fanfare: Fanfare, topic: string) {
    this.#fanfare = fanfare;
    this.#topic = topic;
  }

  /** `user` edits this card from now on, and no other. */
  begin(user: string, card: string): void {
    this.end();
    const key = `editing:${card}:${user}`;
    const renew = () => this.#tell({ kind: "state", user, key, data: { user, card }, ttlMs: LIVES_MS });
    this.#editing = { key, timer: window.setInterval(renew, RENEWED_EVERY_MS) };
    renew();
  }

  end(): void {
    if (this.#editing === undefined) return;
    window.clearInterval(this.#editing.timer);
    this.#tell({ kind: "gone", key: this.#editing.key });
    this.#editing = undefined;
  }

  /** Nobody waits for the answer: an event that is lost in a cut is renewed, or the state expires. */
  #tell(draft: Parameters<Fanfare["publish"]>[1]): void {
    this.#fanfare.publish(this.#topic, draft).catch((problem: unknown) => {
      if (!(problem instanceof FanfareError)) throw problem;
      console.info(`presence was not published: ${problem.message}`);
    });
  }
}

/** The card that is edited according to this state, and the user who edits it. */
export function editingIn({ key, data }: StateEvent): { readonly user: string; readonly card: string } | undefined {
  const { user, card } = fields(data);
  return key.startsWith("editing:") && typeof user === "string" && typeof card === "string"
    ? { user, card }
    : undefined;
}
