import { SignalingError } from "./errors.js";
import type { AckFrame } from "./frames.js";

type Candidate = RTCIceCandidateInit | null;

/** Candidates that go together, and who waits for their answer. */
interface Parcel {
  callId: string | undefined;
  candidates: Candidate[];
  answered: ((answer: Promise<AckFrame>) => void)[];
}

export interface CandidateBatchOptions {
  windowMs: number;
  /** Resolves when frames may be sent. */
  open: () => Promise<void>;
  /** Sends as many frames as the candidates need. */
  send: (candidates: Candidate[], callId: string | undefined) => Promise<AckFrame>;
}

/**
 * Gathers ICE candidates into frames: the first goes at once, what follows within the window goes
 * together. Fewer frames, and no candidate waits longer than the window.
 */
export class CandidateBatch {
  readonly #options: CandidateBatchOptions;
  #waiting: Parcel | undefined;
  /** Those whose window is over; the last may still be added to until it is sealed. */
  #parcels: Parcel[] = [];
  #sealed = true;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: CandidateBatchOptions) {
    this.#options = options;
  }

  /** A null says that there are no more: nothing waits for others then. */
  add(candidate: Candidate, callId: string | undefined): Promise<AckFrame> {
    if (this.#waiting !== undefined && this.#waiting.callId !== callId) {
      this.seal();
    }
    this.#waiting ??= { callId, candidates: [], answered: [] };
    const { candidates, answered } = this.#waiting;
    candidates.push(candidate);
    const answer = new Promise<AckFrame>((resolve) => answered.push(resolve));
    if (candidate === null || this.#timer === undefined) {
      this.flush();
    }
    this.#timer ??= setTimeout(this.#windowIsOver, this.#options.windowMs);
    return answer;
  }

  /** Sends what waits. */
  flush(): void {
    const waiting = this.#waiting;
    if (waiting === undefined) {
      return;
    }
    this.#waiting = undefined;
    const last = this.#parcels.at(-1);
    if (last !== undefined && !this.#sealed && last.callId === waiting.callId) {
      last.candidates.push(...waiting.candidates);
      last.answered.push(...waiting.answered);
      return;
    }
    this.#parcels.push(waiting);
    this.#sealed = false;
    this.#options.open().then(() => this.#sendParcel(waiting));
  }

  /** Sends what waits, and nothing more together with it: a description follows. */
  seal(): void {
    this.flush();
    this.#sealed = true;
  }

  /** Forgets what waits in a call: those candidates have nowhere to go. */
  clear(callId: string | undefined): void {
    this.#drop((parcel) => parcel.callId === callId);
  }

  close(): void {
    this.#drop(() => true);
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #drop(isOver: (parcel: Parcel) => boolean): void {
    const all = this.#waiting === undefined ? this.#parcels : [...this.#parcels, this.#waiting];
    this.#parcels = this.#parcels.filter((parcel) => !isOver(parcel));
    if (this.#waiting !== undefined && isOver(this.#waiting)) {
      this.#waiting = undefined;
    }
    for (const answered of all.filter(isOver).flatMap((parcel) => parcel.answered)) {
      answered(Promise.reject(new SignalingError("no-call", "There is no call any more.")));
    }
  }

  readonly #windowIsOver = (): void => {
    this.#timer = this.#waiting && setTimeout(this.#windowIsOver, this.#options.windowMs);
    this.flush();
  };

  #sendParcel(parcel: Parcel): void {
    if (this.#parcels.includes(parcel)) {
      this.#parcels = this.#parcels.filter((other) => other !== parcel);
      const answer = this.#options.send(parcel.candidates, parcel.callId);
      for (const answered of parcel.answered) {
        answered(answer);
      }
    }
  }
}
