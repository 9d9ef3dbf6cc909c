import type { Actions } from "./actions.js";
import type { SignalingError } from "./errors.js";
import type {
  AnswerFrame,
  CallEndFrame,
  CallRejectFrame,
  CallTimeoutFrame,
  CallType,
  CandidatesFrame,
  ClientEndReason,
  OfferFrame,
  Sender,
} from "./frames.js";

export type EndReason =
  | ClientEndReason
  | "rejected"
  | "busy"
  | "timeout"
  | "peer-disconnected"
  /** The service refused the call, or could not be reached: the state has the error. */
  | "signaling-failed";

export type CallState =
  | { status: "ringing" }
  /** Answered; the media is on its way. */
  | { status: "connecting" }
  /** `since`: when the media first flowed, milliseconds since the epoch. */
  | { status: "connected"; since: number }
  /** The media has stopped arriving; it may come back. */
  | { status: "interrupted"; since: number }
  /** `durationMs`: how long the media flowed; 0 if it never did. */
  | ({ status: "ended"; durationMs: number } & Ending);

/** How a call ends. */
export interface Ending {
  reason: EndReason;
  /** Who ended it; the service is `remote` too. */
  by: "local" | "remote";
  error?: SignalingError;
}

/** The frames that belong to a call. */
export type CallFrame =
  | OfferFrame
  | AnswerFrame
  | CandidatesFrame
  | CallEndFrame
  | CallRejectFrame
  | CallTimeoutFrame;

export interface CallEvents {
  state: CallState;
  /** A track of the peer's came or went; the stream is always the same. */
  remotestream: MediaStream;
  /** Muted or unmuted, the camera off or on. */
  media: { muted: boolean; cameraOff: boolean };
  /** The service has given the call its id. */
  identified: string;
}

export type CallSignaling = Pick<
  Actions,
  | "sendOffer"
  | "sendAnswer"
  | "sendIceCandidate"
  | "flushIceCandidates"
  | "sendCallEnd"
  | "sendCallReject"
  | "sendCallTimeout"
>;

export interface CallOptions {
  signaling: CallSignaling;
  /** An outgoing call's; an incoming call has its offer's. */
  type: CallType;
  /** Whom to call; without one, the only other in the room. An incoming call has its offer's. */
  peer?: Sender | undefined;
  iceServers?: RTCIceServer[];
  ringSeconds: number;
  /** How long the media may take to flow, at first, in milliseconds. Default 20,000. */
  connectTimeoutMs?: number;
  /** How long the media may stay away before the call is given up, in milliseconds. Default 6,000. */
  interruptionTimeoutMs?: number;
  RTCPeerConnection?: new (configuration: RTCConfiguration) => RTCPeerConnection;
}
