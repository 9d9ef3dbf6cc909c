import { SignalingError } from "./errors.js";
import type { EstablishedFrame } from "./frames.js";

export interface UpkeepOptions {
  ping: () => Promise<unknown>;
  /** Gets a new token over HTTP. */
  renewToken: () => Promise<string>;
  /** Puts a token behind the connection. Tells when it runs out, if that is known. */
  refresh: (token: string) => Promise<string | undefined>;
  /** It is time to go over to a new connection. */
  onRollOver: () => void;
  /** The connection does not answer any more. */
  onDead: (error: SignalingError) => void;
}

/** A token is renewed, and the connection made anew, after this share of its life. */
const RENEW_AFTER = 0.8;
const LONGEST_MARGIN_MS = 60_000;
const RENEW_AGAIN_MS = 5000;
const SHORTEST_LIFE_MS = 1000;
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Keeps a connection alive: heartbeats, a new token and a new connection before the old ones run out. */
export class Upkeep {
  readonly #options: UpkeepOptions;
  #heartbeat: ReturnType<typeof setInterval> | undefined;
  #renewal: ReturnType<typeof setTimeout> | undefined;
  #rollOver: ReturnType<typeof setTimeout> | undefined;
  #renewing: Promise<void> | undefined;
  /** How far the service's clock is ahead of this one. */
  #clockAheadMs = 0;
  #run = 0;

  constructor(options: UpkeepOptions) {
    this.#options = options;
  }

  /** Begins anew, with what the service said of this connection. */
  start(established: EstablishedFrame): void {
    this.stop();
    this.#clockAheadMs = Date.parse(established.serverTime) - Date.now();
    this.#heartbeat = setInterval(this.beat, established.heartbeatSeconds * 1000);
    this.#renewIn(this.#lifeMs(established.tokenExpiresAt) * RENEW_AFTER);
    const life = this.#lifeMs(established.reconnectBefore);
    this.rollOverIn(Math.max(life * RENEW_AFTER, life - LONGEST_MARGIN_MS));
  }

  rollOverIn(ms: number): void {
    clearTimeout(this.#rollOver);
    this.#rollOver = setTimeout(this.#options.onRollOver, Math.min(ms, LONGEST_TIMER_MS));
  }

  /** A new token behind the connection, now; however many ask for it at once, it is one. */
  refreshNow(): Promise<void> {
    clearTimeout(this.#renewal);
    this.#renewing ??= this.#renew(this.#run).finally(() => {
      this.#renewing = undefined;
    });
    return this.#renewing;
  }

  stop(): void {
    this.#run++;
    this.#renewing = undefined;
    clearInterval(this.#heartbeat);
    clearTimeout(this.#renewal);
    clearTimeout(this.#rollOver);
  }

  /** Finds out whether the connection still answers. */
  readonly beat = async (): Promise<void> => {
    const run = this.#run;
    try {
      await this.#options.ping();
    } catch (error) {
      const failure = SignalingError.from(error);
      if (run === this.#run && failure.code === "no-answer") {
        this.#options.onDead(failure);
      }
    }
  };

  #renewIn(delayMs: number): void {
    const delay = Math.min(delayMs, LONGEST_TIMER_MS);
    // A failure has been told to the app as the last error; the service tells when the token runs out.
    this.#renewal = setTimeout(() => this.refreshNow().catch(() => undefined), delay);
  }

  #lifeMs(until: string): number {
    const lifeMs = Date.parse(until) - (Date.now() + this.#clockAheadMs);
    return Math.max(lifeMs, SHORTEST_LIFE_MS);
  }

  async #renew(run: number): Promise<void> {
    try {
      const token = await this.#options.renewToken();
      const expiresAt = run === this.#run ? await this.#options.refresh(token) : undefined;
      if (run === this.#run && expiresAt !== undefined) {
        this.#renewIn(this.#lifeMs(expiresAt) * RENEW_AFTER);
      }
    } catch (error) {
      if (run === this.#run && SignalingError.from(error).retryable) {
        this.#renewIn(RENEW_AGAIN_MS);
      }
      throw error;
    }
  }
}
