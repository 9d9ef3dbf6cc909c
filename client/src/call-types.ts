import type { Actions } from "./actions.js";
import type { SignalingError } from "./errors.js";
import type {
  AnswerFrame,
  CallEndFrame,
  CallRejectFrame,
  CallRole,
  CallTimeoutFrame,
  CallType,
  CandidatesFrame,
  ClientEndReason,
  OfferFrame,
  Sender,
} from "./frames.js";
import type { Switches } from "./local-media.js";

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

/** A call that went on while its page was loaded again. */
export interface Resumable {
  callId: string;
  type: CallType;
  role: CallRole;
  /** Whether it has been answered. */
  state: "ringing" | "active";
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
  /**
   * The first of the peer's tracks is in the stream: on the caller's side with the answer, on the side that answers when
   * the call is connected. Comes again after the peer's page was loaded again; the stream is always the same. A `<video>`
   * that is given it sooner has the browser prepare a player that it can't use yet, while the call is made.
   */
  stream: MediaStream;
  /** A track of the peer's came, or its media began or stopped to arrive; the stream is always the same. */
  remotestream: MediaStream;
  /** Something of the own media was switched or exchanged. */
  media: Switches;
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
  /** A function is asked each time that candidates are about to be gathered. */
  iceServers?: RTCIceServer[] | (() => RTCIceServer[]) | undefined;
  /** Gets them anew, before the ICE restart that follows an interruption. Default: they are not. */
  refreshIceServers?: (() => Promise<RTCIceServer[]>) | undefined;
  ringSeconds: number;
  /** How long the media may take to flow, at first, in milliseconds. Default 20,000. */
  connectTimeoutMs?: number | undefined;
  /** How long the media may stay away before the call is given up, in milliseconds. Default 30,000. */
  interruptionTimeoutMs?: number | undefined;
  /** `relay`: through a TURN server alone, so that the peer does not learn this side's address. */
  iceTransportPolicy?: RTCIceTransportPolicy | undefined;
  /** Of the peer connection, for DTLS. Default: `Calls` has one ready for each call, `Call` leaves it to the browser. */
  certificates?: RTCCertificate[] | undefined;
  RTCPeerConnection?: PeerConnectionConstructor | undefined;
}

/** The browser's `RTCPeerConnection`, or what stands in for it. */
export interface PeerConnectionConstructor {
  new (configuration: RTCConfiguration): RTCPeerConnection;
  generateCertificate?(key: EcKeyGenParams): Promise<RTCCertificate>;
}
