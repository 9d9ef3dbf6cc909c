import { SignalingError } from "./errors.js";
import type { AckFrame } from "./frames.js";

type Candidate = RTCIceCandidateInit | null;

interface Batch {
  callId: string | undefined;
  candidates: Candidate[];
  /** It goes as soon as frames may be sent. */
  flushed: boolean;
  /** Its call is. */
  over?: boolean;
  answer: Promise<AckFrame>;
  resolve: (answer: Promise<AckFrame>) => void;
}

/**
 * Gathers ICE candidates into frames: the first goes at once, what comes within the window after a
 * frame goes together. Fewer frames, and no candidate waits longer than the window.
 */
export class CandidateBatch {
  readonly #windowMs: number;
  readonly #open: (callId: string | undefined) => Promise<unknown>;
  readonly #sendAll: (candidates: Candidate[], callId: string | undefined) => Promise<AckFrame>;
  /** What comes goes with these, until they are sent. */
  #batch: Batch | undefined;
  /** Set while the window after a frame is open. */
  #timer: ReturnType<typeof setTimeout> | undefined;

  /**
   * @param open resolves when frames may be sent in a call; rejects if there is none to send them in
   * @param sendAll sends as many frames as the candidates need
   */
  constructor(
    windowMs: number,
    open: (callId: string | undefined) => Promise<unknown>,
    sendAll: (candidates: Candidate[], callId: string | undefined) => Promise<AckFrame>,
  ) {
    this.#windowMs = windowMs;
    this.#open = open;
    this.#sendAll = sendAll;
  }

  /** A null says that there are no more: nothing waits for others then. */
  add(candidate: Candidate, callId: string | undefined): Promise<AckFrame> {
    if (this.#batch?.callId !== callId) {
      this.seal();
    }
    this.#batch ??= newBatch(callId);
    const { candidates, answer } = this.#batch;
    candidates.push(candidate);
    if (!candidate || !this.#timer) {
      this.flush();
    }
    return answer;
  }

  /** Sends what waits. */
  flush(): void {
    const batch = this.#batch;
    if (batch && !batch.flushed) {
      batch.flushed = true;
      batch.resolve(this.#open(batch.callId).then(() => this.#send(batch)));
    }
  }

  /**
   * Sends what waits, and nothing more together with it: a description follows. With `opensWindow`, that
   * description counts as the first: what comes within the window after it goes together.
   */
  seal(opensWindow = false): void {
    this.flush();
    this.#batch = undefined;
    if (opensWindow) {
      this.#openWindow();
    }
  }

  /** Sends nothing of what waits in a call that is over. */
  drop(callId: string | undefined): void {
    if (this.#batch && this.#batch.callId === callId) {
      this.#batch.over = true;
      this.seal();
    }
  }

  close(): void {
    this.seal();
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #send(batch: Batch): Promise<AckFrame> {
    if (batch.over) {
      throw new SignalingError("no-call");
    }
    if (this.#batch === batch) {
      this.#batch = undefined;
    }
    this.#openWindow();
    return this.#sendAll(batch.candidates, batch.callId);
  }

  #openWindow(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.flush();
    }, this.#windowMs);
  }
}

function newBatch(callId: string | undefined): Batch {
  let resolve!: Batch["resolve"];
  const answer = new Promise<AckFrame>((settle) => {
    resolve = settle;
  });
  return { callId, candidates: [], flushed: false, answer, resolve };
}
