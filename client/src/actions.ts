import { CandidateBatch } from "./candidate-batch.js";
import { Delivery, type NumberedFrame } from "./delivery.js";
import { Emitter } from "./emitter.js";
import type { SignalingError } from "./errors.js";
import type {
  AckFrame,
  CallRejectFrame,
  CallType,
  ClientEndReason,
  ClientFrame,
  Description,
  FileInfo,
  PongFrame,
  RejectReason,
  ReplyTo,
  RoomJoinedFrame,
  SendCandidatesFrame,
  VoiceInfo,
} from "./frames.js";
import { Gate } from "./gate.js";
import type { SignalingClientOptions, SignalingEvents } from "./options.js";

/** What every method takes. */
export interface RequestOptions {
  /** Ends the waiting for the answer, and the repeating; what was sent is sent. */
  signal?: AbortSignal | undefined;
}

/** Which call is meant. Without a `callId`: the one that is going on. */
export interface OfCall extends RequestOptions {
  callId?: string | undefined;
}

/** A method for each action of the protocol: a promise of its answer, or of a `SignalingError`. */
export abstract class Actions extends Emitter<SignalingEvents> {
  protected readonly delivery: Delivery;
  readonly #gate = new Gate();
  readonly #candidates: CandidateBatch;

  constructor({
    candidateWindowMs = 50,
    progress,
  }: Pick<SignalingClientOptions, "candidateWindowMs" | "progress">) {
    super();
    this.delivery = new Delivery(progress);
    this.#candidates = new CandidateBatch({
      windowMs: candidateWindowMs,
      open: (callId) => this.#gate.open(callId),
      send: (candidates, callId) => this.#sendAll(candidates, callId),
    });
  }

  protected abstract request<F extends ClientFrame>(
    frame: F,
    signal?: AbortSignal,
  ): Promise<ReplyTo<F>>;

  /** Most candidates that a frame may have: what the service said, once it has. */
  protected candidatesPerFrame = 50;

  abstract ping(): Promise<PongFrame>;

  joinRoom(room: string, { signal }: RequestOptions = {}): Promise<RoomJoinedFrame> {
    return this.request({ action: "room:join", room }, signal);
  }

  leaveRoom({ signal }: RequestOptions = {}): Promise<AckFrame> {
    return this.request({ action: "room:leave" }, signal);
  }

  /**
   * Opens a call, or, with a `callId`, negotiates it anew. A busy peer is no error: the answer is then
   * `webrtc:call-reject`.
   */
  sendOffer(
    offer: Description<"offer">,
    type: CallType,
    { signal, ...call }: OfCall & { to?: string | undefined } = {},
  ): Promise<AckFrame | CallRejectFrame> {
    this.#candidates.seal();
    const opens = call.callId === undefined;
    return this.#gate.description(opens, async () => {
      const reply = await this.#requestInCall(
        { action: "webrtc:offer", offer, type, ...call },
        signal,
      );
      if (reply.callId !== undefined) {
        this.delivery.opened(reply.callId);
      }
      return reply;
    });
  }

  sendAnswer(answer: Description<"answer">, { signal, ...call }: OfCall = {}): Promise<AckFrame> {
    // An answer's candidates are gathered while it is on its way: they need not race it one by one.
    this.#candidates.seal(true);
    return this.#gate.description(false, () =>
      this.#requestInCall({ action: "webrtc:answer", answer, ...call }, signal),
    );
  }

  /**
   * Sends a candidate, the first at once, those that come within the window after an answer or after other
   * candidates in one frame. A null says that there are no more: nothing waits then. Resolves with the answer to the frame that it went in.
   */
  sendIceCandidate(candidate: RTCIceCandidateInit | null, call: OfCall = {}): Promise<AckFrame> {
    return this.#candidates.add(candidate, call.callId);
  }

  /** Sends these candidates at once, in as few frames as they fit in. */
  async sendIceCandidates(
    candidates: readonly (RTCIceCandidateInit | null)[],
    { callId }: OfCall = {},
  ): Promise<AckFrame> {
    await this.#gate.open(callId);
    return this.#sendAll(candidates, callId);
  }

  /** Sends the candidates that wait for others: gathering is over. */
  flushIceCandidates(): void {
    this.#candidates.flush();
  }

  sendCallEnd({
    signal,
    ...call
  }: OfCall & { reason?: ClientEndReason | undefined } = {}): Promise<AckFrame> {
    this.callIsOver(call.callId);
    return this.request({ action: "webrtc:call-end", ...call }, signal);
  }

  sendCallReject({
    signal,
    ...call
  }: OfCall & { reason?: RejectReason | undefined } = {}): Promise<AckFrame> {
    this.callIsOver(call.callId);
    return this.request({ action: "webrtc:call-reject", ...call }, signal);
  }

  sendCallTimeout({ signal, ...call }: OfCall = {}): Promise<AckFrame> {
    this.callIsOver(call.callId);
    return this.request({ action: "webrtc:call-timeout", ...call }, signal);
  }

  sendText(text: string, { signal }: RequestOptions = {}): Promise<AckFrame> {
    return this.request({ action: "chat:text", text }, signal);
  }

  sendFile(file: FileInfo, { signal }: RequestOptions = {}): Promise<AckFrame> {
    return this.request({ action: "chat:file", file }, signal);
  }

  sendVoice(voice: VoiceInfo, { signal }: RequestOptions = {}): Promise<AckFrame> {
    return this.request({ action: "chat:voice", voice }, signal);
  }

  /** What belongs to the call, or without an id to the one that is going on, has nowhere to go. */
  protected callIsOver(callId?: string): void {
    this.#candidates.drop(callId);
    this.delivery.ended(callId);
  }

  protected stopSending(): void {
    this.#candidates.close();
  }

  async #requestInCall<F extends NumberedFrame>(
    frame: F,
    signal?: AbortSignal,
  ): Promise<ReplyTo<F>> {
    const numbered = this.delivery.number(frame);
    try {
      return await this.request(numbered, signal);
    } catch (error) {
      if ((error as SignalingError).code === "no-call") {
        this.delivery.ended(frame.callId);
      }
      throw error;
    }
  }

  /** Resolves with the answer to the last frame. */
  async #sendAll(
    candidates: readonly (RTCIceCandidateInit | null)[],
    callId = this.delivery.progress?.callId,
  ): Promise<AckFrame> {
    const answers: Promise<AckFrame>[] = [];
    for (let rest = candidates; rest.length > 0; rest = rest.slice(this.candidatesPerFrame)) {
      const some = rest.slice(0, this.candidatesPerFrame);
      const frame: SendCandidatesFrame = {
        action: "webrtc:ice-candidate",
        ...(some.length === 1 ? { candidate: some[0] ?? null } : { candidates: some }),
        callId,
      };
      answers.push(this.#requestInCall(frame));
    }
    return (await Promise.all(answers)).at(-1) as AckFrame;
  }
}
