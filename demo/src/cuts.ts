import type { Status } from "../../clients/typescript/src/index.ts";

/** A line of the log, which can change. */
export interface Line {
  say(sentence: string): void;
}

interface Cut {
  readonly line: Line;
  readonly since: number;
  /** "Connection lost" or "No connection". */
  readonly what: string;
  readonly why: string;
}

/** Tells the log about the connection: a cut and the tries that follow it are one line, which changes. */
export class Cuts {
  readonly #add: (sentence: string) => Line;
  readonly #now: () => number;
  #connected = false;
  #cut: Cut | undefined;
  #tries = 0;

  constructor(add: (sentence: string) => Line, now: () => number) {
    this.#add = add;
    this.#now = now;
  }

  tell(status: Status): void {
    switch (status.state) {
      case "connecting":
        this.#tries = status.attempt;
        return;
      case "open":
        this.#back(status.instance);
        this.#connected = true;
        return;
      case "waiting":
        return this.#lost(status.attempt, inWords(status.reason));
      case "closed":
        this.#add(`Connection ended${inBrackets(inWords(status.reason))}`);
    }
  }

  /** The client counts the tries from 1 again only after a connection that has lasted. */
  #lost(attempt: number, why: string): void {
    if (attempt === 1 || this.#cut === undefined) this.#begin(why);
    const tries = attempt - 1;
    const { line, what, why: first } = this.#cut as Cut;
    if (tries > 0) line.say(`${what}${inBrackets(first)}, tried again ${tries === 1 ? "once" : `${tries} times`}`);
  }

  #begin(why: string): void {
    const what = this.#connected ? "Connection lost" : "No connection";
    this.#cut = { line: this.#add(what + inBrackets(why)), since: this.#now(), what, why };
  }

  #back(instance: string): void {
    if (this.#cut === undefined) return void this.#add(`Connected to ${instance}`);
    const { line, since, what, why } = this.#cut;
    const tries = this.#tries === 1 ? "1 try" : `${this.#tries} tries`;
    line.say(
      `${what} for ${inSeconds(this.#now() - since)}${inBrackets(why)}, connected to ${instance} after ${tries}`,
    );
  }
}

/** The client's reason for the end of a connection, as people say it; "" if there is no more to say than that it ended. */
export function inWords(reason: string): string {
  const [, code = ""] = /^the server said goodbye: (\w+)$/.exec(reason) ?? [];
  if (reason.includes("unreadable message")) return "the server sent something unreadable";
  return GOODBYES[code] ?? (code !== "" || / code \d+$/.test(reason) ? "" : reason);
}

const GOODBYES: Readonly<Record<string, string>> = {
  going_away: "the server is shutting down",
  heartbeat_lost: "the server heard nothing of this page",
  rate_limited: "this page sent too much",
  not_reading: "this page did not take what it was sent",
  overloaded: "the server has too much to do",
  message_too_large: "this page sent a message that is too long",
};

function inBrackets(why: string): string {
  return why === "" ? "" : ` (${why})`;
}

function inSeconds(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 1) return "less than a second";
  return seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}
