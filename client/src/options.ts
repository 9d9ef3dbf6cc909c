import type { WebSocketConstructor } from "./connection.js";
import type { Progress } from "./delivery.js";
import type { Log } from "./diagnostics.js";
import type { SignalingError } from "./errors.js";
import type { ServerAction, ServerFrameOf } from "./frames.js";
import type { NewSession, TokenProvider } from "./identity.js";
import type { NextRetryDelayInMs } from "./retry.js";

export interface SignalingClientOptions {
  apiUrl: string;
  websocketUrl: string;
  /** The name of the guest that `connect` makes when there is no token, or its session is gone. */
  displayName?: string | undefined;
  /** A token kept from before, or where to get one. Default: a new guest. */
  token?: string | TokenProvider | undefined;
  /** How far a call had come before this page was loaded again: what `client.progress` said. */
  progress?: Progress | undefined;
  nextRetryDelayInMs?: NextRetryDelayInMs | undefined;
  /** How long an answer, or opening a connection, may take, in milliseconds. Default 10,000. */
  answerTimeoutMs?: number | undefined;
  /** How long a candidate may wait for others, in milliseconds. Default 50. */
  candidateWindowMs?: number | undefined;
  /** Most frames that may wait for a connection. Default 200. */
  maxWaitingFrames?: number | undefined;
  log?: Log | undefined;
  /** Default: the browser's. */
  WebSocket?: WebSocketConstructor | undefined;
  fetch?: ((input: string, init: RequestInit) => Promise<Response>) | undefined;
}

export type ConnectionState =
  | { status: "connecting" }
  | { status: "connected" }
  /** `nextRetryAt`: milliseconds since the epoch. */
  | { status: "reconnecting"; attempt: number; nextRetryAt: number }
  /** `reason`: the code of the error; `replaced` if another page took the session over. */
  | { status: "failed"; reason: SignalingError["code"]; error: SignalingError }
  /** There is no connection, and none is wanted: before `connect`, after `close`. */
  | { status: "closed" };

/** Every frame from the service that answers no request, under its action, and the client's own. */
export type SignalingEvents = { [A in ServerAction]: ServerFrameOf<A> } & {
  state: ConnectionState;
  /**
   * The session or its token is new: keep it, to come back as the same guest. If `isNew`, the session
   * before is gone: rooms and calls are to be joined and made again.
   */
  session: NewSession;
  /** The id of a call that the service does not know any more, as it turned out on coming back. */
  forgotten: string;
};
