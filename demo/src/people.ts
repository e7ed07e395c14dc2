import { h } from "./dom.ts";

export const PEOPLE = ["alice", "bob", "carol", "dave"] as const;

/** How many colours `board.css` has for people. */
const HUES = 6;
const REMEMBERED = "fanfare.who";

/** The user of this tab: `?who=`, or the earlier user of the tab, or a random one. */
export function whoIsThis(): string {
  const asked = new URLSearchParams(location.search).get("who")?.trim();
  const anybody = PEOPLE[Math.floor(Math.random() * PEOPLE.length)] ?? PEOPLE[0];
  return asked || sessionStorage.getItem(REMEMBERED) || anybody;
}

export function remember(who: string): void {
  sessionStorage.setItem(REMEMBERED, who);
}

/** The colour of a user, the same in every browser. */
export function hueOf(name: string): string {
  const known = (PEOPLE as readonly string[]).indexOf(name);
  if (known >= 0) return String(known);
  let sum = 0;
  for (const character of name) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 9973;
  return String(sum % HUES);
}

/** A coloured disc with the first letter. The name is beside it, so screen readers skip it. */
export function avatar(name: string): HTMLElement {
  const [first = "?"] = name;
  return h("span", { class: "avatar", "data-hue": hueOf(name), "aria-hidden": "true" }, first.toUpperCase());
}

/** "alice", "alice and bob", "alice, bob and carol". */
export function together(names: readonly string[]): string {
  const last = names.at(-1) ?? "";
  return names.length < 2 ? last : `${names.slice(0, -1).join(", ")} and ${last}`;
}
