import type { Change, Fanfare, StateEvent, Topic } from "../../clients/typescript/src/index.ts";
import type { Api } from "./api.ts";
import { type Card, CARDS, columnName, type Content, contentOf } from "./cards.ts";
import { CardView } from "./cardView.ts";
import { Columns } from "./columns.ts";
import { Details } from "./details.ts";
import type { Log } from "./log.ts";
import { editingIn, Presence } from "./presence.ts";

/** What was saved: the state of every card. */
const SAVED = "poc";
/** Who edits what, and what has become stale. */
const TOLD = "board:demo";

/** The cards, and the two topics that keep them up to date. */
export class Board {
  readonly #api: Api;
  readonly #fanfare: Fanfare;
  readonly #log: Log;
  readonly #who: () => string;
  readonly #saved: Topic;
  readonly #told: Topic;
  readonly #presence: Presence;
  readonly #details: Details;
  readonly #columns: Columns;
  readonly #views: ReadonlyMap<string, CardView>;
  #editing = new Set<string>();
  #joined = false;

  constructor(place: HTMLElement, fanfare: Fanfare, api: Api, log: Log, who: () => string) {
    this.#api = api;
    this.#fanfare = fanfare;
    this.#log = log;
    this.#who = who;
    this.#presence = new Presence(fanfare, TOLD);
    this.#details = new Details(api, fanfare, TOLD, (cardId) => this.#show(cardId));
    this.#columns = new Columns(place, (cardId, column) => void this.#views.get(cardId)?.moveTo(column));
    this.#views = new Map(CARDS.map((card) => [card.id, this.#view(card)]));
    this.#saved = fanfare.topic(SAVED);
    this.#told = fanfare.topic(TOLD);
    this.#saved.on("change", (change) => this.#onSaved(change));
    this.#told.on("change", (change) => this.#onTold(change));
    this.showAll();
  }

  /** What it shows may be out of date. */
  get stale(): boolean {
    return this.#saved.stale || this.#told.stale;
  }

  /** Tells whenever something has changed. */
  onChange(listener: () => void): void {
    this.#saved.on("change", listener);
    this.#told.on("change", listener);
  }

  showAll(): void {
    for (const { id } of CARDS) this.#show(id);
  }

  /** This tab is left, or is somebody else from now on. */
  stopEditing(): void {
    this.#presence.end();
  }

  #view(card: Card): CardView {
    return new CardView(card, {
      save: (content) => this.#save(card.id, content),
      comment: (text) => this.#details.add(this.#who(), card.id, text),
      refresh: () => this.#details.refresh(card.id),
      editing: (begins) => (begins ? this.#presence.begin(this.#who(), card.id) : this.#presence.end()),
    });
  }

  async #save(cardId: string, content: Content): Promise<void> {
    await this.#api.save(this.#who(), cardId, content);
    // What was saved is shown when it comes back over the socket, so a server that answers is worth connecting to.
    this.#fanfare.retryNow();
  }

  #show(cardId: string): void {
    this.#views.get(cardId)?.show({
      content: this.#contentOf(cardId),
      editors: this.#editorsOf(cardId),
      stale: this.#details.isStale(cardId),
      comments: this.#details.comments(cardId),
    });
    this.#columns.place(this.#views, (id) => this.#contentOf(id).column);
  }

  #contentOf(cardId: string): Content {
    const card = CARDS.find(({ id }) => id === cardId) as Card;
    return contentOf(card, this.#saved.view.get(cardId)?.data);
  }

  #editorsOf(cardId: string): readonly string[] {
    const editing = [...this.#told.view.values()].map(editingIn);
    return editing.flatMap((one) => (one?.card === cardId && one.user !== this.#who() ? one.user : [])).sort();
  }

  #onSaved({ view, events, reset }: Change): void {
    this.showAll();
    const saved = CARDS.filter(({ id }) => view.has(id)).length;
    if (reset) return this.#log.add("link", `Board loaded, ${saved || "none"} of its cards saved before`);
    for (const event of events) {
      const card = CARDS.find(({ id }) => id === event.key);
      if (card === undefined || event.kind === "notice") continue;
      if (event.kind === "gone") this.#log.add("gone", `${card.title} is back to its initial state`, event.at);
      else this.#tellSaved(card, event);
    }
  }

  #tellSaved(card: Card, event: StateEvent): void {
    const { subtitle, column } = contentOf(card, event.data);
    this.#log.add(
      "state",
      `${event.user ?? "Somebody"} saved ${card.title}: “${subtitle}”, ${columnName(column)}`,
      event.at,
    );
    if (event.user !== this.#who()) this.#views.get(card.id)?.flash();
  }

  #onTold({ view, events, missed }: Change): void {
    this.#tellEditing(view);
    for (const event of events) {
      // Anybody may publish anything here; what is about no card of this board is not for it.
      if (event.kind !== "notice" || event.key === undefined || !this.#views.has(event.key)) continue;
      this.#details.notice(event);
      this.#log.add("notice", `${event.user ?? "Somebody"} changed the comments of ${titleOf(event.key)}`, event.at);
    }
    if (missed) {
      this.#log.add("link", "Something may have been missed: every card is stale");
      for (const { id } of CARDS) this.#details.mark(id);
    }
    if (!this.#joined) this.#fetchAll();
    this.showAll();
  }

  /** A renewal is no news: only who begins and who stops is told. */
  #tellEditing(view: ReadonlyMap<string, StateEvent>): void {
    const now = new Set<string>();
    for (const event of view.values()) {
      const editing = editingIn(event);
      if (editing !== undefined) now.add(`${editing.user} is editing ${titleOf(editing.card)}`);
    }
    for (const sentence of now) if (!this.#editing.has(sentence)) this.#log.add("state", sentence);
    for (const sentence of this.#editing)
      if (!now.has(sentence)) this.#log.add("gone", sentence.replace(" is editing ", " stopped editing "));
    this.#editing = now;
  }

  /** Once, after joining and not before: whatever changes from then on is told. */
  #fetchAll(): void {
    this.#joined = true;
    for (const { id } of CARDS) this.#details.refresh(id).catch(() => this.#details.mark(id));
  }
}

function titleOf(cardId: string | undefined): string {
  return CARDS.find(({ id }) => id === cardId)?.title ?? "a card";
}
