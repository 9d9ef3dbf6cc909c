/** Tracks and streams as far as a call looks at them. */
export class FakeTrack extends EventTarget {
  enabled = true;
  stopped = false;
  listeners = 0;

  constructor(readonly kind: "audio" | "video") {
    super();
  }

  override addEventListener(...args: Parameters<EventTarget["addEventListener"]>): void {
    this.listeners++;
    super.addEventListener(...args);
  }

  override removeEventListener(...args: Parameters<EventTarget["removeEventListener"]>): void {
    this.listeners--;
    super.removeEventListener(...args);
  }

  /** As a call takes it. */
  get track(): MediaStreamTrack {
    return this as unknown as MediaStreamTrack;
  }

  stop(): void {
    this.stopped = true;
  }
}

export class FakeMediaStream {
  tracks: FakeTrack[] = [];

  constructor(tracks: FakeTrack[] = []) {
    this.tracks.push(...tracks);
  }

  static of(...kinds: ("audio" | "video")[]): FakeMediaStream & MediaStream {
    const stream = new FakeMediaStream();
    stream.tracks.push(...kinds.map((kind) => new FakeTrack(kind)));
    return stream as unknown as FakeMediaStream & MediaStream;
  }

  addTrack(track: FakeTrack): void {
    this.tracks.push(track);
  }

  removeTrack(track: FakeTrack): void {
    this.tracks = this.tracks.filter((one) => one !== track);
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

export class FakeSender {
  constructor(public track: FakeTrack | null) {}

  async replaceTrack(track: FakeTrack | null): Promise<void> {
    this.track = track;
  }
}

class FakeTransceiver {
  #direction: RTCRtpTransceiverDirection;
  readonly #onChange: () => void;

  constructor(
    direction: RTCRtpTransceiverDirection,
    readonly sender: FakeSender,
    onChange: () => void,
  ) {
    this.#direction = direction;
    this.#onChange = onChange;
  }

  get direction(): RTCRtpTransceiverDirection {
    return this.#direction;
  }

  set direction(direction: RTCRtpTransceiverDirection) {
    this.#direction = direction;
    this.#onChange();
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
  /** Nothing is gathered until a test says so. */
  iceGatheringState: RTCIceGatheringState = "complete";
  localDescription: RTCSessionDescriptionInit | null = null;
  remoteDescription: RTCSessionDescriptionInit | null = null;
  readonly addedCandidates: RTCIceCandidateInit[] = [];
  readonly senders: FakeSender[] = [];
  readonly receivedOnly: string[] = [];
  /** What the peer's offer brought, and what the own tracks are sent by. */
  readonly transceivers: FakeTransceiver[] = [];
  rollbacks = 0;
  restarts = 0;
  listeners = 0;
  failing = false;
  /** Tracks were added or taken away that no description of the own tells of. */
  #undescribed = false;
  #descriptions = 0;

  constructor(public configuration: RTCConfiguration) {
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

  get tracks(): FakeTrack[] {
    return this.senders.flatMap(({ track }) => track ?? []);
  }

  getSenders(): FakeSender[] {
    return [...this.senders];
  }

  addTrack(track: FakeTrack): void {
    const sender = new FakeSender(track);
    this.senders.push(sender);
    this.#addTransceiver("sendrecv", sender);
    this.#mediaChanged();
  }

  removeTrack(sender: FakeSender): void {
    sender.track = null;
    this.#mediaChanged();
  }

  getConfiguration(): RTCConfiguration {
    return this.configuration;
  }

  setConfiguration(configuration: RTCConfiguration): void {
    this.configuration = configuration;
  }

  async getStats(): Promise<Map<string, Record<string, unknown>>> {
    return new Map();
  }

  restartIce(): void {
    this.restarts++;
  }

  addTransceiver(kind: string): void {
    this.receivedOnly.push(kind);
  }

  getTransceivers(): FakeTransceiver[] {
    return [...this.transceivers];
  }

  async setLocalDescription(description?: { type: "rollback" }): Promise<void> {
    this.#requireOpen();
    if (description !== undefined) {
      this.signalingState = "stable";
      this.#mediaChanged();
      return;
    }
    const type = this.signalingState === "have-remote-offer" ? "answer" : "offer";
    this.#undescribed = false;
    this.localDescription = { type, sdp: `local-${type}-${++this.#descriptions}` };
    this.signalingState = type === "answer" ? "stable" : "have-local-offer";
  }

  async setRemoteDescription(description: RTCSessionDescriptionInit): Promise<void> {
    this.#requireOpen();
    if (this.failing) {
      throw new Error("bad sdp");
    }
    if (description.type === "offer") {
      if (this.signalingState === "have-local-offer") {
        this.rollbacks++;
      }
      this.signalingState = "have-remote-offer";
      this.#addTransceiver("recvonly", new FakeSender(null));
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

  #addTransceiver(direction: RTCRtpTransceiverDirection, sender: FakeSender): void {
    this.transceivers.push(new FakeTransceiver(direction, sender, () => this.#mediaChanged()));
  }

  /** https://www.w3.org/TR/webrtc/#dfn-update-the-negotiation-needed-flag, as far as tracks go. */
  #mediaChanged(): void {
    this.#undescribed = true;
    queueMicrotask(() => {
      if (this.#undescribed && this.signalingState === "stable") {
        this.needNegotiation();
      }
    });
  }

  #requireOpen(): void {
    if (this.signalingState === "closed") {
      throw new Error("a description of a connection that is closed");
    }
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
