import { CARDS, type ColumnId, columnName, COLUMNS, quotedTitle } from "./cards.ts";
import type { CardView } from "./cardView.ts";
import { h, say } from "./dom.ts";
import { Drag } from "./drag.ts";

interface Column {
  readonly list: HTMLElement;
  readonly count: HTMLElement;
}

/** The columns, and which card is in which. */
export class Columns {
  readonly #columns: ReadonlyMap<ColumnId, Column>;
  /** Tells a screen reader what a drag does. */
  readonly #spoken = h("p", { class: "unseen", "data-testid": "dragging", role: "status" });

  /** `dropped` is called for a card that was dragged to another column. */
  constructor(board: HTMLElement, dropped: (cardId: string, column: ColumnId) => void) {
    this.#columns = new Map(COLUMNS.map(({ id, name }) => [id, build(board, id, name)]));
    board.append(this.#spoken);
    new Drag(board, {
      lifted: (cardId) => say(this.#spoken, `${quotedTitle(cardId)} is lifted, Escape puts it back`),
      over: (element) => say(this.#spoken, element ? `Over ${columnName(this.#idOf(element))}` : "Over no column"),
      ended: (cardId, element) => this.#ended(cardId, element && this.#idOf(element), dropped),
    });
  }

  /** In every column the cards are in the order of `CARDS`. */
  place(views: ReadonlyMap<string, CardView>, columnOf: (cardId: string) => ColumnId): void {
    for (const [id, { list, count }] of this.#columns) {
      const here = CARDS.filter((card) => columnOf(card.id) === id).flatMap(
        (card) => views.get(card.id)?.element ?? [],
      );
      say(count, String(here.length));
      here.forEach((element, index) => {
        if (list.children[index] !== element) this.#insert(list, element, index);
      });
    }
  }

  /** A moved element loses the focus; it gets it back, so that a card can be moved on by keyboard. */
  #insert(list: HTMLElement, element: HTMLElement, index: number): void {
    const focused = document.activeElement;
    list.insertBefore(element, list.children[index] ?? null);
    if (focused instanceof HTMLElement && element.contains(focused)) focused.focus();
  }

  #ended(cardId: string, column: ColumnId | undefined, dropped: (cardId: string, column: ColumnId) => void): void {
    const from = [...this.#columns].find(([, { list }]) => list.querySelector(`[data-card="${cardId}"]`))?.[0];
    if (column === undefined || column === from) return say(this.#spoken, `${quotedTitle(cardId)} stays where it is`);
    say(this.#spoken, `${quotedTitle(cardId)} is dropped on ${columnName(column)}`);
    dropped(cardId, column);
  }

  #idOf(element: HTMLElement): ColumnId {
    return element.dataset["column"] as ColumnId;
  }
}

function build(board: HTMLElement, id: ColumnId, name: string): Column {
  const list = h("div", { class: "cards" });
  const count = h("span", { class: "count" });
  board.append(
    h(
      "section",
      { class: "column", "data-testid": `column-${id}`, "data-column": id, "aria-labelledby": `column-${id}` },
      h("h2", { id: `column-${id}` }, name, count),
      list,
    ),
  );
  return { list, count };
}
