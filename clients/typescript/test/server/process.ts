import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, realpathSync } from "node:fs";
import { createServer } from "node:net";

const JAR = "../../server/target/fanfare/fanfare.jar";
const OLDEST_JAVA = 25;
const STARTED_WITHIN_MS = 30_000;
/** Shorter than in practice, so that a hanging server is noticed soon. */
const HEARTBEAT_MS = 1000;

/** A server in its own process, which can be killed like by a crash. */
export class ServerProcess {
  readonly url: string;
  readonly #process: ChildProcess;

  private constructor(url: string, process: ChildProcess) {
    this.url = url;
    this.#process = process;
  }

  /** Resolves when the server is ready. */
  static async start(port: number): Promise<ServerProcess> {
    if (!existsSync(JAR))
      throw new Error(`there is no ${JAR}: build the server first (./mvnw package), then run this test again`);
    const { env } = globalThis.process;
    const process = spawn(java(), ["-jar", JAR, "serve", "--port", String(port), "--bind", "127.0.0.1"], {
      stdio: ["ignore", "ignore", "inherit"],
      env: { ...env, FANFARE_HEARTBEAT: `${HEARTBEAT_MS}ms` },
    });
    const server = new ServerProcess(`http://127.0.0.1:${port}`, process);
    await until("the server is ready", STARTED_WITHIN_MS, async () => {
      if (process.exitCode !== null) throw new Error(`the server has ended with exit code ${process.exitCode}`);
      return fetch(`${server.url}/health/readiness`).then(
        (answer) => answer.ok,
        () => false,
      );
    });
    return server;
  }

  /** The server hangs: its sockets stay open, but it does not answer. */
  pause(): void {
    this.#process.kill("SIGSTOP");
  }

  resume(): void {
    this.#process.kill("SIGCONT");
  }

  async kill(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const exit = once(this.#process, "exit");
    this.#process.kill("SIGKILL");
    await exit;
  }

  /** POSTs an event as a backend does. */
  async post(topic: string, event: object): Promise<string> {
    const answer = await fetch(`${this.url}/v1/topics/${topic}/events`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(event),
    });
    if (!answer.ok) throw new Error(`${answer.status}: ${await answer.text()}`);
    return ((await answer.json()) as { position: string }).position;
  }
}

/** A port that nobody listens at. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("there is no free port");
  return address.port;
}

/** Waits until `condition` holds, and looks every 20 ms. */
export async function until(
  what: string,
  withinMs: number,
  condition: () => boolean | Promise<boolean>,
): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`it took longer than ${withinMs} ms until ${what}`);
    await new Promise((look) => setTimeout(look, 20));
  }
}

/** The Java of `JAVA_HOME`, or the newest that is installed. */
function java(): string {
  const home = process.env["JAVA_HOME"];
  if (home !== undefined) return `${home}/bin/java`;
  const folder = "/usr/lib/jvm";
  const homes = existsSync(folder) ? readdirSync(folder).map((name) => realpathSync(`${folder}/${name}`)) : [];
  const newest = homes.map((path) => ({ path, version: versionOf(path) })).sort((a, b) => b.version - a.version)[0];
  if (newest === undefined || newest.version < OLDEST_JAVA)
    throw new Error(`no JDK from ${OLDEST_JAVA} on in ${folder}: set JAVA_HOME`);
  return `${newest.path}/bin/java`;
}

function versionOf(home: string): number {
  return existsSync(`${home}/bin/java`) ? Number(/\d+/.exec(home)?.[0] ?? 0) : 0;
}
