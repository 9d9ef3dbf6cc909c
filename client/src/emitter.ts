/** Typed events: a name for each, and what its listeners are given. */
export class Emitter<Events extends object> {
  readonly #listeners = new Map<keyof Events, Set<(value: never) => void>>();

  /** Adds a listener; the function that it returns removes it again. */
  on<E extends keyof Events>(event: E, listener: (value: Events[E]) => void): () => void {
    const listeners = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, listeners.add(listener));
    return () => this.off(event, listener);
  }

  off<E extends keyof Events>(event: E, listener: (value: Events[E]) => void): void {
    this.#listeners.get(event)?.delete(listener);
  }

  /** Calls every listener; one that throws is reported and does not keep the others from hearing. */
  protected emit<E extends keyof Events>(event: E, value: Events[E]): void {
    for (const listener of new Set(this.#listeners.get(event))) {
      safely(() => (listener as (value: Events[E]) => void)(value));
    }
  }
}

/** Runs what belongs to the app: what it throws is reported, as of an event's listener, and keeps nothing from going on. */
export function safely(run: () => void): void {
  try {
    run();
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}
