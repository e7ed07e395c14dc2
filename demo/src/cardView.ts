import { type Comment, Unreachable } from "./api.ts";
import { beside, type Card, columnName, type ColumnId, type Content } from "./cards.ts";
import { CommentsView } from "./commentsView.ts";
import { h, say } from "./dom.ts";
import { avatar, hueOf, together } from "./people.ts";
import { SubtitleView } from "./subtitleView.ts";

/** The contents of a card on the board. */
export interface Look {
  readonly content: Content;
  /** Who else edits it. */
  readonly editors: readonly string[];
  readonly stale: boolean;
  readonly comments: readonly Comment[] | undefined;
}

/** The actions on a card. The card shows their failures. */
export interface CardActions {
  save(content: Content): Promise<void>;
  comment(text: string): Promise<void>;
  refresh(): Promise<void>;
  editing(begins: boolean): void;
}

/** One card on the board. */
export class CardView {
  readonly element: HTMLElement;
  readonly #actions: CardActions;
  readonly #editing: HTMLElement;
  readonly #problem: HTMLElement;
  readonly #subtitle: SubtitleView;
  readonly #comments: CommentsView;
  readonly #left: HTMLButtonElement;
  readonly #right: HTMLButtonElement;
  #content: Content;
  /** The last action failed because the server could not be reached. */
  #unreached = false;

  constructor(card: Card, actions: CardActions) {
    this.#actions = actions;
    this.#content = card;
    this.#editing = h("p", { class: "editing", "data-testid": `editing-${card.id}`, hidden: true });
    this.#problem = h("p", { class: "problem", "data-testid": `problem-${card.id}`, role: "alert", hidden: true });
    this.#subtitle = new SubtitleView(card, {
      save: (subtitle) => this.#try(() => actions.save({ ...this.#content, subtitle })),
      editing: (begins) => actions.editing(begins),
      ended: () => this.#forget(),
    });
    this.#comments = new CommentsView(card, {
      add: (text) => this.#try(() => actions.comment(text)),
      refresh: () => this.#try(() => actions.refresh()),
    });
    this.#left = this.#arrow(card, "left", -1);
    this.#right = this.#arrow(card, "right", 1);
    this.element = this.#build(card);
  }

  show({ content, editors, stale, comments }: Look): void {
    const changed = content.column !== this.#content.column || content.subtitle !== this.#content.subtitle;
    this.#content = content;
    // A new try would start from another card than the failed one did.
    if (changed && !this.#unreached) this.#forget();
    this.#subtitle.show(content.subtitle);
    this.#comments.show(stale, comments);
    this.#label(this.#left, beside(content.column, -1));
    this.#label(this.#right, beside(content.column, 1));
    this.#showEditors(editors);
    this.element.dataset["column"] = content.column;
  }

  /** Draws attention to a change by somebody else. */
  flash(): void {
    this.element.classList.remove("flash");
    void this.element.offsetWidth; // Without this layout the browser would not notice that the class was removed.
    this.element.classList.add("flash");
  }

  async moveTo(column: ColumnId): Promise<void> {
    if (column !== this.#content.column) await this.#try(() => this.#actions.save({ ...this.#content, column }));
  }

  /** The server answers again. What failed because it did not may be tried once more. */
  live(): void {
    if (!this.#unreached) return;
    this.#unreached = false;
    this.#problem.classList.add("over");
    say(this.#problem, "The connection is back: please try again");
  }

  #build(card: Card): HTMLElement {
    return h(
      "article",
      { class: "card", "data-testid": `card-${card.id}`, "data-card": card.id, "aria-labelledby": `title-${card.id}` },
      h(
        "header",
        {},
        h("h3", { id: `title-${card.id}` }, card.title),
        h(
          "span",
          { class: "points", title: `${card.points} points` },
          String(card.points),
          h("span", { class: "unseen" }, " points"),
        ),
      ),
      this.#subtitle.element,
      this.#editing,
      this.#problem,
      h("footer", {}, this.#comments.element, h("div", { class: "moves" }, this.#left, this.#right)),
    );
  }

  /** Not `disabled` at the edge of the board: a disabled button would lose the keyboard's focus. */
  #arrow(card: Card, side: "left" | "right", steps: 1 | -1): HTMLButtonElement {
    const arrow = h(
      "button",
      { type: "button", class: "arrow", "data-testid": `move-${side}-${card.id}` },
      steps < 0 ? "←" : "→",
    );
    arrow.addEventListener("click", async () => {
      const column = beside(this.#content.column, steps);
      if (column !== undefined) await this.moveTo(column);
    });
    return arrow;
  }

  #label(arrow: HTMLButtonElement, column: ColumnId | undefined): void {
    arrow.setAttribute("aria-disabled", String(column === undefined));
    arrow.setAttribute("aria-label", column === undefined ? "No column there" : `Move to ${columnName(column)}`);
    arrow.title = arrow.getAttribute("aria-label") ?? "";
  }

  #showEditors(editors: readonly string[]): void {
    const [first] = editors;
    this.#editing.hidden = first === undefined;
    this.#editing.replaceChildren(
      ...editors.map(avatar),
      first === undefined ? "" : `${together(editors)} ${editors.length > 1 ? "are" : "is"} editing`,
    );
    if (first === undefined) delete this.element.dataset["hue"];
    else this.element.dataset["hue"] = hueOf(first);
  }

  /** Runs the action and returns whether it succeeded. Its failure is shown until something succeeds. */
  async #try(action: () => Promise<void>): Promise<boolean> {
    this.element.setAttribute("aria-busy", "true");
    try {
      await action();
      this.#forget();
      return true;
    } catch (problem) {
      this.#unreached = problem instanceof Unreachable;
      this.#problem.hidden = false;
      this.#problem.classList.remove("over");
      say(this.#problem, `Not done: ${problem instanceof Error ? problem.message : String(problem)}`);
      return false;
    } finally {
      this.element.removeAttribute("aria-busy");
    }
  }

  #forget(): void {
    this.#unreached = false;
    this.#problem.hidden = true;
  }
}
