import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";

/** A proxy between a client and a server that cuts their connection when a test wants it. */
export class CuttingProxy {
  readonly url: string;
  cuts = 0;
  readonly #door: Server;
  readonly #open = new Set<Socket>();
  #cutBehindServer = false;

  private constructor(door: Server, target: URL) {
    this.#door = door;
    this.url = `http://127.0.0.1:${(door.address() as AddressInfo).port}`;
    door.on("connection", (client: Socket) => this.#pass(client, connect(Number(target.port), target.hostname)));
  }

  static async before(server: string): Promise<CuttingProxy> {
    const door = createServer().listen(0, "127.0.0.1");
    await once(door, "listening");
    return new CuttingProxy(door, new URL(server));
  }

  /** Cuts the connection instead of passing on the server's next bytes: a request is done, but not answered. */
  cutBehindTheServer(): void {
    this.#cutBehindServer = true;
  }

  close(): void {
    this.#door.close();
    for (const socket of this.#open) socket.destroy();
  }

  #pass(client: Socket, server: Socket): void {
    const both = [client, server];
    for (const socket of both) {
      this.#open.add(socket);
      socket.on("error", () => {});
      socket.on("close", () => both.forEach((one) => one.destroy()));
    }
    client.on("data", (bytes) => server.write(bytes));
    server.on("data", (bytes) => {
      if (this.#cutBehindServer) {
        this.#cutBehindServer = false;
        this.cuts++;
        client.destroy();
      } else client.write(bytes);
    });
  }
}
