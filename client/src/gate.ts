/**
 * Lets through what is sent in a call, in order. A description waits until the one before is answered:
 * the service takes frames as they come, and each may change what it makes of the next. Everything
 * waits for the answer to an opening offer: before it there is no call.
 */
export class Gate {
  /** Everything before has been let through. */
  #through: Promise<unknown> = Promise.resolve();
  /** The description before has been answered. */
  #answered: Promise<unknown> = Promise.resolve();

  description<T>(opens: boolean, send: () => Promise<T>): Promise<T> {
    const turn = Promise.all([this.#through, this.#answered]);
    const sent = turn.then(send);
    this.#answered = sent.catch(() => undefined);
    this.#through = opens ? this.#answered : turn;
    return sent;
  }

  /** Resolves when everything before has been let through. */
  async open(): Promise<void> {
    await this.#through;
  }
}
