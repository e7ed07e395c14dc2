import type { Card } from "./cards.ts";
import { h, say } from "./dom.ts";
import { TextField } from "./textField.ts";

export interface SubtitleActions {
  /** Whether it was saved. */
  save(subtitle: string): Promise<boolean>;
  editing(begins: boolean): void;
  /** The edit was saved or cancelled, and the field is closed. */
  ended(): void;
}

/** The subtitle: a text that becomes a field when it is pressed. Enter saves, Escape cancels, Shift+Enter begins a new line. */
export class SubtitleView {
  readonly element: HTMLElement;
  readonly #actions: SubtitleActions;
  readonly #text: HTMLButtonElement;
  readonly #field: TextField;
  readonly #meanwhile: HTMLElement;
  readonly #form: HTMLFormElement;
  #saved: string;
  /** The text at the begin of the edit. */
  #began = "";

  constructor(card: Card, actions: SubtitleActions) {
    this.#actions = actions;
    this.#saved = card.subtitle;
    this.#text = h(
      "button",
      { type: "button", class: "subtitle", "data-testid": `subtitle-${card.id}`, title: "Edit" },
      card.subtitle,
    );
    this.#field = new TextField(`input-${card.id}`, "saves", {
      "aria-label": `Subtitle of ${card.title}`,
      rows: "2",
      enterkeyhint: "done",
    });
    this.#meanwhile = h("p", {
      class: "meanwhile",
      "data-testid": `meanwhile-${card.id}`,
      role: "status",
      hidden: true,
    });
    const cancel = h("button", { type: "button", class: "quiet", "data-testid": `cancel-${card.id}` }, "Cancel");
    this.#form = h(
      "form",
      { class: "edit", hidden: true },
      this.#field.element,
      this.#meanwhile,
      h(
        "div",
        { class: "buttons" },
        h("button", { class: "primary", "data-testid": `save-${card.id}` }, "Save"),
        cancel,
      ),
    );
    this.element = h("div", {}, this.#text, this.#form);
    this.#text.addEventListener("click", () => this.#begin());
    cancel.addEventListener("click", () => this.#end());
    this.#listen();
  }

  show(subtitle: string): void {
    this.#saved = subtitle;
    say(this.#text, subtitle || "Say what it is about");
    this.#text.classList.toggle("empty", subtitle === "");
    this.#meanwhile.hidden = subtitle === this.#began || subtitle === this.#field.text;
    say(this.#meanwhile, this.#meanwhile.hidden ? "" : `Changed meanwhile to “${subtitle}”`);
  }

  #listen(): void {
    this.#form.addEventListener("submit", (submit) => {
      submit.preventDefault();
      void this.#save();
    });
    this.#form.addEventListener("keydown", (press) => {
      if (press.key === "Escape" && !press.isComposing) this.#end();
    });
    this.#form.addEventListener("focusin", ({ relatedTarget }) => {
      if (!this.#holds(relatedTarget)) this.#actions.editing(true);
    });
    this.#form.addEventListener("focusout", ({ relatedTarget }) => {
      if (!this.#holds(relatedTarget)) this.#actions.editing(false);
    });
  }

  #holds(target: EventTarget | null): boolean {
    return target instanceof Node && this.#form.contains(target);
  }

  #begin(): void {
    this.#began = this.#saved;
    this.#meanwhile.hidden = true;
    this.#field.text = this.#saved;
    this.#text.hidden = true;
    this.#form.hidden = false;
    this.#field.input.focus();
    this.#field.input.select();
  }

  /** If saving fails, the text stays in the field. */
  async #save(): Promise<void> {
    const subtitle = this.#field.text;
    if (subtitle === this.#saved || (await this.#actions.save(subtitle))) this.#end();
  }

  #end(): void {
    if (this.#form.hidden) return;
    const focused = this.#form.contains(document.activeElement);
    this.#text.hidden = false;
    if (focused) this.#text.focus();
    this.#form.hidden = true;
    this.#actions.ended();
  }
}
