import { type Attributes, h, say } from "./dom.ts";

export const LONGEST_TEXT = 3000;
/** From here on the rest is counted. */
const COUNTED_FROM = LONGEST_TEXT - 300;

/**
 * A field for a text of several lines: Enter submits its form, Shift+Enter begins a new line. A text that is too long is
 * not cut, neither typed nor pasted: the form is not submitted, and the counter says by how much it is too long.
 */
export class TextField {
  /** The field and the line below it. */
  readonly element: HTMLElement;
  readonly input: HTMLTextAreaElement;
  readonly #room: HTMLElement;
  /** What a screen reader says. It would repeat the counter with every character. */
  readonly #spoken = h("span", { class: "unseen", role: "status" });

  /** `enter` is what Enter does: "saves". */
  constructor(testId: string, enter: string, attributes: Attributes) {
    const hint = h(
      "span",
      { id: `keys-${testId}`, class: "keys" },
      `Enter ${enter}, Shift+Enter: new line, Esc cancels`,
    );
    this.#room = h("span", { class: "room", "data-testid": `room-${testId}`, "aria-hidden": "true" });
    this.input = h("textarea", {
      "data-testid": testId,
      "aria-describedby": hint.id,
      autocomplete: "off",
      ...attributes,
    });
    this.element = h("div", { class: "text" }, this.input, h("p", { class: "below" }, hint, this.#room, this.#spoken));
    this.input.addEventListener("input", () => this.#count());
    this.input.addEventListener("keydown", (press) => {
      // While the input method composes a word, Enter is for the input method.
      if (press.key !== "Enter" || press.shiftKey || press.isComposing) return;
      press.preventDefault();
      this.input.form?.requestSubmit();
    });
  }

  get text(): string {
    return this.input.value.trim();
  }

  set text(text: string) {
    this.input.value = text;
    this.#count();
  }

  #count(): void {
    const { length } = this.text;
    const words = room(length);
    const tooLong = length > LONGEST_TEXT;
    say(this.#room, words);
    this.#room.classList.toggle("over", tooLong);
    this.input.setCustomValidity(tooLong ? words : "");
    this.input.setAttribute("aria-invalid", String(tooLong));
    say(this.#spoken, tooLong ? "The text is too long" : words && "The text is almost too long");
  }
}

/** How much room is left, in words; nothing while there is enough. */
export function room(length: number): string {
  const left = LONGEST_TEXT - length;
  if (length < COUNTED_FROM) return "";
  if (left === 0) return `No character left of ${inDigits(LONGEST_TEXT)}`;
  const characters = `${inDigits(Math.abs(left))} ${Math.abs(left) === 1 ? "character" : "characters"}`;
  return left > 0 ? `${characters} left` : `${characters} too many: at most ${inDigits(LONGEST_TEXT)}`;
}

function inDigits(count: number): string {
  return count.toLocaleString("en");
}
