/** WebRTC calls over the Offhook signaling service. */
export { Actions, type Described, type OfCall, type RequestOptions } from "./actions.js";
export { Call } from "./call.js";
export type { CallStats } from "./call-stats.js";
export type {
  CallEvents,
  CallFrame,
  CallOptions,
  CallSignaling,
  CallState,
  Ending,
  EndReason,
  PeerConnectionConstructor,
  Resumable,
} from "./call-types.js";
export { type CallDefaults, Calls, type CallsEvents, type StartOptions } from "./calls.js";
export type { WebSocketConstructor } from "./connection.js";
export type { Progress } from "./delivery.js";
export type { Diagnostics, Log, LogLevel } from "./diagnostics.js";
export { Emitter } from "./emitter.js";
export {
  type ErrorCode,
  type LocalErrorCode,
  SignalingError,
  type SignalingErrorDetails,
} from "./errors.js";
export type * from "./frames.js";
export type { NewSession, TokenProvider } from "./identity.js";
export type { Switches } from "./local-media.js";
export {
  type AcquiredMedia,
  acquireCamera,
  acquireMedia,
  acquireMicrophone,
  acquireScreen,
  listDevices,
  MediaError,
  type MediaProblem,
  releaseMedia,
} from "./media.js";
export { Negotiation, type NegotiationEvents } from "./negotiation.js";
export type { ConnectionState, SignalingClientOptions, SignalingEvents } from "./options.js";
export { parseServerFrame } from "./parse.js";
export { defaultRetryPolicy, type NextRetryDelayInMs, type RetryContext } from "./retry.js";
export { type GuestSession, type IceServers, Sessions } from "./sessions.js";
export { SignalingClient } from "./signaling-client.js";
