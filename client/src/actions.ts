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
  ServerAction,
  ServerFrameOf,
  VoiceInfo,
} from "./frames.js";
import { Sequence } from "./sequence.js";
import type { GuestSession } from "./sessions.js";

export type ConnectionState =
  | { status: "idle" }
  | { status: "connecting" }
  | { status: "connected" }
  /** `nextRetryAt`: milliseconds since the epoch. */
  | { status: "reconnecting"; attempt: number; nextRetryAt: number }
  | { status: "failed"; error: SignalingError }
  | { status: "closed" };

/** Every frame from the service that answers no request, under its action, and the client's own. */
export type SignalingEvents = { [A in ServerAction]: ServerFrameOf<A> } & {
  state: ConnectionState;
  /** The guest session or its token is new: keep it, to come back as the same guest. */
  session: GuestSession;
};

/** Which call is meant. Without a `callId`: the one that is going on. */
export interface OfCall {
  callId?: string | undefined;
}

/** A method for each action of the protocol: a promise of its answer, or of a `SignalingError`. */
export abstract class Actions extends Emitter<SignalingEvents> {
  protected readonly sequence = new Sequence();

  protected abstract request<F extends ClientFrame>(frame: F): Promise<ReplyTo<F>>;

  ping(): Promise<PongFrame> {
    return this.request({ action: "ping" });
  }

  joinRoom(room: string): Promise<RoomJoinedFrame> {
    return this.request({ action: "room:join", room });
  }

  leaveRoom(): Promise<AckFrame> {
    return this.request({ action: "room:leave" });
  }

  /**
   * Opens a call, or, with a `callId`, negotiates it anew. A busy peer is no error: the answer is then
   * `webrtc:call-reject`.
   */
  async sendOffer(
    offer: Description<"offer">,
    type: CallType,
    call: OfCall & { to?: string | undefined } = {},
  ): Promise<AckFrame | CallRejectFrame> {
    const seq = this.sequence.next(call.callId);
    const reply = await this.request({
      action: "webrtc:offer",
      offer,
      type,
      ...present(call),
      seq,
    });
    if (reply.action === "ack" && reply.callId !== undefined) {
      this.sequence.opened(reply.callId);
    }
    return reply;
  }

  sendAnswer(answer: Description<"answer">, call: OfCall = {}): Promise<AckFrame> {
    const seq = this.sequence.next(call.callId);
    return this.request({ action: "webrtc:answer", answer, ...present(call), seq });
  }

  sendIceCandidate(candidate: RTCIceCandidateInit | null, call: OfCall = {}): Promise<AckFrame> {
    const seq = this.sequence.next(call.callId);
    return this.request({ action: "webrtc:ice-candidate", candidate, ...present(call), seq });
  }

  /** 1 to `limits.candidatesPerFrame` candidates in one frame. */
  sendIceCandidates(candidates: RTCIceCandidateInit[], call: OfCall = {}): Promise<AckFrame> {
    const seq = this.sequence.next(call.callId);
    return this.request({ action: "webrtc:ice-candidate", candidates, ...present(call), seq });
  }

  sendCallEnd(call: OfCall & { reason?: ClientEndReason } = {}): Promise<AckFrame> {
    this.sequence.ended(call.callId);
    return this.request({ action: "webrtc:call-end", ...present(call) });
  }

  sendCallReject(call: OfCall & { reason?: RejectReason } = {}): Promise<AckFrame> {
    this.sequence.ended(call.callId);
    return this.request({ action: "webrtc:call-reject", ...present(call) });
  }

  sendCallTimeout(call: OfCall = {}): Promise<AckFrame> {
    this.sequence.ended(call.callId);
    return this.request({ action: "webrtc:call-timeout", ...present(call) });
  }

  sendText(text: string): Promise<AckFrame> {
    return this.request({ action: "chat:text", text });
  }

  sendFile(file: FileInfo): Promise<AckFrame> {
    return this.request({ action: "chat:file", file });
  }

  sendVoice(voice: VoiceInfo): Promise<AckFrame> {
    return this.request({ action: "chat:voice", voice });
  }
}

/** The members that have a value. */
function present<T extends object>(members: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(
    Object.entries(members).filter(([, value]) => value !== undefined),
  ) as never;
}
