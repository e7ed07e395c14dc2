import type { Json } from "../../clients/typescript/src/index.ts";

export const COLUMNS = [
  { id: "todo", name: "To do" },
  { id: "doing", name: "Doing" },
  { id: "done", name: "Done" },
] as const;

export type ColumnId = (typeof COLUMNS)[number]["id"];

/** The saved part of a card: the state of the card's id in topic `poc`. */
export interface Content {
  readonly subtitle: string;
  readonly column: ColumnId;
}

/** A card in its initial state, before anybody has saved it. */
export interface Card extends Content {
  readonly id: string;
  readonly title: string;
  readonly points: number;
}

export const CARDS: readonly Card[] = [
  {
    id: "101",
    title: "Checkout remembers the basket",
    subtitle: "Survives a reload and a second tab",
    points: 3,
    column: "todo",
  },
  { id: "102", title: "Refunds as vouchers", subtitle: "Waiting for a yes from accounting", points: 5, column: "todo" },
  { id: "103", title: "Seat map on phones", subtitle: "Pinch to zoom, tap to pick", points: 8, column: "todo" },
  { id: "104", title: "Confirmation mail in French", subtitle: "The copy is with Camille", points: 2, column: "doing" },
  {
    id: "105",
    title: "Waiting room for big sales",
    subtitle: "Holds 20,000 people at the door",
    points: 8,
    column: "doing",
  },
  { id: "106", title: "Search by venue", subtitle: "Forgives typos, ignores accents", points: 3, column: "doing" },
  { id: "107", title: "Tickets in the phone’s wallet", subtitle: "Live since Monday", points: 5, column: "done" },
  { id: "108", title: "Dark mode", subtitle: "Follows the system", points: 2, column: "done" },
];

/** The content of the card. Anybody may publish anything, so invalid fields have their initial values. */
export function contentOf(card: Card, saved: Json | undefined): Content {
  const { subtitle, column } = fields(saved);
  return {
    subtitle: typeof subtitle === "string" ? subtitle : card.subtitle,
    column: COLUMNS.find(({ id }) => id === column)?.id ?? card.column,
  };
}

/** The fields of an object; for any other value none. */
export function fields(data: Json | undefined): { readonly [name: string]: Json | undefined } {
  return typeof data === "object" && data !== null && !Array.isArray(data)
    ? (data as { readonly [name: string]: Json })
    : {};
}

/** The column that is `steps` to the right, if there is one. */
export function beside(column: ColumnId, steps: 1 | -1): ColumnId | undefined {
  return COLUMNS[COLUMNS.findIndex(({ id }) => id === column) + steps]?.id;
}

export function columnName(column: ColumnId): string {
  return COLUMNS.find(({ id }) => id === column)?.name ?? column;
}

/** The card in a sentence: its title, quoted. */
export function quotedTitle(cardId: string): string {
  const card = CARDS.find(({ id }) => id === cardId);
  return card === undefined ? "a card" : `“${card.title}”`;
}

/** The longest part of a text that is quoted in a sentence. */
const LONGEST_QUOTE = 100;

/** What `who` did to the card, in a sentence: moved it, changed its text, or both. */
export function told(who: string, { title }: Card, before: Content, now: Content): string {
  const moved = now.column !== before.column;
  const of = moved ? "its text" : `the text of “${title}”`;
  const text = now.subtitle === "" ? `removed ${of}` : `changed ${of} to ${quoted(now.subtitle)}`;
  const done = [
    ...(moved ? [`moved “${title}” to ${columnName(now.column)}`] : []),
    ...(now.subtitle === before.subtitle ? [] : [text]),
  ];
  return `${who} ${done.join(" and ") || `saved “${title}” as it was`}`;
}

function quoted(text: string): string {
  const line = text.replace(/\s+/g, " ");
  return `“${line.length > LONGEST_QUOTE ? `${line.slice(0, LONGEST_QUOTE)}…` : line}”`;
}
