import type { Description } from "./frames.js";
import { laterCandidates } from "./interop.js";

/** How long an offer waits for its first candidate. */
const FIRST_MS = 30;
/** How long it waits for another after each. */
const NEXT_MS = 3;

export interface GatheringEvents {
  /** A candidate that no description took along. */
  onCandidate: (candidate: RTCIceCandidateInit) => void;
  onEndOfCandidates: () => void;
}

/**
 * The candidates of a peer connection. Those that are found at once, the host's mostly, go along in the offer: the
 * peer has them a frame earlier, and fewer frames are sent. An answer waits for none: who answers tries the offer's
 * already, and the media waits for nothing but the answer. The others trickle (RFC 8838). Between Firefox and another
 * browser later ones are sent otherwise.
 */
export class Gathering {
  readonly #pc: RTCPeerConnection;
  readonly #events: GatheringEvents;
  /** What the description that is being made may take along; undefined while none is. */
  #held: RTCIceCandidateInit[] | undefined;
  /** What waits for the answer to the own offer, where that has to be. */
  #unanswered: RTCIceCandidateInit[] | undefined;
  /** The peer's latest description, as it came. */
  #peers: string | undefined;
  #goOn: () => void = () => undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(pc: RTCPeerConnection, events: GatheringEvents) {
    this.#pc = pc;
    this.#events = events;
    pc.addEventListener("icecandidate", this.#found);
  }

  /**
   * Makes the local description that is due, gives an offer the time to take candidates along, and tells it, unless it
   * is of another type than that or gone by then. What it doesn't take along trickles behind it.
   */
  async describe(type: "offer" | "answer", tell: (sdp: string) => void): Promise<void> {
    const { wait, goAlong } = laterCandidates(this.#pc.currentLocalDescription?.sdp, this.#peers);
    const takesAny = type === "offer" ? !wait : goAlong;
    this.#held = [];
    this.#unanswered = type === "offer" && wait ? [] : undefined;
    let sdp: string | undefined;
    try {
      await this.#pc.setLocalDescription();
      if (takesAny && this.#pc.iceGatheringState !== "complete") {
        await this.#candidates();
      }
      const local = this.#pc.localDescription;
      if (this.#held !== undefined && local?.type === type) {
        sdp = local.sdp;
        tell(sdp);
      }
    } finally {
      const left = this.#held?.filter((candidate) => !takesAlong(sdp, candidate));
      this.#held = undefined;
      left?.forEach(this.#trickle);
    }
  }

  /** A description of the peer's is about to be applied. An offer takes the place of an own one that there is. */
  heard({ type, sdp }: Description<"offer" | "answer">): void {
    this.#peers = sdp;
    if (type === "offer") {
      this.rolledBack();
    }
  }

  /** The own offer has been answered: what waited for that trickles. */
  answered(): void {
    const candidates = this.#unanswered;
    this.#unanswered = undefined;
    candidates?.forEach(this.#trickle);
  }

  /** The own offer is given up, and its candidates with it. */
  rolledBack(): void {
    this.#unanswered = undefined;
  }

  close(): void {
    this.#pc.removeEventListener("icecandidate", this.#found);
    this.#held = undefined;
    this.#unanswered = undefined;
    this.#goOn();
  }

  readonly #trickle = (candidate: RTCIceCandidateInit): void => {
    if (this.#unanswered === undefined) {
      this.#events.onCandidate(candidate);
    } else {
      this.#unanswered.push(candidate);
    }
  };

  /** Resolves when no more are to be expected at once. */
  #candidates(): Promise<void> {
    return new Promise((resolve) => {
      this.#goOn = () => {
        clearTimeout(this.#timer);
        this.#timer = undefined;
        resolve();
      };
      this.#goOnIn(this.#held?.length ? NEXT_MS : FIRST_MS);
    });
  }

  #goOnIn(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#goOn, ms);
  }

  readonly #found = ({ candidate }: RTCPeerConnectionIceEvent): void => {
    if (candidate === null) {
      this.#goOn();
      this.#events.onEndOfCandidates();
    } else if (this.#held === undefined) {
      this.#trickle(candidate.toJSON());
    } else {
      this.#held.push(candidate.toJSON());
      if (this.#timer !== undefined) {
        this.#goOnIn(NEXT_MS);
      }
    }
  };
}

/** Whether a description has a line for that candidate: up to its port, as what may follow is not the same in both. */
function takesAlong(sdp: string | undefined, { candidate }: RTCIceCandidateInit): boolean {
  const start = candidate?.split(" ", 6).join(" ");
  return start !== undefined && sdp?.includes(`a=${start} `) === true;
}
