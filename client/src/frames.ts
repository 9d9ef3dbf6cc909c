/**
 * The frames of the signaling protocol, version 1, as they travel: JSON text messages named by
 * `action`. The normative description is `docs/protocol.md` in the repository.
 */
import type { ErrorCode } from "./errors.js";

export type CallType = "audio" | "video";
export type CallRole = "caller" | "callee";
/** `delivered`: the gateway took it for the peer; `queued`: it waits for the peer to come back. */
export type Delivery = "delivered" | "queued" | "none";
export type ClientEndReason = "hangup" | "cancelled" | "ice-failed" | "media-failed";
export type RejectReason = "rejected" | "busy";

/** A session description as it travels; unknown members pass through untouched. */
export interface Description<T extends "offer" | "answer"> {
  type: T;
  sdp: string;
  /**
   * The peer connection that it was made for, by the session id of its descriptions (RFC 8829, 5.2.1); absent before the
   * first of them arrived, and from clients that don't tell.
   */
  madeFor?: string | undefined;
}

/** Who sent a relayed frame. */
export interface Sender {
  sessionId: string;
  displayName: string;
}

/** The other session, in a room or in a call. */
export interface Peer extends Sender {
  connected: boolean;
}

export interface FileInfo {
  name: string;
  /** Bytes. */
  size: number;
  mimeType: string;
  url: string;
}

export interface VoiceInfo {
  durationMs: number;
  /** Bytes. */
  size: number;
  mimeType: string;
  url: string;
}

export interface Limits {
  frameBytes: number;
  candidatesPerFrame: number;
  textCharacters: number;
  framesPerSecond: number;
  framesBurst: number;
  roomSize: number;
  ringSeconds: number;
}

interface Frame<A extends string> {
  action: A;
}

/** A frame from the client; with an `id` it is always answered by exactly one frame of that `id`. */
interface Request<A extends string> extends Frame<A> {
  id?: string;
}

export interface HelloFrame extends Request<"session:hello"> {
  resume?: { callId: string; lastSeq: number } | undefined;
}
export interface RefreshFrame extends Request<"session:refresh"> {
  token: string;
}
export interface PingFrame extends Request<"ping"> {}
export interface JoinRoomFrame extends Request<"room:join"> {
  room: string;
}
export interface LeaveRoomFrame extends Request<"room:leave"> {}
export interface SendOfferFrame extends Request<"webrtc:offer"> {
  offer: Description<"offer">;
  type: CallType;
  to?: string | undefined;
  callId?: string | undefined;
  seq?: number | undefined;
}
export interface SendAnswerFrame extends Request<"webrtc:answer"> {
  answer: Description<"answer">;
  callId?: string | undefined;
  seq?: number | undefined;
}
/** Has either `candidate` or `candidates` (1 to 50), never both. */
export interface SendCandidatesFrame extends Request<"webrtc:ice-candidate"> {
  candidate?: RTCIceCandidateInit | null;
  candidates?: (RTCIceCandidateInit | null)[];
  callId?: string | undefined;
  seq?: number | undefined;
}
export interface SendCallEndFrame extends Request<"webrtc:call-end"> {
  callId?: string | undefined;
  reason?: ClientEndReason | undefined;
}
export interface SendCallRejectFrame extends Request<"webrtc:call-reject"> {
  callId?: string | undefined;
  reason?: RejectReason | undefined;
}
export interface SendCallTimeoutFrame extends Request<"webrtc:call-timeout"> {
  callId?: string | undefined;
}
export interface SendTextFrame extends Request<"chat:text"> {
  text: string;
}
export interface SendFileFrame extends Request<"chat:file"> {
  file: FileInfo;
}
export interface SendVoiceFrame extends Request<"chat:voice"> {
  voice: VoiceInfo;
}

export type ClientFrame =
  | HelloFrame
  | RefreshFrame
  | PingFrame
  | JoinRoomFrame
  | LeaveRoomFrame
  | SendOfferFrame
  | SendAnswerFrame
  | SendCandidatesFrame
  | SendCallEndFrame
  | SendCallRejectFrame
  | SendCallTimeoutFrame
  | SendTextFrame
  | SendFileFrame
  | SendVoiceFrame;

/** A frame the service relays from the peer. */
interface Relayed<A extends string> extends Frame<A> {
  from: Sender;
}

/** A frame about a call; `from` is absent when the service originates it. */
interface CallFrame<A extends string> extends Frame<A> {
  callId: string;
  from?: Sender;
}

interface Reply<A extends string> extends Frame<A> {
  id?: string;
}

export interface EstablishedFrame extends Reply<"connection:established"> {
  sessionId: string;
  displayName: string;
  connectionId: string;
  resumed: boolean;
  heartbeatSeconds: number;
  reconnectBefore: string;
  tokenExpiresAt: string;
  resumeSeconds: number;
  iceServers: RTCIceServer[];
  /** When the credentials among them are no longer good. */
  iceServersExpireAt?: string;
  room?: string;
  peers: Peer[];
  call?: {
    callId: string;
    peer: Peer;
    role: CallRole;
    state: "ringing" | "active";
    type: CallType;
  };
  limits: Limits;
  serverTime: string;
}
export interface ReplacedFrame extends Frame<"connection:replaced"> {}
export interface SessionEndedFrame extends Frame<"session:ended"> {
  reason: "revoked" | "expired";
}
export interface PongFrame extends Reply<"pong"> {
  serverTime: string;
}
export interface RoomJoinedFrame extends Reply<"room:joined"> {
  room: string;
  peers: Peer[];
  youOffer: boolean;
}
export interface PeerJoinedFrame extends Frame<"room:peer-joined"> {
  room: string;
  peer: Peer;
  youOffer: boolean;
}
export interface PeerLeftFrame extends Frame<"room:peer-left"> {
  room: string;
  peer: Peer;
  reason: "left" | "disconnected";
}
export interface OfferFrame extends Relayed<"webrtc:offer"> {
  callId: string;
  offer: Description<"offer">;
  type: CallType;
  /** True on the offer that opens a call: whoever gets it is the callee. */
  polite?: boolean;
  seq?: number;
}
export interface AnswerFrame extends Relayed<"webrtc:answer"> {
  callId: string;
  answer: Description<"answer">;
  seq?: number;
}
export interface CandidatesFrame extends Relayed<"webrtc:ice-candidate"> {
  callId: string;
  candidate?: RTCIceCandidateInit | null;
  candidates?: (RTCIceCandidateInit | null)[];
  seq?: number;
}
export interface PeerResumedFrame extends CallFrame<"webrtc:peer-resumed"> {
  lastSeq: number;
}
export interface CallEndFrame extends CallFrame<"webrtc:call-end"> {
  reason: ClientEndReason | "peer-disconnected";
}
/** As the answer to an offer (`busy`) it has the offer's `id` and no `callId`. */
export interface CallRejectFrame extends Reply<"webrtc:call-reject"> {
  callId?: string;
  from?: Sender;
  reason: RejectReason;
}
export interface CallTimeoutFrame extends CallFrame<"webrtc:call-timeout"> {}
export interface TextFrame extends Relayed<"chat:text"> {
  text: string;
}
export interface FileFrame extends Relayed<"chat:file"> {
  file: FileInfo;
}
export interface VoiceFrame extends Relayed<"chat:voice"> {
  voice: VoiceInfo;
}
export interface AckFrame extends Reply<"ack"> {
  delivery: Delivery;
  callId?: string;
}
export interface ErrorFrame extends Reply<"error"> {
  code: ErrorCode;
  message: string;
  retryable: boolean;
  retryAfterMs?: number;
  path?: string;
  callId?: string;
}

export type ServerFrame =
  | EstablishedFrame
  | ReplacedFrame
  | SessionEndedFrame
  | PongFrame
  | RoomJoinedFrame
  | PeerJoinedFrame
  | PeerLeftFrame
  | OfferFrame
  | AnswerFrame
  | CandidatesFrame
  | PeerResumedFrame
  | CallEndFrame
  | CallRejectFrame
  | CallTimeoutFrame
  | TextFrame
  | FileFrame
  | VoiceFrame
  | AckFrame
  | ErrorFrame;

export type ClientAction = ClientFrame["action"];
export type ServerAction = ServerFrame["action"];
export type ServerFrameOf<A extends ServerAction> = Extract<ServerFrame, { action: A }>;

/** What answers a client's frame; a refusal is thrown as a `SignalingError` instead. */
export type ReplyTo<F extends ClientFrame> = F extends HelloFrame
  ? EstablishedFrame
  : F extends PingFrame
    ? PongFrame
    : F extends JoinRoomFrame
      ? RoomJoinedFrame
      : F extends SendOfferFrame
        ? AckFrame | CallRejectFrame
        : AckFrame;
