import type { CallSignaling, EndReason } from "./call-types.js";
import { SignalingError } from "./errors.js";
import type { CallType, ClientEndReason, Description, RejectReason } from "./frames.js";

/** What the service says to what was sent. */
export interface OutboxEvents {
  onIdentified: (callId: string) => void;
  /** The opening offer was answered by a rejection: the peer is in another call. */
  onRejected: (reason: RejectReason) => void;
  /** The opening offer, or an answer, was refused or did not arrive. */
  onRefused: (error: SignalingError) => void;
  /** The service knows no such call. */
  onUnknown: () => void;
  /** An offer of a call that goes on was refused or did not arrive. */
  onNotNegotiated: () => void;
}

export interface OutboxOptions extends OutboxEvents {
  signaling: CallSignaling;
  type: CallType;
  to: string | undefined;
  callId: string | undefined;
}

/** The reasons that the protocol lets a client give. */
const TOLD: readonly ClientEndReason[] = ["hangup", "cancelled", "ice-failed", "media-failed"];

/** What one side sends in a call. */
export class Outbox {
  readonly #options: OutboxOptions;
  #callId: string | undefined;
  /** Candidates of the opening offer. */
  readonly #early: RTCIceCandidateInit[] = [];
  #hasOpened = false;
  #closed = false;

  constructor(options: OutboxOptions) {
    this.#options = options;
    this.#callId = options.callId;
  }

  /** The own offer has opened the call. */
  get hasOpened(): boolean {
    return this.#hasOpened;
  }

  get callId(): string | undefined {
    return this.#callId;
  }

  async offer(offer: Description<"offer">): Promise<void> {
    const callId = this.#callId;
    const opening = callId === undefined;
    const call = opening ? { to: this.#options.to } : { callId };
    try {
      const reply = await this.#options.signaling.sendOffer(offer, this.#options.type, call);
      if (reply.action === "webrtc:call-reject") {
        this.#options.onRejected(reply.reason);
      } else if (opening && reply.callId !== undefined) {
        this.#opened(reply.callId);
      }
    } catch (error) {
      const failure = this.#failed(error, callId);
      if (!opening) {
        this.#options.onNotNegotiated();
      } else if (failure.code !== "glare") {
        this.#options.onRefused(failure);
      } else if (failure.callId !== undefined && !this.#closed) {
        this.identify(failure.callId);
      }
    }
  }

  async answer(answer: Description<"answer">): Promise<void> {
    const callId = this.#callId;
    try {
      await this.#options.signaling.sendAnswer(answer, { callId });
    } catch (error) {
      this.#options.onRefused(this.#failed(error, callId));
    }
  }

  /** Waits for the call to have its id: without one it would belong to whatever call goes on by then. */
  candidate(candidate: RTCIceCandidateInit): void {
    const callId = this.#callId;
    if (callId === undefined) {
      this.#early.push(candidate);
      return;
    }
    this.#options.signaling
      .sendIceCandidate(candidate, { callId })
      .catch((error) => this.#failed(error, callId));
  }

  endOfCandidates(): void {
    this.#options.signaling.flushIceCandidates();
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

  /**
   * Two offers met and the peer's was first: its call is the one that goes on. Its offer arrives or has already, unless the
   * call is over before.
   */
  identify(callId: string): void {
    if (this.#callId === undefined) {
      this.#callId = callId;
      this.#options.onIdentified(callId);
    }
  }

  /** Sends nothing more, but the end of a call that is still to be opened. */
  close(): void {
    this.#closed = true;
  }

  /** What was sent without an id belongs to the call that the own offer opens, which may be another than this one became. */
  #failed(cause: unknown, callId: string | undefined): SignalingError {
    const error = SignalingError.from(cause);
    if (error.code === "no-call" && callId !== undefined) {
      this.#options.onUnknown();
    }
    return error;
  }

  #opened(callId: string): void {
    // Where the peer's call was taken for it and ended meanwhile, the own offer opened another that nobody waits for.
    if (this.#closed || (this.#callId !== undefined && this.#callId !== callId)) {
      this.#options.signaling.sendCallEnd({ callId, reason: "cancelled" }).catch(ignored);
    } else {
      this.#hasOpened = true;
      this.identify(callId);
      // At once, so that they share a frame.
      for (const candidate of this.#early.splice(0)) {
        this.candidate(candidate);
      }
    }
  }
}

/** What fails here the other side, or the next connection, finds out by itself. */
function ignored(): void {}
