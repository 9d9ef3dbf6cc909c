import { SignalingError } from "./errors.js";
import type { AckFrame, CallRejectFrame } from "./frames.js";

/**
 * Lets through what is sent in a call, in order. A description waits until the one before is answered:
 * the service takes frames as they come, and each may change what it makes of the next. Everything
 * waits for the answer to an opening offer: before it there is no call.
 */
export class Gate {
  /** Everything before has been let through; rejects if a call was to be opened and was not. */
  #through: Promise<unknown> = Promise.resolve();
  /** The description before has been answered. */
  #answered: Promise<unknown> = Promise.resolve();

  description<T extends AckFrame | CallRejectFrame>(
    opens: boolean,
    send: () => Promise<T>,
  ): Promise<T> {
    const turn = Promise.allSettled([this.#through, this.#answered]);
    const sent = turn.then(send);
    this.#answered = sent;
    this.#through = opens ? sent.then(isOpened) : turn;
    this.#through.catch(() => undefined);
    return sent;
  }

  /** Resolves when everything before has been let through; without a `callId`, if there is a call. */
  open(callId: string | undefined): Promise<unknown> {
    return callId ? this.#through.catch(() => undefined) : this.#through;
  }
}

function isOpened({ action }: AckFrame | CallRejectFrame): void {
  if (action !== "ack") {
    throw new SignalingError("no-call");
  }
}
