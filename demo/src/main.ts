/**
 * The board. It shows Fanfare's two kinds of events:
 *
 * - State is pushed. Every board shows at once who edits which card (topic `board:demo`, keys that live 8 s) and the
 *   saved cards (topic `poc`).
 * - A notice says that something has changed. Comments are not pushed: a notice marks their card stale, and Refresh
 *   fetches them.
 *
 * `?servers=http://a,http://b` are other instances to use when this one fails, `?who=bob` is the user of this tab.
 *
 * Tests find elements by `data-testid`. For every card (ids 101 to 108):
 *
 *   card-ID, subtitle-ID (press it to edit), input-ID, room-input-ID (how many characters are left, once few are),
 *   save-ID, cancel-ID, meanwhile-ID (somebody else saved while this tab edits), editing-ID (hidden while nobody else
 *   edits), problem-ID (hidden, or why the last action failed, or that it may be tried again now), move-left-ID,
 *   move-right-ID, comments-ID ("2 comments"), comment-ID (opens and closes comment-text-ID, room-comment-text-ID and
 *   comment-send-ID), stale-ID (hidden while fresh), refresh-ID
 *
 * and once: column-todo, column-doing, column-done, who (the name's field), who-alice and so on, status ("Live",
 * "Checking…", "Connecting…", "Reconnecting", "Offline"), instance, doubt (hidden, or "possibly out of date"), retry,
 * log, dragging (what a drag does, for screen readers).
 */
import { connect } from "../../clients/typescript/src/index.ts";
import { Api } from "./api.ts";
import { Board } from "./board.ts";
import { Connection } from "./connection.ts";
import { Cuts } from "./cuts.ts";
import { byId } from "./dom.ts";
import { Log } from "./log.ts";
import { Who } from "./who.ts";

const others = (new URLSearchParams(location.search).get("servers") ?? "").split(",").filter((url) => url !== "");

const log = new Log(byId("log"));
const cuts = new Cuts(
  (sentence) => log.add("link", sentence),
  () => Date.now(),
);
const connection = new Connection(byId("status"));
let asked = location.origin;
const fanfare = connect([location.origin, ...others], {
  onStatus(status) {
    connection.show(status);
    cuts.tell(status);
    if (status.state !== "open") return;
    // HTTP calls go to the instance of the current or the last socket.
    asked = status.url.replace(/^ws/, "http").replace(/\/v1\/ws$/, "");
    board.live();
  },
});
connection.bind(fanfare, () => board.live());

const who = new Who(byId("who"), () => {
  board.stopEditing();
  board.showAll();
});
const api = new Api(
  () => asked,
  () => void connection.check(),
);
const board = new Board(byId("board"), fanfare, api, log, () => who.name);
board.onChange(() => connection.doubt(board.stale));

// A closed tab stops editing at once; for a crashed one, the presence expires.
window.addEventListener("pagehide", () => board.stopEditing());
