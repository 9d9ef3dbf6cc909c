import { FakeDescriptions } from "./fake-descriptions.js";
import { FakeSender, FakeTrack } from "./fake-peer-connection.js";
import { FakeSdp, type Kind } from "./fake-sdp.js";

/** When each of its candidates is found; then there are no more. */
const FOUND_AFTER_MS = [2, 60];

let made = 0;

/**
 * A peer connection whose media flows once both ends have each other's descriptions and a candidate: the states, the
 * roll-back and the ICE restarts of https://www.w3.org/TR/webrtc/#rtcpeerconnection-interface, as far as a call goes.
 */
export class FakeMediaConnection extends EventTarget {
  readonly number = ++made;
  connectionState: RTCPeerConnectionState = "new";
  iceGatheringState: RTCIceGatheringState = "new";
  /** How the media gets to the other end, if it does. */
  path: string | undefined;
  readonly #onChange: () => void;
  readonly #descriptions = new FakeDescriptions();
  readonly #senders: FakeSender[] = [];
  readonly #places = new Set<Kind>();
  readonly #received = new Set<Kind>();
  /** The fragments that there is a candidate of the other end's for. */
  readonly #reachable = new Set<string | null>();
  #configuration: RTCConfiguration;
  #isClosed = false;
  /** The own one that is agreed on. */
  #fragment: string | undefined;
  #restartIsDue = false;
  #versions = 0;
  #fragments = 0;

  /** @param onChange there may be a path, or none any more */
  constructor(configuration: RTCConfiguration, onChange: () => void) {
    super();
    this.#configuration = configuration;
    this.#onChange = onChange;
  }

  get signalingState(): RTCSignalingState {
    return this.#isClosed ? "closed" : this.#descriptions.state;
  }

  get localDescription(): RTCSessionDescriptionInit | null {
    return this.#descriptions.latestLocal?.description ?? null;
  }

  get remoteDescription(): RTCSessionDescriptionInit | null {
    return this.#descriptions.latestRemote?.description ?? null;
  }

  getConfiguration(): RTCConfiguration {
    return this.#configuration;
  }

  setConfiguration(configuration: RTCConfiguration): void {
    this.#requireOpen();
    this.#configuration = configuration;
  }

  getSenders(): FakeSender[] {
    return [...this.#senders];
  }

  addTrack(track: FakeTrack): void {
    this.#senders.push(new FakeSender(track));
    this.addTransceiver(track.kind);
  }

  addTransceiver(kind: Kind): void {
    this.#requireOpen();
    this.#places.add(kind);
    this.#announceSoon();
  }

  restartIce(): void {
    this.#restartIsDue = true;
    this.#announceSoon();
  }

  async setLocalDescription(rollback?: { type: "rollback" }): Promise<void> {
    await Promise.resolve();
    this.#requireOpen();
    if (rollback !== undefined) {
      this.#descriptions.rollBack();
      this.#announceSoon();
      return;
    }
    const { local, remote, theirOffer } = this.#descriptions;
    const restarts = theirOffer ? theirOffer.fragment !== remote?.fragment : this.#restartIsDue;
    const isNew = local === undefined || restarts;
    const made = new FakeSdp({
      type: theirOffer ? "answer" : "offer",
      origin: this.number,
      version: ++this.#versions,
      fragment: isNew ? `${this.number}.${++this.#fragments}` : local.fragment,
      kinds: theirOffer?.kinds ?? [...this.#places],
      sent: this.#sent.filter((kind) => theirOffer?.kinds.includes(kind) ?? true),
    });
    this.#descriptions.setLocal(made);
    this.#changed();
    if (isNew) {
      this.#gather(made);
    }
  }

  async setRemoteDescription(description: RTCSessionDescriptionInit): Promise<void> {
    await Promise.resolve();
    this.#requireOpen();
    const theirs = FakeSdp.read(description);
    const { remote } = this.#descriptions;
    if (remote !== undefined && remote.origin !== theirs.origin) {
      throw new Error("a description of another peer connection, with another certificate");
    }
    if (theirs.hasCandidates) {
      this.#reachable.add(theirs.fragment);
    }
    this.#descriptions.setRemote(theirs);
    this.#changed();
    this.#receive(theirs.sent);
  }

  async addIceCandidate({ usernameFragment = null }: RTCIceCandidateInit): Promise<void> {
    await Promise.resolve();
    this.#requireOpen();
    if (this.remoteDescription === null) {
      throw new Error("a candidate before the description");
    }
    this.#reachable.add(usernameFragment);
    this.#onChange();
  }

  close(): void {
    if (!this.#isClosed) {
      this.#isClosed = true;
      this.connectionState = "closed";
      this.#onChange();
    }
  }

  becomes(state: RTCPeerConnectionState): void {
    if (this.connectionState !== state && !this.#isClosed) {
      this.connectionState = state;
      this.dispatchEvent(new Event("connectionstatechange"));
    }
  }

  /** The other is the end that this one has agreed with. */
  knows(other: FakeMediaConnection): boolean {
    return this.#descriptions.remote?.origin === other.number;
  }

  /** The newest path, if there is what it takes; called the same by both. One candidate tells both the way. */
  pathTo(other: FakeMediaConnection): string | undefined {
    const own = this.#descriptions;
    const others = other.#descriptions;
    const [here, there] = [own.local?.fragment ?? null, others.local?.fragment ?? null];
    const areKnown = own.remote?.fragment === there && others.remote?.fragment === here;
    return areKnown && (this.#reachable.has(there) || other.#reachable.has(here))
      ? [here, there].sort().join(" to ")
      : undefined;
  }

  /** Nothing is under negotiation, and each knows what the other says of itself. */
  agreesWith(other: FakeMediaConnection): boolean {
    const [own, others] = [this.#descriptions, other.#descriptions];
    return own.knows(others) && others.knows(own);
  }

  get #sent(): Kind[] {
    return this.#senders.flatMap(({ track }) => track?.kind ?? []);
  }

  get #isNegotiationDue(): boolean {
    const isTold = this.#descriptions.local?.sent.join() === this.#sent.join();
    return this.#restartIsDue || !isTold;
  }

  #changed(): void {
    const { local } = this.#descriptions;
    if (local?.fragment !== this.#fragment) {
      this.#fragment = local?.fragment;
      this.#restartIsDue = false;
    }
    this.#onChange();
    this.#announceSoon();
  }

  #receive(kinds: readonly Kind[]): void {
    for (const kind of kinds.filter((one) => !this.#received.has(one))) {
      this.#received.add(kind);
      this.dispatchEvent(Object.assign(new Event("track"), { track: new FakeTrack(kind) }));
    }
  }

  #gather(local: FakeSdp): void {
    this.iceGatheringState = "gathering";
    for (const ms of FOUND_AFTER_MS) {
      setTimeout(() => this.#found(local, `candidate:${ms} 1 udp 1 here.local 9 typ host`), ms);
    }
    setTimeout(() => this.#found(local, null), Math.max(...FOUND_AFTER_MS) + 1);
  }

  /** What is found for a description that is gone is not told. */
  #found(local: FakeSdp, candidate: string | null): void {
    const { latestLocal } = this.#descriptions;
    if (this.#isClosed || latestLocal?.fragment !== local.fragment) {
      return;
    }
    const event = new Event("icecandidate");
    if (candidate === null) {
      this.iceGatheringState = "complete";
      this.dispatchEvent(Object.assign(event, { candidate }));
      return;
    }
    latestLocal.addCandidate(candidate);
    const init = { candidate, usernameFragment: local.fragment };
    this.dispatchEvent(Object.assign(event, { candidate: { toJSON: () => init } }));
  }

  /** https://www.w3.org/TR/webrtc/#dfn-update-the-negotiation-needed-flag */
  #announceSoon(): void {
    setTimeout(() => {
      if (this.signalingState === "stable" && this.#isNegotiationDue) {
        this.dispatchEvent(new Event("negotiationneeded"));
      }
    }, 1);
  }

  #requireOpen(): void {
    if (this.#isClosed) {
      throw new Error("a peer connection that is closed");
    }
  }
}
