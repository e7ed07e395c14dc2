import { h } from "./dom.ts";
import { avatar, PEOPLE, remember, whoIsThis } from "./people.ts";

/** Lets the user of this tab choose one of a few names, or any name. */
export class Who {
  readonly #changed: () => void;
  readonly #chips: ReadonlyMap<string, HTMLButtonElement>;
  readonly #name = h("input", {
    "data-testid": "who",
    "aria-label": "Your name",
    maxlength: "40",
    autocomplete: "off",
    spellcheck: "false",
    required: true,
  });
  #face = avatar("?");
  #who = "";

  constructor(box: HTMLElement, changed: () => void) {
    this.#changed = changed;
    this.#chips = new Map(PEOPLE.map((name) => [name, this.#chip(name)]));
    box.append(
      h("label", { class: "name" }, h("span", {}, "You are"), this.#face, this.#name),
      h("div", { class: "chips", role: "group", "aria-label": "Be somebody else" }, ...this.#chips.values()),
    );
    this.#name.addEventListener("change", () => this.#become(this.#name.value.trim() || this.#who));
    this.#show(whoIsThis());
  }

  get name(): string {
    return this.#who;
  }

  #chip(name: string): HTMLButtonElement {
    const chip = h(
      "button",
      { type: "button", class: "chip", title: `Be ${name}`, "aria-label": name, "data-testid": `who-${name}` },
      avatar(name),
    );
    chip.addEventListener("click", () => this.#become(name));
    return chip;
  }

  #become(who: string): void {
    this.#show(who);
    this.#changed();
  }

  #show(who: string): void {
    this.#who = who;
    remember(who);
    this.#name.value = who;
    const face = avatar(who);
    this.#face.replaceWith(face);
    this.#face = face;
    for (const [name, chip] of this.#chips) chip.setAttribute("aria-pressed", String(name === who));
  }
}
