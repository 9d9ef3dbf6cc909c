/**
 * Numbers what this side sends in a call: 1, 2, 3 ... for each call anew. A call has no id until its
 * opening offer is answered, so the numbering begins without one.
 */
export class Sequence {
  #callId: string | undefined;
  #last = 0;

  /** The next number in the call of this id; without one, in the call that is going on. */
  next(callId?: string): number {
    if (callId !== undefined && callId !== this.#callId) {
      this.#callId = callId;
      this.#last = 0;
    }
    return ++this.#last;
  }

  /** Names the call whose opening offer was answered. */
  opened(callId: string): void {
    this.#callId ??= callId;
  }

  /** Starts again at 1, unless another call than this one is going on. */
  ended(callId?: string): void {
    if (callId === undefined || this.#callId === undefined || callId === this.#callId) {
      this.#callId = undefined;
      this.#last = 0;
    }
  }
}
