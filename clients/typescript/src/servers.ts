/** The servers, which are tried one after the other. */
export class Servers {
  readonly #urls: readonly string[];
  #next = 0;

  /** Base URLs, `http`, `https`, `ws` or `wss`; a path before `/v1/ws` is kept. */
  constructor(bases: string | readonly string[]) {
    this.#urls = (typeof bases === "string" ? [bases] : bases).map(socketUrl);
    if (this.#urls.length === 0) throw new TypeError("the list of servers is empty, expected at least one URL");
  }

  get current(): string {
    return this.#urls[this.#next % this.#urls.length] as string;
  }

  /** The current one has failed or closed the session. */
  advance(): void {
    this.#next++;
  }
}

function socketUrl(base: string): string {
  const url = new URL(base);
  url.protocol = url.protocol.replace(/^http/, "ws");
  if (!/^wss?:$/.test(url.protocol)) throw new TypeError(`the server is ${base}, expected an http or ws URL`);
  url.pathname = `${url.pathname.replace(/\/+$/, "")}/v1/ws`;
  return url.href;
}
