import { CARDS, type ColumnId, COLUMNS } from "./cards.ts";
import type { CardView } from "./cardView.ts";
import { h, say } from "./dom.ts";

interface Column {
  readonly list: HTMLElement;
  readonly count: HTMLElement;
}

/** The columns, and which card is in which. */
export class Columns {
  readonly #columns: ReadonlyMap<ColumnId, Column>;
  readonly #dropped: (cardId: string, column: ColumnId) => void;

  constructor(board: HTMLElement, dropped: (cardId: string, column: ColumnId) => void) {
    this.#dropped = dropped;
    this.#columns = new Map(COLUMNS.map(({ id, name }) => [id, this.#build(board, id, name)]));
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

  #build(board: HTMLElement, id: ColumnId, name: string): Column {
    const list = h("div", { class: "cards" });
    const count = h("span", { class: "count" });
    const column = h(
      "section",
      { class: "column", "data-testid": `column-${id}`, "aria-labelledby": `column-${id}` },
      h("h2", { id: `column-${id}` }, name, count),
      list,
    );
    column.addEventListener("dragover", (drag) => {
      drag.preventDefault();
      column.classList.add("target");
    });
    column.addEventListener("dragleave", () => column.classList.remove("target"));
    column.addEventListener("drop", (drop) => {
      drop.preventDefault();
      column.classList.remove("target");
      this.#dropped(drop.dataTransfer?.getData("text/plain") ?? "", id);
    });
    board.append(column);
    return { list, count };
  }
}
