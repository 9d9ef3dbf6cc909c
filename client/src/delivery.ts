import type {
  AnswerFrame,
  CandidatesFrame,
  OfferFrame,
  SendAnswerFrame,
  SendCandidatesFrame,
  SendOfferFrame,
} from "./frames.js";

/** The frames of a call that are numbered by their sender. */
export type NumberedFrame = SendOfferFrame | SendAnswerFrame | SendCandidatesFrame;
export type ArrivingFrame = OfferFrame | AnswerFrame | CandidatesFrame;

/** How far a call has come on this side: enough to go on with it from a page that was loaded again. */
export interface Progress {
  callId: string;
  /** The highest `seq` that this side gave. */
  sent: number;
  /** Everything from the peer has arrived up to this `seq`. */
  received: number;
}

const MOST_KEPT = 500;
const MOST_HELD = 500;
const MOST_FORMER = 20;

/**
 * What of the current call's frames went out and came in. Numbers what is sent and keeps it for a
 * peer that comes back; puts what arrives in order and drops repeats. A call has no id until its
 * opening offer is answered, so its numbering begins without one.
 */
export class Delivery {
  #callId: string | undefined;
  #sent = 0;
  #kept: NumberedFrame[] = [];
  #receivedIn: string | undefined;
  #received = 0;
  readonly #held = new Map<number, ArrivingFrame>();
  #former: string[] = [];

  /**
   * Of a call in which this side has sent nothing, everything has to come again: what rang does no more. What the page before
   * sent is not kept, but the peer waits for every number: in its place stands the end of candidates, which tells nothing new.
   */
  constructor({ callId, sent = 0, received = 0 }: Partial<Progress> = {}) {
    if (callId && sent) {
      this.#callId = callId;
      this.#receivedIn = callId;
      this.#received = received;
      this.#sent = Math.max(sent - MOST_KEPT, 0);
      while (this.#sent < sent) {
        this.number({ action: "webrtc:ice-candidate", candidate: null, callId });
      }
    }
  }

  /** The call that is going on, as far as it has an id. */
  get progress(): Progress | undefined {
    const callId = this.#callId ?? this.#receivedIn;
    return callId
      ? {
          callId,
          sent: callId === this.#callId ? this.#sent : 0,
          received: callId === this.#receivedIn ? this.#received : 0,
        }
      : undefined;
  }

  /** The call in which something arrived that came after something which did not. */
  get gap(): string | undefined {
    return this.#held.size > 0 ? this.#receivedIn : undefined;
  }

  /**
   * Gives the frame the next number of its call; without a `callId`, of the one that is going on, and names that. One of
   * a call that is over gets none: the service refuses it.
   */
  number<F extends NumberedFrame>(frame: F): F {
    const opens = frame.action === "webrtc:offer";
    const callId = frame.callId ?? (opens ? undefined : this.progress?.callId);
    if (callId && this.#former.includes(callId)) {
      return frame;
    }
    if (callId ? callId !== this.#callId : !this.#callId) {
      this.#sendIn(callId);
    }
    const numbered = { ...frame, callId, seq: ++this.#sent };
    this.#kept = [...this.#kept, numbered].slice(-MOST_KEPT);
    return numbered;
  }

  /** Names the call whose opening offer was answered, unless its end came before. */
  opened(callId: string): void {
    if (!this.#former.includes(callId)) {
      this.#callId ??= callId;
    }
  }

  /** Forgets the call, unless another than this one is going on. */
  ended(callId?: string): void {
    const over = callId ?? this.progress?.callId;
    if (over) {
      this.#former = [...this.#former, over].slice(-MOST_FORMER);
    }
    if (this.#callId === over) {
      this.#sendIn();
    }
    if (this.#receivedIn === over) {
      this.expect();
    }
  }

  /**
   * What the peer has not got of a call, in order; it has everything up to `lastSeq`. All of it is kept: a page of the peer's
   * that is loaded again may ask for more than the one before.
   */
  missing(callId: string, lastSeq: number): NumberedFrame[] {
    if (callId !== this.#callId) {
      return [];
    }
    const missing = this.#kept.filter(({ seq = 0 }) => seq > lastSeq);
    return missing.map((frame) => ({ ...frame, callId }));
  }

  /** Everything of the call is to come, from its first frame on; without a `callId`, of whatever call one comes next. */
  expect(callId?: string): void {
    this.#receivedIn = callId;
    this.#received = 0;
    this.#held.clear();
  }

  /** The frames that can be passed on now, in order; undefined if this one has come before. */
  receive(frame: ArrivingFrame): ArrivingFrame[] | undefined {
    const { callId, seq } = frame;
    if (this.#former.includes(callId)) {
      return [];
    }
    if (seq === undefined) {
      return [frame];
    }
    if ("polite" in frame) {
      this.#endOthers(callId);
    }
    if (callId !== this.#receivedIn) {
      this.expect(callId);
    }
    if (seq <= this.#received || this.#held.has(seq)) {
      return undefined;
    }
    if (this.#held.size < MOST_HELD) {
      this.#held.set(seq, frame);
    }
    return this.#inOrder();
  }

  /** Waits no longer for what is missing: the frames behind it. */
  skipGap(): ArrivingFrame[] {
    this.#received = Math.min(...this.#held.keys()) - 1;
    return this.#inOrder();
  }

  /**
   * Nobody can call who is in a call: that one is over, though its end did not arrive. One of which nothing has arrived in
   * order is perhaps the next.
   */
  #endOthers(callId: string): void {
    for (const other of [this.#callId, this.#received && this.#receivedIn]) {
      if (other && other !== callId) {
        this.ended(other);
      }
    }
  }

  #sendIn(callId?: string): void {
    this.#callId = callId;
    this.#sent = 0;
    this.#kept = [];
  }

  #inOrder(): ArrivingFrame[] {
    const frames: ArrivingFrame[] = [];
    for (;;) {
      const next = this.#held.get(this.#received + 1);
      if (!next) {
        return frames;
      }
      this.#held.delete(++this.#received);
      frames.push(next);
    }
  }
}
