import type { Line } from "./cuts.ts";
import { h, say } from "./dom.ts";

const KEPT = 50;

/** The last events, newest first, as sentences. */
export class Log {
  readonly #list: HTMLElement;

  constructor(list: HTMLElement) {
    this.#list = list;
  }

  /** `kind`, the kind of the event, decides the colour of the entry. The returned line can change. */
  add(kind: "state" | "gone" | "notice" | "link", sentence: string, at = Date.now()): Line {
    const time = new Date(at);
    const text = h("span", {}, sentence);
    this.#list.prepend(
      h(
        "li",
        { class: `entry ${kind}` },
        h("time", { datetime: time.toISOString() }, time.toLocaleTimeString([], { hour12: false })),
        text,
      ),
    );
    while (this.#list.children.length > KEPT) this.#list.lastElementChild?.remove();
    return { say: (changed) => say(text, changed) };
  }
}
