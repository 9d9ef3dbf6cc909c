import { withDtlsRole } from "./dtls-role.js";
import type { Description } from "./frames.js";
import { Gathering, type GatheringEvents } from "./gathering.js";

/** Within this time after a rollback the browser tells that the negotiation is still needed. */
const REST_MS = 100;

/** How long who got an offer takes at most to answer it. */
const UNANSWERED_MS = 2000;

/** What a negotiation has to say to the other side. */
export interface NegotiationEvents extends GatheringEvents {
  onOffer: (offer: Description<"offer">) => void;
  onAnswer: (answer: Description<"answer">) => void;
  /** The peer restarts ICE: candidates are about to be gathered anew. */
  onRestart?: () => void;
  /** A description could not be made or applied: the call can't go on. */
  onFailure: (error: unknown) => void;
}

/**
 * Perfect negotiation over one peer connection: both sides may offer at any time; when two offers
 * meet, the polite side rolls its own back, the impolite side does not see the other.
 * https://www.w3.org/TR/webrtc/#perfect-negotiation-example
 */
export class Negotiation {
  readonly #pc: RTCPeerConnection;
  readonly #events: NegotiationEvents;
  readonly #polite: boolean;
  readonly #gathering: Gathering;
  #closed = false;
  /** Candidates that came before the description they belong to. */
  #early: RTCIceCandidateInit[] = [];
  /** The browser's wish for a negotiation, right after one was given up, is the same wish. */
  #resting: ReturnType<typeof setTimeout> | undefined;
  #unanswered: ReturnType<typeof setTimeout> | undefined;
  /** The own offers and what came from the peer, one after the other. */
  #steps: Promise<void> = Promise.resolve();

  constructor(pc: RTCPeerConnection, polite: boolean, events: NegotiationEvents) {
    this.#pc = pc;
    this.#events = events;
    this.#polite = polite;
    pc.addEventListener("negotiationneeded", this.#needed);
    this.#gathering = new Gathering(pc, events);
  }

  /**
   * Makes an offer, if the peer's was not before. It happens by itself when the browser asks for it, which takes it some
   * milliseconds: who knows that all tracks are there need not wait.
   */
  readonly offer = (): Promise<void> =>
    this.#next(async () => {
      if (this.#pc.signalingState !== "stable") {
        return; // The peer's offer was before; what is still to be negotiated after it is announced again.
      }
      await this.#gathering.describe("offer", (sdp) => {
        this.#events.onOffer({ type: "offer", sdp });
      });
    });

  /**
   * Takes back an offer that the peer did not get, so that the peer's can be answered. What it was to agree on comes with
   * the next reason to negotiate.
   */
  giveUpOffer(): Promise<void> {
    return this.#next(async () => {
      if (this.#pc.signalingState === "have-local-offer") {
        clearTimeout(this.#resting);
        this.#resting = setTimeout(() => {
          this.#resting = undefined;
        }, REST_MS);
        this.#gathering.rolledBack();
        await this.#pc.setLocalDescription({ type: "rollback" });
      }
    });
  }

  readonly #needed = (): void => {
    if (this.#resting === undefined) {
      this.offer();
    }
  };

  /** Applies the peer's description; an offer is answered, unless two offers met and this side won. */
  receiveDescription(description: Description<"offer" | "answer">): Promise<void> {
    return this.#next(() => this.#apply(description));
  }

  /** Adds the peer's candidates, or keeps them until its description is there. */
  receiveCandidates(candidates: readonly (RTCIceCandidateInit | null)[]): Promise<void> {
    return this.#next(async () => {
      // A null only says that no more are coming; the connection is told so by the empty candidate.
      this.#early.push(...candidates.filter((candidate) => candidate !== null));
      await this.#addEarly();
    });
  }

  close(): void {
    this.#closed = true;
    this.#early = [];
    clearTimeout(this.#resting);
    clearTimeout(this.#unanswered);
    this.#pc.removeEventListener("negotiationneeded", this.#needed);
    this.#gathering.close();
  }

  async #apply(description: Description<"offer" | "answer">): Promise<void> {
    if (description.type === "answer" && this.#pc.signalingState !== "have-local-offer") {
      return; // A repetition, or the answer to an offer that was rolled back.
    }
    const collides = description.type === "offer" && this.#pc.signalingState !== "stable";
    if (collides && !this.#polite) {
      this.#tellAgain(description);
      return;
    }
    clearTimeout(this.#unanswered);
    this.#gathering.heard(description);
    if (restartsIce(this.#pc.remoteDescription?.sdp, description)) {
      this.#events.onRestart?.();
    }
    await this.#pc.setRemoteDescription(withDtlsRole(this.#pc, description));
    await this.#addEarly();
    if (description.type === "offer") {
      await this.#gathering.describe("answer", (sdp) => {
        this.#events.onAnswer({ type: "answer", sdp });
      });
    } else {
      this.#gathering.answered();
    }
  }

  /**
   * Who offers knowing of no description of this side, and does not answer the own offer either, has not got it: it went to
   * a page that was loaded again since.
   */
  #tellAgain({ madeFor }: Description<"offer" | "answer">): void {
    if (madeFor === undefined) {
      clearTimeout(this.#unanswered);
      this.#unanswered = setTimeout(() => {
        const { signalingState, localDescription } = this.#pc;
        if (signalingState === "have-local-offer" && localDescription !== null) {
          this.#events.onOffer({ type: "offer", sdp: localDescription.sdp });
        }
      }, UNANSWERED_MS);
    }
  }

  async #addEarly(): Promise<void> {
    if (this.#pc.remoteDescription === null || this.#closed) {
      return;
    }
    for (const candidate of this.#early.splice(0)) {
      try {
        await this.#pc.addIceCandidate(candidate);
      } catch {
        // Of an offer that was ignored, or of a description that is gone: one path less, no more.
      }
    }
  }

  #next(step: () => Promise<void>): Promise<void> {
    this.#steps = this.#steps
      .then(() => (this.#closed ? undefined : step()))
      .catch((error) => this.#fail(error));
    return this.#steps;
  }

  #fail(error: unknown): void {
    if (!this.#closed) {
      this.#events.onFailure(error);
    }
  }
}

/** True if an offer has other ICE credentials than the description before it (RFC 8839, 4.4.3.1.1). */
function restartsIce(before: string | undefined, { type, sdp }: Description<"offer" | "answer">) {
  const fragment = /^a=ice-ufrag:\S+/m;
  const known = before?.match(fragment)?.[0];
  return type === "offer" && known !== undefined && known !== sdp.match(fragment)?.[0];
}
