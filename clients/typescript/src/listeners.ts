/** The listeners to one kind of news. */
export class Listeners<Told> {
  readonly #all = new Set<(told: Told) => void>();

  /** The returned function removes the listener. */
  add(listener: (told: Told) => void): () => void {
    this.#all.add(listener);
    return () => this.#all.delete(listener);
  }

  /** A listener that throws stops neither the others nor the connection; its error stays visible. */
  tell(told: Told): void {
    for (const listener of [...this.#all]) this.tellOne(listener, told);
  }

  tellOne(listener: (told: Told) => void, told: Told): void {
    try {
      listener(told);
    } catch (problem) {
      queueMicrotask(() => {
        throw problem;
      });
    }
  }
}
