import type { Change, Fanfare, StateEvent, Topic } from "../../clients/typescript/src/index.ts";
import type { Api } from "./api.ts";
import { type Card, CARDS, type Content, contentOf, quotedTitle, told } from "./cards.ts";
import { CardView } from "./cardView.ts";
import { Columns } from "./columns.ts";
import { Details } from "./details.ts";
import type { Log } from "./log.ts";
import { editingIn, Presence } from "./presence.ts";

/** The topic of the saved cards: its state is the content of each. */
const SAVED = "poc";
/** The topic of presence (who edits which card) and of notices about stale comments. */
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
  /** The cards as of the last line of the log about them. */
  #logged = new Map<string, Content>();
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

  /** Whether the board may be out of date. */
  get stale(): boolean {
    return this.#saved.stale || this.#told.stale;
  }

  /** Calls `listener` after every change. */
  onChange(listener: () => void): void {
    this.#saved.on("change", listener);
    this.#told.on("change", listener);
  }

  showAll(): void {
    for (const { id } of CARDS) this.#show(id);
  }

  /** Called whenever the server is known to answer again. */
  live(): void {
    this.#details.live();
    for (const view of this.#views.values()) view.live();
  }

  /** Called when the tab is closed or changes its user. */
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
    // The board shows a saved card when it arrives over the socket. Since the server answers, connect to it at once.
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
    if (reset) {
      this.#logged.clear();
      this.#log.add("link", `Board loaded, ${saved || "none"} of its cards saved before`);
    }
    for (const event of events) {
      const card = CARDS.find(({ id }) => id === event.key);
      if (card === undefined || event.kind === "notice") continue;
      const before = this.#logged.get(card.id) ?? card;
      const now = contentOf(card, event.kind === "state" ? event.data : undefined);
      this.#logged.set(card.id, now);
      if (reset) continue;
      if (event.kind === "gone")
        this.#log.add("gone", `${quotedTitle(card.id)} is back to its initial state`, event.at);
      else this.#log.add("state", told(event.user ?? "Somebody", card, before, now), event.at);
      if (event.kind === "state" && event.user !== this.#who()) this.#views.get(card.id)?.flash();
    }
  }

  #onTold({ view, events, missed }: Change): void {
    this.#tellEditing(view);
    for (const event of events) {
      // Anybody may publish anything here; notices about other keys than cards are ignored.
      if (event.kind !== "notice" || event.key === undefined || !this.#views.has(event.key)) continue;
      this.#details.notice(event);
      this.#log.add(
        "notice",
        `${event.user ?? "Somebody"} changed the comments of ${quotedTitle(event.key)}`,
        event.at,
      );
    }
    if (missed) {
      this.#log.add("link", "Something may have been missed: every card is stale");
      for (const { id } of CARDS) this.#details.mark(id);
    }
    if (!this.#joined) this.#fetchAll();
    this.showAll();
  }

  /** Logs who begins and who stops editing, but not renewals. */
  #tellEditing(view: ReadonlyMap<string, StateEvent>): void {
    const now = new Set<string>();
    for (const event of view.values()) {
      const editing = editingIn(event);
      if (editing !== undefined) now.add(`${editing.user} is editing ${quotedTitle(editing.card)}`);
    }
    for (const sentence of now) if (!this.#editing.has(sentence)) this.#log.add("state", sentence);
    for (const sentence of this.#editing)
      if (!now.has(sentence)) this.#log.add("gone", sentence.replace(" is editing ", " stopped editing "));
    this.#editing = now;
  }

  /** Fetches all comments once, after joining and not before: later changes cause notices. */
  #fetchAll(): void {
    this.#joined = true;
    for (const { id } of CARDS) this.#details.refresh(id).catch(() => this.#details.mark(id));
  }
}
