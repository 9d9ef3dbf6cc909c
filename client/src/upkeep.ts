import type { SignalingError } from "./errors.js";
import type { EstablishedFrame } from "./frames.js";

export interface UpkeepOptions {
  /** Finds out whether the connection still answers. */
  beat: () => void;
  /** Gets a new token over HTTP. */
  renew: () => Promise<string>;
  /** Puts a token behind the connection. */
  refresh: (token: string) => Promise<unknown>;
  /** Goes over to a new connection, for which it is time. */
  rollOver: () => void;
}

/** A token is renewed, and the connection made anew, after this share of its life. */
const RENEW_AFTER = 0.8;
const LONGEST_MARGIN_MS = 60_000;
const RENEW_AGAIN_MS = 5000;
const SHORTEST_LIFE_MS = 1000;
/** A little less than `setTimeout` takes. */
const LONGEST_TIMER_MS = 2e9;

/** Keeps a connection alive: heartbeats, a new token and a new connection before the old ones run out. */
export class Upkeep {
  readonly #options: UpkeepOptions;
  #heartbeat: ReturnType<typeof setInterval> | undefined;
  #renewal: ReturnType<typeof setTimeout> | undefined;
  #rollOver: ReturnType<typeof setTimeout> | undefined;
  #renewing: Promise<void> | undefined;
  #renewAfterMs = 0;
  #run = 0;

  constructor(options: UpkeepOptions) {
    this.#options = options;
  }

  /** Begins anew, with what the service said of this connection. */
  start(established: EstablishedFrame): void {
    this.stop();
    // By the service's clock: this one may be wrong.
    const now = Date.parse(established.serverTime);
    const lifeMs = (until: string) => Math.max(Date.parse(until) - now, SHORTEST_LIFE_MS);
    this.#heartbeat = setInterval(this.#options.beat, established.heartbeatSeconds * 1000);
    this.#renewAfterMs = lifeMs(established.tokenExpiresAt) * RENEW_AFTER;
    this.#renewIn(this.#renewAfterMs);
    const connectionMs = lifeMs(established.reconnectBefore);
    this.rollOverIn(Math.max(connectionMs * RENEW_AFTER, connectionMs - LONGEST_MARGIN_MS));
  }

  rollOverIn(ms: number): void {
    clearTimeout(this.#rollOver);
    this.#rollOver = setTimeout(this.#options.rollOver, ms);
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

  #renewIn(delayMs: number, run = this.#run): void {
    if (run === this.#run) {
      const delay = Math.min(delayMs, LONGEST_TIMER_MS);
      // Where it fails, the service says in time that the token ran out.
      this.#renewal = setTimeout(() => this.refreshNow().catch(() => undefined), delay);
    }
  }

  async #renew(run: number): Promise<void> {
    try {
      const token = await this.#options.renew();
      if (run === this.#run) {
        await this.#options.refresh(token);
      }
      // A new token lives as long as the one before, or longer.
      this.#renewIn(this.#renewAfterMs, run);
    } catch (error) {
      if ((error as SignalingError).retryable) {
        this.#renewIn(RENEW_AGAIN_MS, run);
      }
      throw error;
    }
  }
}
