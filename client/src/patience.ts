/** How long the service is sure to know a frame's id again. */
export const REPEATABLE_FOR_MS = 270_000;
/** How often a frame is sent that the service refuses for the moment. */
export const MOST_TRIES = 5;
/** How long it waits if the service does not say. */
export const PAUSE_MS = 1000;
/** How long it is waited at most for what the service refuses for the moment, whatever it says. */
export const LONGEST_WAIT_MS = 60_000;

/** A connection that broke sooner counts as a failed attempt. */
export const STABLE_AFTER_MS = 10_000;
/** How long the connection before may still bring what was on its way. */
export const RETIRE_AFTER_MS = 5000;
/** After how long a new connection is tried again while the one before serves. */
export const ROLL_OVER_AGAIN_MS = 5000;

/** A token is renewed, and the connection made anew, after this share of its life. */
export const RENEW_AFTER = 0.8;
/** After how long a renewal that failed for the moment is tried again. */
export const RENEW_AGAIN_MS = 5000;
/** What the service says to be over sooner counts as this long. */
export const SHORTEST_LIFE_MS = 1000;
/** A renewed token that does not say when it runs out is renewed again after this, or as the one before if that is later. */
export const UNKNOWN_LIFE_MS = 60_000;

/** How long an answer over HTTP may take: a connection that the network forgot answers nothing. */
export const PATIENCE_MS = 10_000;

/** A little less than `setTimeout` takes. */
export const LONGEST_TIMER_MS = 2e9;
