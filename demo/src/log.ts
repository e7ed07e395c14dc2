import { h } from "./dom.ts";

const KEPT = 50;

/** The last events, newest first, as sentences. */
export class Log {
  readonly #list: HTMLElement;

  constructor(list: HTMLElement) {
    this.#list = list;
  }

  /** `kind`, the kind of the event, decides the colour of the entry. */
  add(kind: "state" | "gone" | "notice" | "link", sentence: string, at = Date.now()): void {
    const time = new Date(at);
    this.#list.prepend(
      h(
        "li",
        { class: `entry ${kind}` },
        h("time", { datetime: time.toISOString() }, time.toLocaleTimeString([], { hour12: false })),
        h("span", {}, sentence),
      ),
    );
    while (this.#list.children.length > KEPT) this.#list.lastElementChild?.remove();
  }
}
