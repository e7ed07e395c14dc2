import { backoffMs } from "./backoff.ts";
import { type Environment, standardEnvironment, type WebSocketConstructor } from "./environment.ts";
import { FanfareError } from "./error.ts";
import type { Draft } from "./event.ts";
import type { Json } from "./json.ts";
import { Listeners } from "./listeners.ts";
import type { Welcome } from "./message.ts";
import { Publishes } from "./publishes.ts";
import { Servers } from "./servers.ts";
import { type End, Session } from "./session.ts";
import type { Status } from "./status.ts";
import type { Topic } from "./topic.ts";
import { Topics } from "./topics.ts";

/** A session that ends sooner does not count as a success: the waits go on growing. */
const STABLE_AFTER_MS = 5_000;

export interface Options {
  /** Called whenever `status` has changed, but not for the first `connecting`. */
  readonly onStatus?: (status: Status) => void;
  /** Called with errors that answer no request: the server could not read a message. */
  readonly onError?: (error: FanfareError) => void;
  /** Opens the sockets; the global `WebSocket` if absent. Node.js has one from version 22 on. */
  readonly WebSocket?: WebSocketConstructor;
  /** Clock, timers, randomness and sockets; those of the browser if absent. */
  readonly environment?: Environment;
}

/** Says in the status why there is no connection, where a page is rendered on a server. */
const NO_WEB_SOCKET = "this runtime has no WebSocket: nothing is followed, unless the option `WebSocket` names one";

/** Connects to the first of `servers` that can be reached, and to the next one whenever that one fails. */
export function connect(servers: string | readonly string[], options: Options = {}): Fanfare {
  return new Fanfare(new Servers(servers), options);
}

/** One connection that is opened again after a cut, and the topics that are followed over it. */
export class Fanfare {
  readonly #servers: Servers;
  readonly #statuses = new Listeners<Status>();
  readonly #errors = new Listeners<FanfareError>();
  readonly #environment: Environment;
  readonly #topics: Topics;
  readonly #publishes: Publishes;
  #status: Status;
  #session: Session | undefined;
  #attempt = 0;
  #openedAt: number | undefined;
  #cancelRetry: () => void = () => {};

  /** @internal */
  constructor(servers: Servers, options: Options) {
    this.#servers = servers;
    const socketClass: WebSocketConstructor | undefined = options.WebSocket ?? globalThis.WebSocket;
    this.#environment = options.environment ?? standardEnvironment(socketClass);
    this.#topics = new Topics(this.#environment);
    this.#publishes = new Publishes(this.#environment);
    if (options.onStatus) this.#statuses.add(options.onStatus);
    if (options.onError) this.#errors.add(options.onError);
    if (options.environment === undefined && socketClass === undefined) {
      this.#status = { state: "closed", reason: NO_WEB_SOCKET };
    } else {
      this.#status = { state: "connecting", attempt: 0, url: servers.current };
      this.#session = this.#dial(servers.current);
    }
  }

  get status(): Status {
    return this.#status;
  }

  /**
   * Follows a topic, now and after every reconnect, until it is closed. Each call counts: the server is told of the first
   * and of the last `close()`, and all share one view. `State` and `Notice` are the types of `data`.
   */
  topic<State = Json, Notice = Json>(name: string): Topic<State, Notice> {
    return this.#topics.follow(name) as unknown as Topic<State, Notice>;
  }

  /**
   * Resolves to the event's position once it is stored. Without a connection it is rejected at once, with
   * `not_connected`, and not sent later. Events wait for their turn, so that the server is not sent more than it allows.
   * If a key gets another state meanwhile, only the newest is sent, and all resolve to its position. An event that is
   * unanswered when the connection is cut, or refused for the moment, is sent again for up to 30 s, and stored once.
   */
  async publish(topic: string, event: Draft): Promise<string> {
    this.#opened();
    return this.#publishes.publish(topic, event);
  }

  /** Renews the session's token in place. */
  async renew(token: string): Promise<void> {
    await this.#opened().request({ type: "token", token });
  }

  /** Ends a wait: call it when there is reason to believe that the server can be reached again. */
  retryNow(): void {
    if (this.#status.state !== "waiting") return;
    this.#cancelRetry();
    this.#open();
  }

  /**
   * Asks the server for an answer and ends the connection if nothing comes within 3 s: call it when there is reason to
   * doubt the connection, for example if the browser is offline. Resolves to whether the server answered.
   */
  async check(): Promise<boolean> {
    return this.#status.state === "open" && this.#session !== undefined && this.#session.check();
  }

  /** Closes the connection for good. Topics keep their last view. */
  close(): void {
    if (this.#status.state === "closed") return;
    this.#cancelRetry();
    if (this.#session === undefined) this.#end("closed by this side");
    else this.#session.close("closed by this side");
  }

  #opened(): Session {
    const status = this.#status;
    if (status.state === "closed") throw new FanfareError("closed", `nothing was sent: ${status.reason}`, false);
    if (status.state !== "open" || this.#session === undefined) {
      throw new FanfareError("not_connected", "nothing was sent: there is no connection right now", true);
    }
    return this.#session;
  }

  #open(): void {
    const url = this.#servers.current;
    this.#become({ state: "connecting", attempt: this.#attempt, url });
    this.#session = this.#dial(url);
  }

  #dial(url: string): Session {
    const session: Session = new Session(url, this.#environment, {
      welcomed: (welcome) => this.#welcomed(session, welcome, url),
      received: (delta) => this.#topics.receive(delta),
      refused: ({ code, message, retryable }) => this.#errors.tell(new FanfareError(code, message, retryable)),
      ended: (end) => this.#ended(end),
    });
    return session;
  }

  #welcomed(session: Session, welcome: Welcome, url: string): void {
    this.#openedAt = this.#environment.now();
    this.#become({ state: "open", url, instance: welcome.instance, session: welcome.session, user: welcome.user });
    this.#topics.resume(session);
    this.#publishes.resume(session);
  }

  #ended(end: End): void {
    this.#session = undefined;
    this.#topics.pause();
    if (end.retryAfterMs === null) return this.#end(end.reason);
    this.#publishes.pause(end.reason);
    const stable = this.#openedAt !== undefined && this.#environment.now() - this.#openedAt >= STABLE_AFTER_MS;
    this.#openedAt = undefined;
    if (stable) this.#attempt = 0;
    this.#servers.advance();
    this.#wait(backoffMs(this.#attempt++, this.#environment.random(), end.retryAfterMs), end.reason);
  }

  #end(reason: string): void {
    this.#publishes.end(reason);
    this.#become({ state: "closed", reason });
  }

  #wait(retryInMs: number, reason: string): void {
    this.#cancelRetry = this.#environment.after(retryInMs, () => this.#open());
    this.#become({ state: "waiting", attempt: this.#attempt, retryInMs, reason });
  }

  #become(status: Status): void {
    this.#status = status;
    this.#statuses.tell(status);
  }
}
