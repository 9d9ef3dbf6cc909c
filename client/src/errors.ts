/** A refusal by the service. */
export type ErrorCode =
  | "bad-request"
  | "unknown-action"
  | "too-large"
  | "unauthorized"
  | "forbidden"
  | "session-expired"
  | "session-not-found"
  | "no-peer"
  | "peer-unavailable"
  | "room-full"
  | "glare"
  | "bad-state"
  | "no-call"
  | "rate-limited"
  | "internal";

/** What happens on this side of the wire, so that the service can't name it. */
export type LocalErrorCode =
  /** The service could not be reached. */
  | "network"
  /** There is no connection, and none is being made. */
  | "not-connected"
  /** The connection was lost before the answer came: whether the frame arrived is unknown. */
  | "connection-lost"
  /** The connection is there, but no answer came in time. */
  | "no-answer"
  /** A newer connection of the same session took over. */
  | "replaced"
  /** The session was revoked or has expired. */
  | "session-ended"
  /** The app's token provider failed. */
  | "no-token"
  /** `close()` was called. */
  | "closed"
  /** The `AbortSignal` that was given. */
  | "aborted"
  /** More frames than `maxWaitingFrames` would wait for a connection. */
  | "queue-full";

/** What may succeed if it is tried again, of the codes that the service does not say it of itself. */
const RETRYABLE = [
  "network",
  "not-connected",
  "connection-lost",
  "no-answer",
  "no-token",
  "queue-full",
];

export interface SignalingErrorDetails {
  retryable?: boolean | undefined;
  retryAfterMs?: number | undefined;
  path?: string | undefined;
  callId?: string | undefined;
  cause?: unknown;
}

/** A refusal by the service, or a failure on the way to it. */
export class SignalingError extends Error {
  override readonly name = "SignalingError";
  declare readonly code: ErrorCode | LocalErrorCode;
  /** True if the same, tried again later, may succeed. */
  declare readonly retryable: boolean;
  declare readonly retryAfterMs: number | undefined;
  /** JSON Pointer to the member that a `bad-request` is about. */
  declare readonly path: string | undefined;
  /** The call that won, in a `glare`. */
  declare readonly callId: string | undefined;

  constructor(
    code: ErrorCode | LocalErrorCode,
    message: string = code,
    details: SignalingErrorDetails = {},
  ) {
    super(message, details);
    this.code = code;
    this.retryable = details.retryable ?? RETRYABLE.includes(code);
    this.retryAfterMs = details.retryAfterMs;
    this.path = details.path;
    this.callId = details.callId;
  }

  /**
   * The error itself if it is one of ours, else one of that code that has it as its cause. Its message stays there: a
   * browser's may quote a URL with its token, or a description.
   */
  static from(error: unknown, code: SignalingError["code"] = "internal"): SignalingError {
    return error instanceof SignalingError
      ? error
      : new SignalingError(code, code, { cause: error });
  }
}
