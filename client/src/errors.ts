/** Whether trying the same again, unchanged, can help: the service's own table of codes. */
const RETRYABLE = {
  "bad-request": false,
  "unknown-action": false,
  "too-large": false,
  unauthorized: false,
  forbidden: false,
  "session-expired": true,
  "session-not-found": false,
  "no-peer": false,
  "peer-unavailable": true,
  "room-full": true,
  glare: false,
  "bad-state": false,
  "no-call": false,
  "rate-limited": true,
  internal: true,
} as const;

/** What happens on this side of the wire, so that the service can't name it. */
const LOCAL_RETRYABLE = {
  /** The service could not be reached. */
  network: true,
  /** There is no connection at this moment. */
  "not-connected": true,
  /** The connection was lost before the answer came: whether the frame arrived is unknown. */
  "connection-lost": true,
  /** The connection is there, but no answer came in time. */
  "no-answer": true,
  /** A newer connection of the same session took over. */
  replaced: false,
  /** The session was revoked or has expired. */
  "session-ended": false,
  /** `close()` was called. */
  closed: false,
  /** The `AbortSignal` that was given. */
  aborted: false,
  /** More frames than `maxWaitingFrames` would wait for a connection. */
  "queue-full": true,
} as const;

export type ErrorCode = keyof typeof RETRYABLE;
export type LocalErrorCode = keyof typeof LOCAL_RETRYABLE;

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
  readonly code: ErrorCode | LocalErrorCode;
  /** True if the same, tried again later, may succeed. */
  readonly retryable: boolean;
  readonly retryAfterMs: number | undefined;
  /** JSON Pointer to the member that a `bad-request` is about. */
  readonly path: string | undefined;
  /** The call that won, in a `glare`. */
  readonly callId: string | undefined;

  constructor(
    code: ErrorCode | LocalErrorCode,
    message: string,
    details: SignalingErrorDetails = {},
  ) {
    super(message, { cause: details.cause });
    this.code = code;
    this.retryable = details.retryable ?? { ...RETRYABLE, ...LOCAL_RETRYABLE }[code] ?? false;
    this.retryAfterMs = details.retryAfterMs;
    this.path = details.path;
    this.callId = details.callId;
  }

  /** The error itself if it is one of ours, else an `internal` one that has it as its cause. */
  static from(error: unknown): SignalingError {
    return error instanceof SignalingError
      ? error
      : new SignalingError("internal", String(error), { cause: error, retryable: false });
  }
}

export function isErrorCode(value: unknown): value is ErrorCode {
  return typeof value === "string" && Object.hasOwn(RETRYABLE, value);
}
