import type { CallOptions } from "./call-types.js";
import type { Description } from "./frames.js";
import { MediaWatch, type MediaWatchEvents } from "./media-watch.js";
import { Negotiation, type NegotiationEvents } from "./negotiation.js";

export interface PeerLinkOptions
  extends Pick<
      CallOptions,
      | "iceServers"
      | "refreshIceServers"
      | "iceTransportPolicy"
      | "certificates"
      | "connectTimeoutMs"
      | "interruptionTimeoutMs"
      | "RTCPeerConnection"
    >,
    Omit<NegotiationEvents, "onRestart">,
    Omit<MediaWatchEvents, "onRestart"> {
  /** A track of the peer's: of an answer when that has come, of an offer once the connection that it asks for is there. */
  onTrack: (track: MediaStreamTrack) => void;
}

/** Who waits for an ICE restart waits no longer than this for its credentials. */
const RENEWAL_MS = 3000;

/** A peer connection of a call, its negotiation, and the watch over its media. */
export class PeerLink {
  readonly pc: RTCPeerConnection;
  readonly negotiation: Negotiation;
  readonly watch: MediaWatch;
  readonly #options: PeerLinkOptions;
  /** Tracks of an offer, until there is a connection. */
  readonly #early: MediaStreamTrack[] = [];
  /** The peer's peer connection that this one negotiates with, as soon as a description of it has come. */
  #peer: string | undefined;
  #restarting = false;
  #patience: ReturnType<typeof setTimeout> | undefined;

  constructor(options: PeerLinkOptions, polite: boolean) {
    const Constructor = options.RTCPeerConnection ?? RTCPeerConnection;
    this.#options = options;
    const { iceTransportPolicy, certificates } = options;
    this.pc = new Constructor({
      iceServers: this.#iceServers(),
      // One transport for all media: one set of candidates.
      bundlePolicy: "max-bundle",
      ...(iceTransportPolicy && { iceTransportPolicy }),
      ...(certificates && { certificates }),
    });
    this.negotiation = new Negotiation(this.pc, polite, {
      ...options,
      onOffer: (offer) => options.onOffer({ ...offer, madeFor: this.#peer }),
      onAnswer: (answer) => options.onAnswer({ ...answer, madeFor: this.#peer }),
      onRestart: () => this.#use(this.#iceServers()),
    });
    this.watch = new MediaWatch(this.pc, {
      ...options,
      onFlowing: () => this.#flowing(),
      onRestart: () => this.restart(),
    });
    this.pc.addEventListener("track", this.#onTrack);
  }

  /** Looks for another path, with ICE servers whose credentials are good from now on. */
  async restart(): Promise<void> {
    if (this.#restarting) {
      return;
    }
    this.#restarting = true;
    try {
      this.#use(await this.#freshIceServers());
    } catch {
      // Those that there are have to do.
    }
    this.#restarting = false;
    if (this.pc.signalingState !== "closed") {
      this.pc.restartIce();
    }
  }

  /** Takes a description of the peer's. */
  receive(description: Description<"offer" | "answer">): void {
    if (this.concerns(description)) {
      this.#peer ??= originOf(description);
      this.negotiation.receiveDescription(description);
    }
  }

  /** False if it was made for another peer connection: that of the page before, which was loaded again since. */
  concerns({ madeFor }: Description<"offer" | "answer">): boolean {
    return madeFor === undefined || madeFor === originOf(this.pc.localDescription);
  }

  /** True if the offer is of another peer connection than the one that is negotiated with. */
  isAnother(offer: Description<"offer">): boolean {
    return this.#peer !== undefined && this.#peer !== originOf(offer);
  }

  #iceServers(): RTCIceServer[] {
    const { iceServers = [] } = this.#options;
    return typeof iceServers === "function" ? iceServers() : iceServers;
  }

  /** With credentials that are good from now on, if they come in time; else those that there are. */
  async #freshIceServers(): Promise<RTCIceServer[]> {
    const { refreshIceServers } = this.#options;
    const late = new Promise<void>((resolve) => {
      this.#patience = setTimeout(resolve, RENEWAL_MS);
    });
    try {
      return (await Promise.race([refreshIceServers?.(), late])) ?? this.#iceServers();
    } finally {
      clearTimeout(this.#patience);
    }
  }

  /** For the candidates that are gathered from the next restart on. */
  #use(iceServers: RTCIceServer[]): void {
    if (this.pc.signalingState !== "closed") {
      this.pc.setConfiguration({ ...this.pc.getConfiguration(), iceServers });
    }
  }

  close(): void {
    clearTimeout(this.#patience);
    this.negotiation.close();
    this.watch.close();
    this.pc.removeEventListener("track", this.#onTrack);
    this.pc.close();
    for (const track of this.#early.splice(0)) {
      track.stop();
    }
  }

  /**
   * The side that answers has the tracks long before there is anything in them. A `<video>` that got them now would have
   * the browser prepare a player while both sides wait for the answer.
   */
  readonly #onTrack = ({ track }: RTCTrackEvent): void => {
    const { signalingState, connectionState } = this.pc;
    if (signalingState === "have-remote-offer" && connectionState !== "connected") {
      this.#early.push(track);
    } else {
      this.#options.onTrack(track);
    }
  };

  #flowing(): void {
    this.#early.splice(0).forEach(this.#options.onTrack);
    this.#options.onFlowing();
  }
}

/** The session id of a description's origin: the same for all descriptions of one peer connection (RFC 8829, 5.2.1). */
function originOf(description: RTCSessionDescriptionInit | null): string | undefined {
  return description?.sdp?.match(/^o=\S+ (\S+)/m)?.[1];
}
