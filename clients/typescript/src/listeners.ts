/** Who wants to be told. */
export class Listeners<Told> {
  readonly #all = new Set<(told: Told) => void>();

  /** The answer takes the listener away again. */
  add(listener: (told: Told) => void): () => void {
    this.#all.add(listener);
    return () => this.#all.delete(listener);
  }

  /** One listener that throws keeps neither the others nor the connection from going on; its error stays visible. */
  tell(told: Told): void {
    for (const listener of [...this.#all]) {
      try {
        listener(told);
      } catch (problem) {
        queueMicrotask(() => {
          throw problem;
        });
      }
    }
  }
}
