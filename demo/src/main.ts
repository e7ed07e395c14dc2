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
 *   card-ID, subtitle-ID (press it to edit), input-ID, save-ID, cancel-ID, meanwhile-ID (somebody else saved while
 *   this tab edits), editing-ID (hidden while nobody else edits), problem-ID (hidden, or why the last action
 *   failed), move-left-ID, move-right-ID, comments-ID ("2 comments"), comment-ID (opens comment-text-ID and
 *   comment-send-ID), stale-ID (hidden while fresh), refresh-ID
 *
 * and once: column-todo, column-doing, column-done, who (the name's field), who-alice and so on, status ("Live",
 * "Connecting…", "Reconnecting", "Offline"), instance, doubt (hidden, or "possibly out of date"), retry, log.
 */
import { connect } from "../../clients/typescript/src/index.ts";
import { Api } from "./api.ts";
import { Board } from "./board.ts";
import { Connection } from "./connection.ts";
import { byId } from "./dom.ts";
import { Log } from "./log.ts";
import { Who } from "./who.ts";

const others = (new URLSearchParams(location.search).get("servers") ?? "").split(",").filter((url) => url !== "");

const log = new Log(byId("log"));
const connection = new Connection(byId("status"));
let asked = location.origin;
const fanfare = connect([location.origin, ...others], {
  onStatus(status) {
    connection.show(status);
    // HTTP calls go to the instance of the current or the last socket.
    if (status.state === "open") {
      asked = status.url.replace(/^ws/, "http").replace(/\/v1\/ws$/, "");
      log.add("link", `Connected to ${status.instance}`);
    }
    if (status.state === "waiting") log.add("link", `Cut off: ${status.reason}`);
  },
});
connection.bind(fanfare);

const who = new Who(byId("who"), () => {
  board.stopEditing();
  board.showAll();
});
const board = new Board(byId("board"), fanfare, new Api(() => asked), log, () => who.name);
board.onChange(() => connection.doubt(board.stale));

// A closed tab stops editing at once; for a crashed one, the presence expires.
window.addEventListener("pagehide", () => board.stopEditing());
