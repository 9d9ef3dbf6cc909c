package dev.offhook.protocol;

/** The one catalogue of what can be wrong with a request, in frames and over HTTP alike. */
public enum ErrorCode {
  /** Not JSON, or a member is missing, of the wrong type, or over its limit. */
  BAD_REQUEST("bad-request", false, 400),
  /** No such action. */
  UNKNOWN_ACTION("unknown-action", false, 400),
  /** The whole frame or body is over {@link Limits#FRAME_BYTES}. */
  TOO_LARGE("too-large", false, 413),
  /** No valid token or ticket: get a token. */
  UNAUTHORIZED("unauthorized", false, 401),
  /** The token is not a guest's, or the origin is not allowed. */
  FORBIDDEN("forbidden", false, 403),
  /** The token behind the connection ran out: {@code session:refresh}, or connect anew. */
  SESSION_EXPIRED("session-expired", true, 401),
  /** The session expired or never was: make a new one. */
  SESSION_NOT_FOUND("session-not-found", false, 404),
  /** Nobody is meant: no {@code to}, no room-mate, no call. */
  NO_PEER("no-peer", false, 409),
  /** The session named is not connected and not about to resume, or does not exist. */
  PEER_UNAVAILABLE("peer-unavailable", true, 409),
  /** The room has no place left. */
  ROOM_FULL("room-full", true, 409),
  /** The peer's offer came first: roll back and answer it. */
  GLARE("glare", false, 409),
  /** The call is not in a state that allows this. */
  BAD_STATE("bad-state", false, 409),
  /** There is no such call for this session. */
  NO_CALL("no-call", false, 409),
  /** Too many frames; says when to try again. */
  RATE_LIMITED("rate-limited", true, 429),
  /** Our fault; logged with the request's id. */
  INTERNAL("internal", true, 500);

  private final String wireName;
  private final boolean retryable;
  private final int httpStatus;

  ErrorCode(String wireName, boolean retryable, int httpStatus) {
    this.wireName = wireName;
    this.retryable = retryable;
    this.httpStatus = httpStatus;
  }

  /** The code as it stands in frames and problem documents. */
  public String wireName() {
    return wireName;
  }

  /** Whether the same request may succeed later. */
  public boolean retryable() {
    return retryable;
  }

  /** The HTTP status of a problem document with this code. */
  public int httpStatus() {
    return httpStatus;
  }
}
