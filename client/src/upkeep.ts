import { SignalingError } from "./errors.js";
import type { EstablishedFrame } from "./frames.js";
import type { GuestSession } from "./sessions.js";

export interface UpkeepOptions {
  ping: () => Promise<unknown>;
  /** Gets a new token over HTTP. */
  renewToken: () => Promise<GuestSession>;
  /** Puts a token behind the connection. */
  refresh: (token: string) => Promise<unknown>;
  /** The connection does not answer any more. */
  onDead: (error: SignalingError) => void;
}

/** A token is renewed after this share of its life. */
const RENEW_AFTER = 0.8;
const RENEW_AGAIN_MS = 5000;
const SHORTEST_TOKEN_LIFE_MS = 1000;
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Keeps a connection alive: heartbeats, and a new token before the old one runs out. */
export class Upkeep {
  readonly #options: UpkeepOptions;
  #heartbeat: ReturnType<typeof setInterval> | undefined;
  #renewal: ReturnType<typeof setTimeout> | undefined;
  /** How far the service's clock is ahead of this one. */
  #clockAheadMs = 0;
  #run = 0;

  constructor(options: UpkeepOptions) {
    this.#options = options;
  }

  /** Begins anew, with what the service said of this connection. */
  start(established: EstablishedFrame): void {
    this.stop();
    const run = this.#run;
    this.#heartbeat = setInterval(() => this.#beat(run), established.heartbeatSeconds * 1000);
    this.#clockAheadMs = Date.parse(established.serverTime) - Date.now();
    this.#renewIn(this.#renewalDelayMs(established.tokenExpiresAt));
  }

  refreshNow(): void {
    this.#renewIn(0);
  }

  stop(): void {
    this.#run++;
    clearInterval(this.#heartbeat);
    clearTimeout(this.#renewal);
  }

  async #beat(run: number): Promise<void> {
    try {
      await this.#options.ping();
    } catch (error) {
      const failure = SignalingError.from(error);
      if (run === this.#run && failure.code === "no-answer") {
        this.#options.onDead(failure);
      }
    }
  }

  #renewIn(delayMs: number): void {
    clearTimeout(this.#renewal);
    const run = this.#run;
    const delay = Math.min(Math.max(delayMs, 0), LONGEST_TIMER_MS);
    this.#renewal = setTimeout(() => this.#renew(run), delay);
  }

  #renewalDelayMs(tokenExpiresAt: string): number {
    const lifeMs = Date.parse(tokenExpiresAt) - (Date.now() + this.#clockAheadMs);
    return Math.max(lifeMs, SHORTEST_TOKEN_LIFE_MS) * RENEW_AFTER;
  }

  async #renew(run: number): Promise<void> {
    let nextMs = RENEW_AGAIN_MS;
    try {
      const session = await this.#options.renewToken();
      if (run === this.#run) {
        await this.#options.refresh(session.token);
        nextMs = this.#renewalDelayMs(session.tokenExpiresAt);
      }
    } catch (error) {
      if (!SignalingError.from(error).retryable) {
        return;
      }
    }
    if (run === this.#run) {
      this.#renewIn(nextMs);
    }
  }
}
