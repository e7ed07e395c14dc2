import type { Fanfare, Status } from "../../clients/typescript/src/index.ts";
import { inWords } from "./cuts.ts";
import { h, say } from "./dom.ts";

/** Shows the state of the connection at all times. */
export class Connection {
  readonly #box: HTMLElement;
  readonly #status = h("span", { class: "status", "data-testid": "status", role: "status" });
  readonly #detail = h("span", { class: "instance", "data-testid": "instance" });
  readonly #retry = h("button", { type: "button", class: "quiet", "data-testid": "retry", hidden: true }, "Try now");
  readonly #doubt = h(
    "span",
    { class: "instance", "data-testid": "doubt", role: "status", hidden: true },
    "possibly out of date",
  );
  #countdown = 0;
  #fanfare: Fanfare | undefined;
  #live: () => void = () => {};

  constructor(box: HTMLElement) {
    this.#box = box;
    box.append(
      h("span", { class: "lamp", "aria-hidden": "true" }),
      this.#status,
      this.#detail,
      this.#doubt,
      this.#retry,
    );
  }

  /** Ends a wait when the button is pressed or the browser is online again. `live` is called after a check went well. */
  bind(fanfare: Fanfare, live: () => void): void {
    this.#fanfare = fanfare;
    this.#live = live;
    this.#retry.addEventListener("click", () => fanfare.retryNow());
    window.addEventListener("offline", () => void this.check());
    window.addEventListener("online", () => {
      fanfare.retryNow();
      void this.check();
    });
    this.show(fanfare.status);
  }

  /** Asks the server, because there is reason to doubt that the connection is still there. */
  async check(): Promise<void> {
    const fanfare = this.#fanfare;
    if (fanfare?.status.state !== "open") return;
    this.#box.dataset["state"] = "checking";
    this.#say("Checking…", "");
    if (!(await fanfare.check())) return;
    this.show(fanfare.status);
    this.#live();
  }

  /** Shows whether the server has marked its deltas as stale. */
  doubt(stale: boolean): void {
    this.#doubt.hidden = !stale;
  }

  show(status: Status): void {
    window.clearInterval(this.#countdown);
    this.#box.dataset["state"] = status.state;
    this.#retry.hidden = status.state !== "waiting";
    switch (status.state) {
      case "connecting":
        return this.#say("Connecting…", "");
      case "open":
        return this.#say("Live", status.instance);
      case "waiting":
        return this.#countDown(performance.now() + status.retryInMs);
      case "closed":
        return this.#say("Offline", inWords(status.reason));
    }
  }

  /** The seconds are not part of the status, because a screen reader would read each of them. */
  #countDown(until: number): void {
    const tick = () => this.#say("Reconnecting", `in ${Math.max(1, Math.ceil((until - performance.now()) / 1000))} s`);
    tick();
    this.#countdown = window.setInterval(tick, 250);
  }

  #say(status: string, detail: string): void {
    say(this.#status, status);
    say(this.#detail, detail);
  }
}
