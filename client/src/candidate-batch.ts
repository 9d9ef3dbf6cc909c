/**
 * Gathers ICE candidates into frames: the first goes at once, what follows within the window goes
 * together. Fewer frames, and no candidate waits longer than the window.
 */
export class CandidateBatch {
  readonly #send: (candidates: RTCIceCandidateInit[]) => void;
  readonly #windowMs: number;
  readonly #largest: number;
  #waiting: RTCIceCandidateInit[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    send: (candidates: RTCIceCandidateInit[]) => void,
    windowMs: number,
    largest: number,
  ) {
    this.#send = send;
    this.#windowMs = windowMs;
    this.#largest = largest;
  }

  add(candidate: RTCIceCandidateInit): void {
    this.#waiting.push(candidate);
    if (this.#timer === undefined) {
      this.flush();
      this.#timer = setTimeout(() => {
        this.#timer = undefined;
        this.flush();
      }, this.#windowMs);
    }
  }

  /** Sends what waits: no more candidates are to come. */
  flush(): void {
    while (this.#waiting.length > 0) {
      this.#send(this.#waiting.splice(0, this.#largest));
    }
  }

  /** Forgets what waits; the next one goes at once. */
  clear(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#waiting = [];
  }
}
