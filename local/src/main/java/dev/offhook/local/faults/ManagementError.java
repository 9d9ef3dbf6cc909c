package dev.offhook.local.faults;

import dev.offhook.local.gateway.ManagementGate.Refusal;

/** What the management API answers under load, when it fails, or when a connection is gone. */
public enum ManagementError {
  /** More is asked for than the account may, or than the client reads. */
  LIMIT_EXCEEDED,
  /** It fails, and nothing is done. */
  INTERNAL,
  /** The connection is gone, and {@code $disconnect} never runs: what is told is true. */
  GONE;

  Refusal refusal() {
    return switch (this) {
      case LIMIT_EXCEEDED -> new Refusal(429, "LimitExceededException", "Too Many Requests");
      case INTERNAL -> new Refusal(500, "InternalServerErrorException", "Internal server error");
      case GONE -> new Refusal(410, "GoneException", "");
    };
  }
}
