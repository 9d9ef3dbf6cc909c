/** Tracks and streams as far as a call looks at them. */
export class FakeTrack {
  enabled = true;
  stopped = false;

  constructor(readonly kind: "audio" | "video") {}

  stop(): void {
    this.stopped = true;
  }
}

export class FakeMediaStream {
  readonly tracks: FakeTrack[] = [];

  static of(...kinds: ("audio" | "video")[]): FakeMediaStream & MediaStream {
    const stream = new FakeMediaStream();
    stream.tracks.push(...kinds.map((kind) => new FakeTrack(kind)));
    return stream as unknown as FakeMediaStream & MediaStream;
  }

  addTrack(track: FakeTrack): void {
    this.tracks.push(track);
  }

  getTracks(): FakeTrack[] {
    return [...this.tracks];
  }

  getAudioTracks(): FakeTrack[] {
    return this.tracks.filter((track) => track.kind === "audio");
  }

  getVideoTracks(): FakeTrack[] {
    return this.tracks.filter((track) => track.kind === "video");
  }
}

/**
 * The signaling side of a peer connection: the states of https://www.w3.org/TR/webrtc/#rtcsignalingstate-enum,
 * implicit descriptions and rollback; no media.
 */
export class FakePeerConnection extends EventTarget {
  static all: FakePeerConnection[] = [];

  static get last(): FakePeerConnection {
    return FakePeerConnection.all.at(-1) as FakePeerConnection;
  }

  static get constructorForCall(): new (
    configuration: RTCConfiguration,
  ) => RTCPeerConnection {
    return FakePeerConnection as unknown as new (
      configuration: RTCConfiguration,
    ) => RTCPeerConnection;
  }

  signalingState: RTCSignalingState = "stable";
  connectionState: RTCPeerConnectionState = "new";
  localDescription: RTCSessionDescriptionInit | null = null;
  remoteDescription: RTCSessionDescriptionInit | null = null;
  readonly addedCandidates: RTCIceCandidateInit[] = [];
  readonly tracks: FakeTrack[] = [];
  readonly receivedOnly: string[] = [];
  rollbacks = 0;
  listeners = 0;
  failing = false;
  #descriptions = 0;

  constructor(readonly configuration: RTCConfiguration) {
    super();
    FakePeerConnection.all.push(this);
  }

  override addEventListener(...args: Parameters<EventTarget["addEventListener"]>): void {
    this.listeners++;
    super.addEventListener(...args);
  }

  override removeEventListener(...args: Parameters<EventTarget["removeEventListener"]>): void {
    this.listeners--;
    super.removeEventListener(...args);
  }

  addTrack(track: FakeTrack): void {
    this.tracks.push(track);
  }

  addTransceiver(kind: string): void {
    this.receivedOnly.push(kind);
  }

  async setLocalDescription(): Promise<void> {
    const type = this.signalingState === "have-remote-offer" ? "answer" : "offer";
    this.localDescription = { type, sdp: `local-${type}-${++this.#descriptions}` };
    this.signalingState = type === "answer" ? "stable" : "have-local-offer";
  }

  async setRemoteDescription(description: RTCSessionDescriptionInit): Promise<void> {
    if (this.failing) {
      throw new Error("bad sdp");
    }
    if (description.type === "offer") {
      if (this.signalingState === "have-local-offer") {
        this.rollbacks++;
      }
      this.signalingState = "have-remote-offer";
    } else {
      if (this.signalingState !== "have-local-offer") {
        throw new Error(`an answer in ${this.signalingState}`);
      }
      this.signalingState = "stable";
    }
    this.remoteDescription = description;
  }

  async addIceCandidate(candidate: RTCIceCandidateInit): Promise<void> {
    if (this.remoteDescription === null) {
      throw new Error("a candidate before the description");
    }
    this.addedCandidates.push(candidate);
  }

  close(): void {
    this.signalingState = "closed";
    this.connectionState = "closed";
  }

  needNegotiation(): void {
    this.dispatchEvent(new Event("negotiationneeded"));
  }

  becomes(state: RTCPeerConnectionState): void {
    this.connectionState = state;
    this.dispatchEvent(new Event("connectionstatechange"));
  }

  gathers(candidate: RTCIceCandidateInit | null): void {
    const event = new Event("icecandidate");
    const value = candidate === null ? null : { toJSON: () => candidate };
    this.dispatchEvent(Object.assign(event, { candidate: value }));
  }

  receivesTrack(track: FakeTrack): void {
    this.dispatchEvent(Object.assign(new Event("track"), { track }));
  }
}
