import type { Comment } from "./api.ts";
import type { Card } from "./cards.ts";
import { h, say } from "./dom.ts";
import { avatar } from "./people.ts";
import { TextField } from "./textField.ts";

export interface CommentsActions {
  /** Whether it was added. */
  add(text: string): Promise<boolean>;
  refresh(): Promise<boolean>;
}

/** Shows the number of a card's comments and the last one, as of the last fetch. */
export class CommentsView {
  readonly element: HTMLElement;
  readonly #last = h("p", { class: "last", hidden: true });
  readonly #count: HTMLElement;
  readonly #stale: HTMLElement;
  readonly #form: HTMLFormElement;
  readonly #field: TextField;
  readonly #open: HTMLButtonElement;

  constructor(card: Card, actions: CommentsActions) {
    this.#count = h("span", { class: "count", "data-testid": `comments-${card.id}` }, "…");
    const refresh = h("button", { type: "button", class: "refresh", "data-testid": `refresh-${card.id}` }, "Refresh");
    refresh.addEventListener("click", () => void actions.refresh());
    this.#stale = h(
      "p",
      { class: "stale", "data-testid": `stale-${card.id}`, role: "status", hidden: true },
      h("span", {}, "May be out of date"),
      refresh,
    );
    this.#open = h(
      "button",
      { type: "button", class: "quiet", "data-testid": `comment-${card.id}`, "aria-label": `Comment on ${card.title}` },
      "Comment",
    );
    this.#field = new TextField(`comment-text-${card.id}`, "adds", {
      "aria-label": `Comment on ${card.title}`,
      placeholder: "Say something",
      required: true,
      rows: "1",
      enterkeyhint: "send",
    });
    this.#form = h(
      "form",
      { class: "say", hidden: true },
      this.#field.element,
      h("button", { class: "primary", "data-testid": `comment-send-${card.id}` }, "Add"),
    );
    this.element = h(
      "div",
      { class: "comments" },
      this.#stale,
      this.#last,
      this.#form,
      h("div", { class: "line" }, this.#count, this.#open),
    );
    this.#listen(actions);
  }

  show(stale: boolean, comments: readonly Comment[] | undefined): void {
    // The pressed button disappears, so the focus moves to the one beside it.
    if (!stale && this.#stale.contains(document.activeElement)) this.#open.focus();
    this.#stale.hidden = !stale;
    this.element.classList.toggle("outdated", stale);
    if (comments === undefined) return;
    say(this.#count, comments.length === 1 ? "1 comment" : `${comments.length || "No"} comments`);
    const last = comments.at(-1);
    this.#last.hidden = last === undefined;
    if (last !== undefined)
      this.#last.replaceChildren(avatar(last.by), h("span", {}, h("b", {}, last.by), ` ${last.text}`));
  }

  #listen(actions: CommentsActions): void {
    this.#open.addEventListener("click", () => this.#show(this.#form.hidden === true));
    this.#form.addEventListener("keydown", ({ key, isComposing }) => {
      if (key === "Escape" && !isComposing) this.#show(false);
    });
    this.#form.addEventListener("submit", async (submit) => {
      submit.preventDefault();
      const { text } = this.#field;
      if (text === "" || !(await actions.add(text))) return;
      this.#field.text = "";
      this.#show(false);
    });
  }

  #show(form: boolean): void {
    this.#form.hidden = !form;
    say(this.#open, form ? "Cancel" : "Comment");
    this.#open.setAttribute("aria-label", form ? "Cancel the comment" : (this.#field.input.ariaLabel ?? ""));
    (form ? this.#field.input : this.#open).focus();
  }
}
