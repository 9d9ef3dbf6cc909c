import type { SignalingError } from "./errors.js";

/** How the line to the service has done so far. */
export interface Diagnostics {
  /** From a frame to its answer, the latest, in milliseconds. */
  roundTripMs?: number | undefined;
  /** Connections made anew after a loss. */
  reconnects: number;
  /** Connections made anew before the old one had to go. */
  rollOvers: number;
  /** Frames that methods sent, each counted once; what keeps the connection (greetings, pings, new tokens) is not. */
  sent: number;
  /** Frames sent again. */
  repeated: number;
  /** Frames that arrived again, and were dropped. */
  dropped: number;
  lastError?: SignalingError | undefined;
}

export type LogLevel = "debug" | "info" | "warn" | "error";

/**
 * Gets one line for each step of the client's life, and at `debug` one for each frame that a method sent or that answers
 * none. No line has a token, a session description or a candidate.
 */
export type Log = (level: LogLevel, message: string, details?: Record<string, unknown>) => void;
