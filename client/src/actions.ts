import { abortable } from "./abort.js";
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
  EstablishedFrame,
  FileInfo,
  PongFrame,
  RejectReason,
  ReplyTo,
  RoomJoinedFrame,
  SendCallEndFrame,
  SendCallRejectFrame,
  SendCallTimeoutFrame,
  SendCandidatesFrame,
  VoiceInfo,
} from "./frames.js";
import { Gate } from "./gate.js";
import type { SignalingClientOptions, SignalingEvents } from "./options.js";

/** What every method takes. */
export interface RequestOptions {
  /**
   * Ends the waiting for the answer, and the repeating; what was sent is sent. What has a number in a call is sent all the
   * same, as its number can't be left out.
   */
  signal?: AbortSignal | undefined;
}

/** What travels, or what the browser made. */
export type Described<T extends "offer" | "answer"> = Description<T> | RTCSessionDescriptionInit;

/** Which call is meant. Without a `callId`: the one that is going on. */
export interface OfCall extends RequestOptions {
  callId?: string | undefined;
}

/** A method for each action of the protocol: a promise of its answer, or of a `SignalingError`. */
export abstract class Actions extends Emitter<SignalingEvents> {
  declare protected readonly delivery: Delivery;
  readonly #gate = new Gate();
  /** The ends that were told have been answered: an offer that overtook one would be taken for that call's. */
  #ends: Promise<unknown> = Promise.resolve();
  readonly #candidates: CandidateBatch;

  constructor({
    candidateWindowMs = 50,
    progress,
  }: Pick<SignalingClientOptions, "candidateWindowMs" | "progress">) {
    super();
    this.delivery = new Delivery(progress);
    this.#candidates = new CandidateBatch(
      candidateWindowMs,
      (callId) => this.#gate.open(callId),
      (candidates, callId) => this.#sendAll(candidates, callId),
    );
  }

  /** Sends the frame, which is what there is beside the signal. */
  protected abstract request<F extends ClientFrame>(frame: F & RequestOptions): Promise<ReplyTo<F>>;

  /** What the service said when this connection was made. */
  abstract get established(): EstablishedFrame | undefined;

  abstract ping(options?: RequestOptions): Promise<PongFrame>;

  joinRoom(room: string, options?: RequestOptions): Promise<RoomJoinedFrame> {
    return this.request({ action: "room:join", room, ...options });
  }

  leaveRoom(options?: RequestOptions): Promise<AckFrame> {
    return this.request({ action: "room:leave", ...options });
  }

  /**
   * Opens a call, or, with a `callId`, negotiates it anew. A busy peer is no error: the answer is then
   * `webrtc:call-reject`.
   */
  sendOffer(
    offer: Described<"offer">,
    type: CallType,
    call: OfCall & { to?: string | undefined } = {},
  ): Promise<AckFrame | CallRejectFrame> {
    this.#candidates.seal();
    const opens = !call.callId;
    const sent = this.#gate.description(opens, async () => {
      if (opens) {
        await this.#ends;
      }
      const reply = await this.#requestInCall({
        action: "webrtc:offer",
        offer: offer as Description<"offer">,
        type,
        ...call,
      });
      if (reply.callId) {
        this.delivery.opened(reply.callId);
      }
      return reply;
    });
    return abortable(sent, call.signal);
  }

  sendAnswer(answer: Described<"answer">, call?: OfCall): Promise<AckFrame> {
    // An answer's candidates are gathered while it is on its way: they need not race it one by one.
    this.#candidates.seal(true);
    return abortable(
      this.#gate.description(false, () =>
        this.#requestInCall({
          action: "webrtc:answer",
          answer: answer as Description<"answer">,
          ...call,
        }),
      ),
      call?.signal,
    );
  }

  /**
   * Sends a candidate, the first at once, those that come within the window after an answer or after other
   * candidates in one frame. A null says that there are no more: nothing waits then. Resolves with the answer to the frame that it went in.
   */
  sendIceCandidate(
    candidate: RTCIceCandidateInit | null,
    { callId, signal }: OfCall = {},
  ): Promise<AckFrame> {
    return abortable(this.#candidates.add(candidate, callId), signal);
  }

  /** Sends the candidates that wait for others: gathering is over. */
  flushIceCandidates(): void {
    this.#candidates.flush();
  }

  sendCallEnd(call?: OfCall & { reason?: ClientEndReason | undefined }): Promise<AckFrame> {
    return this.#requestEnd({ action: "webrtc:call-end", ...call });
  }

  sendCallReject(call?: OfCall & { reason?: RejectReason | undefined }): Promise<AckFrame> {
    return this.#requestEnd({ action: "webrtc:call-reject", ...call });
  }

  sendCallTimeout(call?: OfCall): Promise<AckFrame> {
    return this.#requestEnd({ action: "webrtc:call-timeout", ...call });
  }

  sendText(text: string, options?: RequestOptions): Promise<AckFrame> {
    return this.request({ action: "chat:text", text, ...options });
  }

  sendFile(file: FileInfo, options?: RequestOptions): Promise<AckFrame> {
    return this.request({ action: "chat:file", file, ...options });
  }

  sendVoice(voice: VoiceInfo, options?: RequestOptions): Promise<AckFrame> {
    return this.request({ action: "chat:voice", voice, ...options });
  }

  /** What belongs to the call, or without an id to the one that is going on, has nowhere to go. */
  protected callIsOver(callId?: string): void {
    this.#candidates.drop(callId);
    this.delivery.ended(callId);
  }

  protected stopSending(): void {
    this.#candidates.close();
  }

  #requestEnd(
    frame: (SendCallEndFrame | SendCallRejectFrame | SendCallTimeoutFrame) & RequestOptions,
  ): Promise<AckFrame> {
    this.callIsOver(frame.callId);
    const answer = this.request(frame);
    this.#ends = Promise.allSettled([this.#ends, answer]);
    return answer;
  }

  /** Whoever waits for it no longer: what has a number is sent, and what comes of it is noted. */
  async #requestInCall<F extends NumberedFrame>({
    signal: _,
    ...frame
  }: F & RequestOptions): Promise<ReplyTo<F>> {
    const numbered = this.delivery.number(frame as unknown as F);
    try {
      return await this.request(numbered);
    } catch (error) {
      if (numbered.callId && (error as SignalingError).code === "no-call") {
        this.delivery.ended(numbered.callId);
      }
      throw error;
    }
  }

  /** Resolves with the answer to the last frame. */
  async #sendAll(
    candidates: readonly (RTCIceCandidateInit | null)[],
    callId?: string,
  ): Promise<AckFrame> {
    const most = this.established?.limits.candidatesPerFrame ?? 50;
    const answers: Promise<AckFrame>[] = [];
    for (let rest = candidates; rest.length > 0; rest = rest.slice(most)) {
      const some = rest.slice(0, most);
      const frame: SendCandidatesFrame = {
        action: "webrtc:ice-candidate",
        ...(some.length === 1
          ? { candidate: some[0] as RTCIceCandidateInit | null }
          : { candidates: some }),
        callId,
      };
      answers.push(this.#requestInCall(frame));
    }
    return (await Promise.all(answers)).at(-1) as AckFrame;
  }
}
