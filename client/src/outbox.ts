import type { CallSignaling, EndReason } from "./call-types.js";
import { CandidateBatch } from "./candidate-batch.js";
import { SignalingError } from "./errors.js";
import type { CallType, ClientEndReason, Description, RejectReason } from "./frames.js";

/** What the service says to what was sent. */
export interface OutboxEvents {
  onIdentified: (callId: string) => void;
  /** The opening offer was answered by a rejection: the peer is in another call. */
  onRejected: (reason: RejectReason) => void;
  /** The opening offer, or an answer, was refused or did not arrive. */
  onRefused: (error: SignalingError) => void;
}

export interface OutboxOptions extends OutboxEvents {
  signaling: CallSignaling;
  type: CallType;
  to: string | undefined;
  callId: string | undefined;
  candidateWindowMs?: number | undefined;
  candidatesPerFrame?: number | undefined;
}

/** The reasons that the protocol lets a client give. */
const TOLD: readonly ClientEndReason[] = ["hangup", "cancelled", "ice-failed", "media-failed"];

/**
 * What one side sends in a call. Descriptions and candidates go one after the other, each after the
 * answer to the one before: the gateway keeps no order, and before its offer arrived there is no call.
 */
export class Outbox {
  readonly #options: OutboxOptions;
  readonly #candidates: CandidateBatch;
  #callId: string | undefined;
  #closed = false;
  /** What was to be sent in an earlier round is not sent any more. */
  #round = 0;
  #sending: Promise<void> = Promise.resolve();

  constructor(options: OutboxOptions) {
    this.#options = options;
    this.#callId = options.callId;
    this.#candidates = new CandidateBatch(
      (candidates) => this.#enqueue(() => this.#sendCandidates(candidates)),
      options.candidateWindowMs ?? 50,
      options.candidatesPerFrame ?? 50,
    );
  }

  get callId(): string | undefined {
    return this.#callId;
  }

  offer(offer: Description<"offer">): void {
    this.#enqueue(() => this.#sendOffer(offer));
  }

  answer(answer: Description<"answer">): void {
    this.#enqueue(() => this.#sendAnswer(answer));
  }

  candidate(candidate: RTCIceCandidateInit): void {
    this.#candidates.add(candidate);
  }

  endOfCandidates(): void {
    this.#candidates.flush();
  }

  /** Ends the call at once; if it has no id yet, as soon as it has. */
  callEnd(reason: EndReason): void {
    if (this.#callId !== undefined) {
      const told = TOLD.find((one) => one === reason);
      this.#options.signaling
        .sendCallEnd({ callId: this.#callId, ...(told && { reason: told }) })
        .catch(ignored);
    }
  }

  callReject(): void {
    this.#options.signaling.sendCallReject({ callId: this.#callId }).catch(ignored);
  }

  /** It may have been answered at this very moment, and the timeout be refused: then it is hung up. */
  callTimeout(): void {
    if (this.#callId !== undefined) {
      const call = { callId: this.#callId };
      const { signaling } = this.#options;
      signaling
        .sendCallTimeout(call)
        .catch(() => signaling.sendCallEnd(call))
        .catch(ignored);
    }
  }

  /** Two offers met and the peer's was first: what belongs to the own offer is not sent any more. */
  startOver(callId: string): void {
    this.#candidates.clear();
    this.#round++;
    this.#identify(callId);
  }

  /** Sends nothing more, but the end of a call that is still to be opened. */
  close(): void {
    this.#closed = true;
    this.#candidates.clear();
  }

  #identify(callId: string): void {
    if (this.#callId === undefined) {
      this.#callId = callId;
      this.#options.onIdentified(callId);
    }
  }

  #enqueue(send: () => Promise<unknown>): void {
    const round = this.#round;
    this.#sending = this.#sending
      .then(() => (this.#closed || round !== this.#round ? undefined : send()))
      .then(ignored, ignored);
  }

  async #sendOffer(offer: Description<"offer">): Promise<void> {
    const opening = this.#callId === undefined;
    const call = opening ? { to: this.#options.to } : { callId: this.#callId };
    try {
      const reply = await this.#options.signaling.sendOffer(offer, this.#options.type, call);
      if (reply.action === "webrtc:call-reject") {
        this.#options.onRejected(reply.reason);
      } else if (opening && reply.callId !== undefined) {
        this.#opened(reply.callId);
      }
    } catch (error) {
      const failure = SignalingError.from(error);
      // After a glare the peer's offer arrives, or has already; a later negotiation may fail.
      if (opening && failure.code !== "glare") {
        this.#options.onRefused(failure);
      }
    }
  }

  #opened(callId: string): void {
    if (this.#closed) {
      this.#options.signaling.sendCallEnd({ callId, reason: "cancelled" }).catch(ignored);
    } else {
      this.#identify(callId);
    }
  }

  async #sendAnswer(answer: Description<"answer">): Promise<void> {
    try {
      await this.#options.signaling.sendAnswer(answer, { callId: this.#callId });
    } catch (error) {
      this.#options.onRefused(SignalingError.from(error));
    }
  }

  async #sendCandidates(candidates: RTCIceCandidateInit[]): Promise<void> {
    // Those of an offer that lost have no call.
    if (this.#callId !== undefined) {
      await this.#options.signaling.sendIceCandidates(candidates, { callId: this.#callId });
    }
  }
}

/** What fails here the other side, or the next connection, finds out by itself. */
function ignored(): void {}
