import type { CallEvents, CallFrame, CallOptions, CallState, Ending } from "./call-types.js";
import { Emitter } from "./emitter.js";
import { SignalingError } from "./errors.js";
import type { CallRole, CallType, Description, OfferFrame, Sender } from "./frames.js";
import { LocalMedia } from "./local-media.js";
import { releaseMedia } from "./media.js";
import { MediaWatch } from "./media-watch.js";
import { Negotiation } from "./negotiation.js";
import { Outbox } from "./outbox.js";

/** What a callee waits beyond the caller's own ring timer, before it stops ringing by itself. */
const RING_GRACE_MS = 5000;
/**
 * One call over one peer connection. Owns the local stream it is given: at the end of the call every
 * track is stopped, every timer and listener gone.
 */
export class Call extends Emitter<CallEvents> {
  readonly type: CallType;
  readonly peer: Sender | undefined;
  /** The peer's tracks; the same stream through the whole call. */
  readonly remoteStream = new MediaStream();
  readonly #options: CallOptions;
  readonly #outbox: Outbox;
  #role: CallRole;
  #state: CallState = { status: "ringing" };
  readonly #local = new LocalMedia();
  #pc: RTCPeerConnection | undefined;
  #negotiation: Negotiation | undefined;
  /** A callee's, until the call is accepted. */
  #offer: Description<"offer"> | undefined;
  #earlyCandidates: (RTCIceCandidateInit | null)[] = [];
  #ringTimer: ReturnType<typeof setTimeout> | undefined;
  #mediaWatch: MediaWatch | undefined;

  /** With an offer it is an incoming call, without one an outgoing call. */
  constructor(options: CallOptions, incoming?: OfferFrame) {
    super();
    this.type = incoming?.type ?? options.type;
    this.peer = incoming?.from ?? options.peer;
    this.#options = options;
    this.#role = incoming === undefined ? "caller" : "callee";
    this.#offer = incoming?.offer;
    this.#outbox = this.#makeOutbox(incoming?.callId);
    const ringMs = options.ringSeconds * 1000 + (incoming === undefined ? 0 : RING_GRACE_MS);
    this.#ringTimer = setTimeout(() => this.#nobodyAnswered(), ringMs);
  }

  get role(): CallRole {
    return this.#role;
  }

  get state(): CallState {
    return this.#state;
  }

  /** A caller's is known once the service has answered. */
  get callId(): string | undefined {
    return this.#outbox.callId;
  }

  get localStream(): MediaStream | undefined {
    return this.#local.stream;
  }

  /** For `getStats` and what this class has no word for. Undefined while a callee rings. */
  get peerConnection(): RTCPeerConnection | undefined {
    return this.#pc;
  }

  /** How long the media has flowed, or did, in milliseconds. */
  get durationMs(): number {
    if ("since" in this.#state) {
      return Date.now() - this.#state.since;
    }
    return this.#state.status === "ended" ? this.#state.durationMs : 0;
  }

  get muted(): boolean {
    return this.#local.muted;
  }

  get cameraOff(): boolean {
    return this.#local.cameraOff;
  }

  /** A caller's first step: makes the offer. What the stream lacks is only received. */
  start(stream: MediaStream | undefined): void {
    if (this.#state.status !== "ringing" || this.#role !== "caller" || this.#pc !== undefined) {
      releaseMedia(stream);
      return;
    }
    this.#local.receiveTheRest(this.#open(stream, false).pc, this.type);
  }

  /** A callee's first step: answers the offer. What the stream lacks is only received. */
  accept(stream: MediaStream | undefined): void {
    const offer = this.#offer;
    if (this.#state.status !== "ringing" || offer === undefined) {
      releaseMedia(stream);
      return;
    }
    this.#offer = undefined;
    const { negotiation } = this.#open(stream, true);
    negotiation.receiveCandidates(this.#earlyCandidates.splice(0));
    negotiation.receiveDescription(offer);
    this.#answered();
  }

  /** A callee's: does not take the call. */
  reject(): void {
    if (this.#state.status === "ringing" && this.#role === "callee") {
      this.#outbox.callReject();
      this.#end({ reason: "rejected", by: "local" });
    }
  }

  hangUp(): void {
    if (this.#state.status === "ringing" && this.#role === "callee") {
      this.reject();
    } else {
      const reason = this.#state.status === "ringing" ? "cancelled" : "hangup";
      this.#endAndTell({ reason, by: "local" });
    }
  }

  /** The service knows nothing of this call any more. */
  lost(): void {
    this.#end({ reason: "peer-disconnected", by: "remote" });
  }

  setMuted(muted: boolean): void {
    this.#local.muted = muted;
    this.emit("media", this.#local.switches);
  }

  setCameraOff(off: boolean): void {
    this.#local.cameraOff = off;
    this.emit("media", this.#local.switches);
  }

  /** Takes a frame of this call. */
  receive(frame: CallFrame): void {
    switch (frame.action) {
      case "webrtc:offer":
        this.#receiveOffer(frame);
        break;
      case "webrtc:answer":
        this.#negotiation?.receiveDescription(frame.answer);
        this.#answered();
        break;
      case "webrtc:ice-candidate":
        this.#earlyCandidates.push(...(frame.candidates ?? [frame.candidate ?? null]));
        this.#negotiation?.receiveCandidates(this.#earlyCandidates.splice(0));
        break;
      case "webrtc:call-end":
      case "webrtc:call-reject":
        this.#end({ reason: frame.reason, by: "remote" });
        break;
      case "webrtc:call-timeout":
        this.#end({ reason: "timeout", by: "remote" });
        break;
    }
  }

  #receiveOffer(frame: OfferFrame): void {
    if (this.#negotiation === undefined) {
      this.#offer = frame.offer;
      return;
    }
    if (frame.polite === true && this.callId === undefined) {
      this.#becomeCallee(frame.callId);
    }
    this.#negotiation.receiveDescription(frame.offer);
  }

  /**
   * Both called at once and the peer's offer was first: this side gives its own up and answers. With a new
   * peer connection: one that is rolled back while it gathers its first candidates may gather none.
   */
  #becomeCallee(callId: string): void {
    this.#role = "callee";
    this.#closePeerConnection();
    this.#open(this.localStream, true);
    this.#outbox.identify(callId);
    this.#answered();
  }

  #makeOutbox(callId: string | undefined): Outbox {
    return new Outbox({
      ...this.#options,
      type: this.type,
      to: this.peer?.sessionId,
      callId,
      onIdentified: (identified) => this.emit("identified", identified),
      onRejected: (reason) => this.#end({ reason, by: "remote" }),
      onRefused: (error) => this.#refused(error),
    });
  }

  #open(stream: MediaStream | undefined, polite: boolean) {
    const Constructor = this.#options.RTCPeerConnection ?? RTCPeerConnection;
    const pc = new Constructor({ iceServers: this.#options.iceServers ?? [] });
    const negotiation = new Negotiation(pc, polite, {
      onOffer: (offer) => this.#outbox.offer(offer),
      onAnswer: (answer) => this.#outbox.answer(answer),
      onCandidate: (candidate) => this.#outbox.candidate(candidate),
      onEndOfCandidates: () => this.#outbox.endOfCandidates(),
      onFailure: (cause) => {
        const error = SignalingError.from(cause);
        this.#endAndTell({ reason: "media-failed", by: "local", error });
      },
    });
    this.#mediaWatch = new MediaWatch(pc, {
      ...this.#options,
      onFlowing: () => this.#flowing(),
      onInterrupted: () => this.#interrupted(),
      onFailed: () => this.#endAndTell({ reason: "ice-failed", by: "local" }),
    });
    pc.addEventListener("track", this.#onTrack);
    this.#local.addTo(pc, stream);
    this.#pc = pc;
    this.#negotiation = negotiation;
    return { pc, negotiation };
  }

  /** Once the media flows, a negotiation that fails leaves the call as it is. */
  #refused(error: SignalingError): void {
    const isSettingUp = this.#state.status === "ringing" || this.#state.status === "connecting";
    // The call ended at this very moment: the frame that tells how is on the way.
    if (isSettingUp && error.code !== "no-call") {
      this.#endAndTell({ reason: "signaling-failed", by: "remote", error });
    }
  }

  #answered(): void {
    if (this.#state.status === "ringing") {
      clearTimeout(this.#ringTimer);
      this.#mediaWatch?.expect();
      this.#setState({ status: "connecting" });
    }
  }

  #nobodyAnswered(): void {
    if (this.#role === "callee") {
      this.#outbox.callReject();
    } else {
      this.#outbox.callTimeout();
    }
    this.#end({ reason: "timeout", by: "local" });
  }

  readonly #onTrack = ({ track }: RTCTrackEvent): void => {
    this.remoteStream.addTrack(track);
    this.emit("remotestream", this.remoteStream);
  };

  #flowing(): void {
    const since = "since" in this.#state ? this.#state.since : Date.now();
    this.#setState({ status: "connected", since });
  }

  #interrupted(): void {
    if (this.#state.status === "connected") {
      this.#setState({ status: "interrupted", since: this.#state.since });
    }
  }

  #endAndTell(ending: Ending): void {
    if (this.#state.status !== "ended") {
      this.#outbox.callEnd(ending.reason);
      this.#end(ending);
    }
  }

  #end(ending: Ending): void {
    if (this.#state.status === "ended") {
      return;
    }
    const durationMs = this.durationMs;
    clearTimeout(this.#ringTimer);
    this.#outbox.close();
    this.#closePeerConnection();
    this.#local.release();
    releaseMedia(this.remoteStream);
    this.#setState({ status: "ended", ...ending, durationMs });
    this.removeAllListeners();
  }

  #closePeerConnection(): void {
    this.#negotiation?.close();
    this.#mediaWatch?.close();
    this.#pc?.removeEventListener("track", this.#onTrack);
    this.#pc?.close();
  }

  #setState(state: CallState): void {
    this.#state = state;
    this.emit("state", state);
  }
}
