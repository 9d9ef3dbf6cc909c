import { CallMedia } from "./call-media.js";
import { type CallStats, StatsSummary } from "./call-stats.js";
import type { CallFrame, CallOptions, CallState, Ending, Resumable } from "./call-types.js";
import { SignalingError } from "./errors.js";
import type { CallRole, CallType, Description, OfferFrame, Sender } from "./frames.js";
import { releaseMedia } from "./media.js";
import { watchNetwork } from "./network.js";
import { Outbox } from "./outbox.js";
import { LONGEST_TIMER_MS } from "./patience.js";
import { PeerLink } from "./peer-link.js";
import { RemoteMedia } from "./remote-media.js";

/** What a callee waits beyond the caller's own ring timer, before it stops ringing by itself. */
const RING_GRACE_MS = 5000;
/** How long the word of the end may take, once the service knows no such call. */
const OVER_GRACE_MS = 3000;

/**
 * One call over one peer connection. Owns the local media it is given: at the end of the call every
 * track is stopped, every timer and listener gone.
 */
export class Call extends CallMedia {
  readonly type: CallType;
  readonly peer: Sender | undefined;
  readonly #options: CallOptions;
  readonly #outbox: Outbox;
  readonly #remote = new RemoteMedia(
    () => this.emit("stream", this.remoteStream),
    () => this.emit("remotestream", this.remoteStream),
  );
  readonly #stats = new StatsSummary();
  readonly #resumes: Resumable | undefined;
  readonly #stopWatching: () => void;
  #role: CallRole;
  #state: CallState = { status: "ringing" };
  #link: PeerLink | undefined;
  /** A callee's, until the call is accepted. */
  #offer: Description<"offer"> | undefined;
  #earlyCandidates: (RTCIceCandidateInit | null)[] = [];
  #ringTimer: ReturnType<typeof setTimeout> | undefined;
  #overTimer: ReturnType<typeof setTimeout> | undefined;

  /** With an offer it is an incoming call, without one an outgoing call, or one to be gone on with. */
  constructor(options: CallOptions, incoming?: OfferFrame, resumes?: Resumable) {
    super();
    this.type = incoming?.type ?? options.type;
    this.peer = incoming?.from ?? options.peer;
    this.#options = options;
    this.#resumes = resumes;
    this.#role = resumes?.role ?? (incoming === undefined ? "caller" : "callee");
    this.#offer = incoming?.offer;
    this.#outbox = this.#makeOutbox(incoming?.callId ?? resumes?.callId);
    this.#stopWatching = watchNetwork(() => this.#networkChanged());
    const ringMs = options.ringSeconds * 1000 + (incoming === undefined ? 0 : RING_GRACE_MS);
    this.#ringTimer = setTimeout(() => this.#nobodyAnswered(), Math.min(ringMs, LONGEST_TIMER_MS));
  }

  get role(): CallRole {
    return this.#role;
  }

  override get state(): CallState {
    return this.#state;
  }

  /** A caller's is known once the service has answered. */
  get callId(): string | undefined {
    return this.#outbox.callId;
  }

  /** The peer's tracks, on the side that answers once it is connected; the same stream through the whole call. */
  get remoteStream(): MediaStream {
    return this.#remote.stream;
  }

  /** For what this class has no word for. Undefined while a callee rings. */
  get peerConnection(): RTCPeerConnection | undefined {
    return this.#link?.pc;
  }

  /** How long the media has flowed, or did, in milliseconds. */
  get durationMs(): number {
    if ("since" in this.#state) {
      return Date.now() - this.#state.since;
    }
    return this.#state.status === "ended" ? this.#state.durationMs : 0;
  }

  /** A caller's first step: makes the offer. What the stream lacks is only received. */
  start(stream: MediaStream | undefined): void {
    const mayOffer = this.#role === "caller" || this.#resumes !== undefined;
    if (this.#state.status !== "ringing" || !mayOffer || this.#link !== undefined) {
      this.#spare(stream);
      return;
    }
    const link = this.#open(stream, this.#role === "callee");
    if (link === undefined) {
      return;
    }
    this.local.receiveTheRest(link.pc, this.type);
    link.negotiation.offer();
    if (this.#resumes?.state === "active") {
      this.#answered();
    }
  }

  /** A callee's first step: answers the offer. What the stream lacks is only received. */
  accept(stream: MediaStream | undefined): void {
    const offer = this.#offer;
    if (this.#state.status !== "ringing" || offer === undefined) {
      this.#spare(stream);
      return;
    }
    this.#offer = undefined;
    const link = this.#open(stream ?? this.localStream, true);
    if (link !== undefined) {
      link.negotiation.receiveCandidates(this.#earlyCandidates.splice(0));
      link.receive(offer);
      this.#answered();
    }
  }

  /** Releases what the call does not take, unless it sends that already. */
  #spare(stream: MediaStream | undefined): void {
    if (stream !== this.localStream) {
      releaseMedia(stream);
    }
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

  /** Looks for another path for the media, with fresh ICE servers. Happens by itself when it breaks off. */
  async restartIce(): Promise<void> {
    await this.#link?.restart();
  }

  /** How well the media gets through, since the last time this was asked. Undefined without media. */
  async stats(): Promise<CallStats | undefined> {
    const report = await this.#link?.pc.getStats();
    return report && this.#stats.summarize(report);
  }

  /** Takes a frame of this call. When it is over, nothing comes of it. */
  receive(frame: CallFrame): void {
    if (this.#state.status === "ended") {
      return;
    }
    switch (frame.action) {
      case "webrtc:offer":
        this.#receiveOffer(frame);
        break;
      case "webrtc:answer":
        this.#link?.receive(frame.answer);
        this.#answered();
        break;
      case "webrtc:ice-candidate":
        this.#earlyCandidates.push(...(frame.candidates ?? [frame.candidate ?? null]));
        this.#link?.negotiation.receiveCandidates(this.#earlyCandidates.splice(0));
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
    if (this.#link === undefined) {
      this.#offer = frame.offer;
      return;
    }
    if (this.#mayYield) {
      this.#becomeCallee(frame.callId);
    } else if (this.#link.concerns(frame.offer) && this.#link.isAnother(frame.offer)) {
      this.#peerCameBack();
    }
    this.#link?.receive(frame.offer);
  }

  /** A caller whose own offer has not opened the call: it is the peer's that arrives. */
  get #mayYield(): boolean {
    const calls = this.#role === "caller" && this.#resumes === undefined;
    return calls && this.#state.status === "ringing" && !this.#outbox.hasOpened;
  }

  /**
   * Both called at once and the peer's offer was first: this side gives its own up and answers. With a new
   * peer connection: one that is rolled back while it gathers its first candidates may gather none.
   */
  #becomeCallee(callId: string): void {
    this.#role = "callee";
    this.#open(this.local.stream, true);
    this.#outbox.identify(callId);
    this.#answered();
  }

  /** The peer's page was loaded again: it has a new peer connection, and needs a new one here. */
  #peerCameBack(): void {
    this.#interrupted();
    this.#remote.release();
    this.#open(this.local.stream, this.#role === "callee")?.watch.expect();
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
      onUnknown: () => this.#unknown(),
      onNotNegotiated: () => this.#link?.negotiation.giveUpOffer(),
    });
  }

  /**
   * A new peer connection, in place of the one before if there is one. Undefined if the browser makes none, which ends
   * the call as soon as whoever began it can listen.
   */
  #open(stream: MediaStream | undefined, polite: boolean): PeerLink | undefined {
    this.#link?.close();
    this.#link = undefined;
    try {
      this.#link = this.#makeLink(polite);
      this.local.addTo(this.#link.pc, stream);
    } catch (cause) {
      releaseMedia(stream);
      queueMicrotask(() => this.#mediaFailed(cause));
    }
    return this.#link;
  }

  #mediaFailed(cause: unknown): void {
    const error = SignalingError.from(cause);
    this.#endAndTell({ reason: "media-failed", by: "local", error });
  }

  #makeLink(polite: boolean): PeerLink {
    return new PeerLink(
      {
        ...this.#options,
        onOffer: (offer) => this.#outbox.offer(offer),
        onAnswer: (answer) => this.#outbox.answer(answer),
        onCandidate: (candidate) => this.#outbox.candidate(candidate),
        onEndOfCandidates: () => this.#outbox.endOfCandidates(),
        onFailure: (cause) => this.#mediaFailed(cause),
        onFlowing: () => this.#flowing(),
        onInterrupted: () => this.#interrupted(),
        onFailed: () => this.#endAndTell({ reason: "ice-failed", by: "local" }),
        onTrack: (track) => this.#remote.add(track),
      },
      polite,
    );
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
      this.#link?.watch.expect();
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

  /** How it ended is on its way; if that was lost, it is over all the same. */
  #unknown(): void {
    if (this.#state.status !== "ended") {
      this.#overTimer ??= setTimeout(() => this.lost(), OVER_GRACE_MS);
    }
  }

  #networkChanged(): void {
    if (this.#state.status === "connected" || this.#state.status === "interrupted") {
      this.#link?.restart();
    }
  }

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
    clearTimeout(this.#overTimer);
    this.#stopWatching();
    this.#outbox.close();
    this.#link?.close();
    this.local.release();
    this.#remote.release();
    this.#setState({ status: "ended", ...ending, durationMs });
  }

  #setState(state: CallState): void {
    this.#state = state;
    this.emit("state", state);
  }
}
