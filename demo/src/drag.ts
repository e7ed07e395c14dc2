/** A pointer that moves less far than this still presses. */
const SLIP_PX = 6;
/** A finger that holds still for so long lifts the card; one that moves earlier scrolls. */
const HOLD_MS = 300;
/** Near the edge of the board a dragged card scrolls it, by so much a frame. */
const EDGE_PX = 40;
const SCROLL_PX = 10;
/** A press on one of these is for itself. */
const NOT_DRAGGED = "form, .last, button:not(.subtitle)";

export interface DragEvents {
  lifted(cardId: string): void;
  /** The card is over this column now, or over none. */
  over(column: HTMLElement | undefined): void;
  /** The card was dropped on a column, or put back. */
  ended(cardId: string, column: HTMLElement | undefined): void;
}

interface Press {
  readonly card: HTMLElement;
  readonly pointer: number;
  readonly mouse: boolean;
  readonly x: number;
  readonly y: number;
  readonly timer: number | undefined;
}

/**
 * Drags cards with a mouse, a pen or a finger. What moves is a copy of the card, so that the card itself can move
 * meanwhile, as others move it.
 */
export class Drag {
  readonly #board: HTMLElement;
  readonly #events: DragEvents;
  #press: Press | undefined;
  #copy: HTMLElement | undefined;
  #over: HTMLElement | undefined;
  #x = 0;
  #y = 0;

  constructor(board: HTMLElement, events: DragEvents) {
    this.#board = board;
    this.#events = events;
    board.addEventListener("pointerdown", (down) => this.#begin(down));
    // A finger that drags a card does not scroll, and one that holds it opens no menu.
    board.addEventListener("touchmove", (move) => this.#copy && move.cancelable && move.preventDefault(), {
      passive: false,
    });
    board.addEventListener("contextmenu", (menu) => this.#press?.mouse === false && menu.preventDefault());
    window.addEventListener("pointermove", (move) => this.#move(move));
    window.addEventListener(
      "pointerup",
      ({ pointerId }) => pointerId === this.#press?.pointer && this.#end(this.#over),
    );
    window.addEventListener("pointercancel", ({ pointerId }) => pointerId === this.#press?.pointer && this.#end());
    window.addEventListener("blur", () => this.#end());
    window.addEventListener("keydown", ({ key }) => key === "Escape" && this.#end());
  }

  #begin({ target, pointerId, pointerType, isPrimary, button, clientX, clientY }: PointerEvent): void {
    const card = target instanceof Element && !target.closest(NOT_DRAGGED) ? target.closest(".card") : null;
    if (this.#press !== undefined || !isPrimary || button !== 0 || !(card instanceof HTMLElement)) return;
    const mouse = pointerType === "mouse";
    const timer = mouse ? undefined : window.setTimeout(() => this.#lift(), HOLD_MS);
    this.#press = { card, pointer: pointerId, mouse, x: clientX, y: clientY, timer };
    [this.#x, this.#y] = [clientX, clientY];
  }

  #move({ pointerId, buttons, clientX, clientY }: PointerEvent): void {
    const press = this.#press;
    if (press === undefined || pointerId !== press.pointer) return;
    // The button was released where this page does not see it.
    if (buttons === 0) return this.#end();
    [this.#x, this.#y] = [clientX, clientY];
    if (this.#copy === undefined) {
      if (Math.hypot(clientX - press.x, clientY - press.y) < SLIP_PX) return;
      if (!press.mouse) return this.#end();
      this.#lift();
    }
    this.#follow(press);
  }

  #lift(): void {
    if (this.#press === undefined) return;
    const { card } = this.#press;
    this.#copy = copyOf(card);
    card.classList.add("dragged");
    this.#board.classList.add("dragging");
    this.#mark(this.#columnHere());
    this.#events.lifted(card.dataset["card"] ?? "");
    this.#scroll();
  }

  #follow({ x, y }: Press): void {
    if (this.#copy !== undefined) this.#copy.style.translate = `${this.#x - x}px ${this.#y - y}px`;
    const over = this.#columnHere();
    if (over === this.#over) return;
    this.#mark(over);
    this.#events.over(over);
  }

  /** Anywhere above or below a column is on it: a short column has no length to aim at. */
  #columnHere(): HTMLElement | undefined {
    const { top, bottom } = this.#board.getBoundingClientRect();
    if (this.#y < top || this.#y > bottom) return undefined;
    return [...this.#board.querySelectorAll<HTMLElement>(".column")].find((column) => {
      const { left, right } = column.getBoundingClientRect();
      return this.#x >= left && this.#x <= right;
    });
  }

  #mark(over: HTMLElement | undefined): void {
    this.#over?.classList.remove("target");
    this.#over = over;
    over?.classList.add("target");
  }

  #scroll(): void {
    if (this.#copy === undefined || this.#press === undefined) return;
    const { left, right } = this.#board.getBoundingClientRect();
    if (this.#x < left + EDGE_PX) this.#board.scrollLeft -= SCROLL_PX;
    if (this.#x > right - EDGE_PX) this.#board.scrollLeft += SCROLL_PX;
    this.#follow(this.#press);
    window.requestAnimationFrame(() => this.#scroll());
  }

  #end(over?: HTMLElement): void {
    if (this.#press === undefined) return;
    const { card, timer } = this.#press;
    const dragged = this.#copy !== undefined;
    window.clearTimeout(timer);
    this.#copy?.remove();
    this.#press = this.#copy = undefined;
    this.#mark(undefined);
    card.classList.remove("dragged");
    this.#board.classList.remove("dragging");
    if (!dragged) return;
    pressNothing();
    this.#events.ended(card.dataset["card"] ?? "", over);
  }
}

/** A picture of the card, at its place. Nothing finds it: neither the pointer nor a screen reader nor a test. */
function copyOf(card: HTMLElement): HTMLElement {
  const { left, top, width } = card.getBoundingClientRect();
  const copy = card.cloneNode(true) as HTMLElement;
  for (const element of [copy, ...copy.querySelectorAll("*")]) {
    for (const name of ["id", "data-testid", "role"]) element.removeAttribute(name);
  }
  copy.classList.add("copy");
  copy.inert = true;
  copy.ariaHidden = "true";
  Object.assign(copy.style, { left: `${left}px`, top: `${top}px`, width: `${width}px` });
  document.body.append(copy);
  return copy;
}

/** The button's release is also a click on what was pressed. That click does nothing; one by keyboard has no `detail`. */
function pressNothing(): void {
  const swallow = (click: MouseEvent) => click.detail > 0 && click.stopPropagation();
  window.addEventListener("click", swallow, { capture: true, once: true });
  const over = () => window.removeEventListener("click", swallow, { capture: true });
  window.addEventListener("pointerdown", over, { capture: true, once: true });
}
