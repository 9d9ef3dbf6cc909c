/** How long a description waits for its first candidate. */
const FIRST_MS = 30;
/** How long it waits for another after each. */
const NEXT_MS = 5;

export interface GatheringEvents {
  /** A candidate that no description took along. */
  onCandidate: (candidate: RTCIceCandidateInit) => void;
  onEndOfCandidates: () => void;
}

/**
 * The candidates of a peer connection. Those that are found at once, the host's mostly, go along in the
 * description: the peer has them a frame earlier, and fewer frames are sent. The others trickle (RFC 8838).
 */
export class Gathering {
  readonly #pc: RTCPeerConnection;
  readonly #events: GatheringEvents;
  /** What the description that waits may take along. */
  #held: RTCIceCandidateInit[] = [];
  #wait: Promise<void> | undefined;
  #goOn: () => void = () => undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(pc: RTCPeerConnection, events: GatheringEvents) {
    this.#pc = pc;
    this.#events = events;
    pc.addEventListener("icecandidate", this.#found);
  }

  /** The local description of that type, once it had the time to take candidates along; undefined if it is gone by then. */
  async describe(type: "offer" | "answer"): Promise<string | undefined> {
    if (this.#pc.iceGatheringState !== "complete") {
      this.#wait ??= this.#begin();
      await this.#wait;
    }
    const local = this.#pc.localDescription;
    const held = this.#held.splice(0);
    if (local?.type === type) {
      return local.sdp;
    }
    held.forEach(this.#events.onCandidate);
    return undefined;
  }

  close(): void {
    this.#pc.removeEventListener("icecandidate", this.#found);
    this.#held = [];
    this.#goOn();
  }

  #begin(): Promise<void> {
    this.#waitFor(FIRST_MS);
    return new Promise((resolve) => {
      this.#goOn = () => {
        clearTimeout(this.#timer);
        this.#wait = undefined;
        resolve();
      };
    });
  }

  #waitFor(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#goOn(), ms);
  }

  readonly #found = ({ candidate }: RTCPeerConnectionIceEvent): void => {
    if (candidate === null) {
      this.#goOn();
      this.#events.onEndOfCandidates();
    } else if (this.#wait === undefined) {
      this.#events.onCandidate(candidate.toJSON());
    } else {
      this.#held.push(candidate.toJSON());
      this.#waitFor(NEXT_MS);
    }
  };
}
