import type { SignalingError } from "./errors.js";
import type { EstablishedFrame } from "./frames.js";
import {
  LONGEST_TIMER_MS,
  RENEW_AFTER,
  RENEW_AGAIN_MS,
  ROLL_OVER_AGAIN_MS,
  SHORTEST_LIFE_MS,
  UNKNOWN_LIFE_MS,
} from "./patience.js";

/** Where new tokens are from. */
export interface TokenSource {
  /** Gets a new token over HTTP. */
  renew(): Promise<string>;
  /** When the token that was renewed runs out, ISO 8601 in UTC, if that is known. */
  readonly tokenExpiresAt: string | undefined;
}

/** Keeps a connection alive: heartbeats, a new token and a new connection before the old ones run out. */
export class Upkeep {
  readonly #tokens: TokenSource;
  readonly #refresh: (token: string) => Promise<unknown>;
  readonly #goOver: () => Promise<void>;
  /** What the service's clock is ahead of this one, which may be wrong. */
  readonly #aheadMs: number;
  readonly #heartbeat: ReturnType<typeof setInterval>;
  readonly #renewAfterMs: number;
  #renewal: ReturnType<typeof setTimeout> | undefined;
  #rollOver: ReturnType<typeof setTimeout> | undefined;
  #renewing: Promise<void> | undefined;
  #stopped = false;

  /**
   * Begins, with what the service said of this connection.
   * @param refresh puts a token behind the connection
   * @param beat finds out whether the connection still answers
   * @param rollOver goes over to a new connection, for which it is time
   */
  constructor(
    established: EstablishedFrame,
    tokens: TokenSource,
    refresh: (token: string) => Promise<unknown>,
    beat: () => void,
    rollOver: () => Promise<void>,
  ) {
    this.#tokens = tokens;
    this.#refresh = refresh;
    this.#goOver = rollOver;
    this.#aheadMs = Date.parse(established.serverTime) - Date.now();
    this.#heartbeat = setInterval(beat, established.heartbeatSeconds * 1000);
    this.#renewAfterMs = this.#beforeMs(established.tokenExpiresAt);
    this.#renewIn(this.#renewAfterMs);
    this.#rollOverIn(this.#beforeMs(established.reconnectBefore));
  }

  /** A new token behind the connection, now; however many ask for it at once, it is one. */
  refreshNow(): Promise<void> {
    clearTimeout(this.#renewal);
    this.#renewing ??= this.#renew().finally(() => {
      this.#renewing = undefined;
    });
    return this.#renewing;
  }

  stop(): void {
    this.#stopped = true;
    clearInterval(this.#heartbeat);
    clearTimeout(this.#renewal);
    clearTimeout(this.#rollOver);
  }

  /** How long to wait with what is to be done before then. */
  #beforeMs(then: string): number {
    const lifeMs = Date.parse(then) - Date.now() - this.#aheadMs;
    return Math.max(lifeMs, SHORTEST_LIFE_MS) * RENEW_AFTER;
  }

  /** Tries until there is a new connection, which has an upkeep of its own. */
  #rollOverIn(ms: number): void {
    if (!this.#stopped) {
      this.#rollOver = setTimeout(async () => {
        await this.#goOver();
        this.#rollOverIn(ROLL_OVER_AGAIN_MS);
      }, ms);
    }
  }

  #renewIn(delayMs: number): void {
    if (!this.#stopped) {
      clearTimeout(this.#renewal);
      const delay = Math.min(delayMs, LONGEST_TIMER_MS);
      // Where it fails, the service says in time that the token ran out.
      this.#renewal = setTimeout(() => this.refreshNow().catch(() => undefined), delay);
    }
  }

  async #renew(): Promise<void> {
    try {
      const token = await this.#tokens.renew();
      if (!this.#stopped) {
        await this.#refresh(token);
      }
      const end = this.#tokens.tokenExpiresAt;
      this.#renewIn(end ? this.#beforeMs(end) : Math.max(this.#renewAfterMs, UNKNOWN_LIFE_MS));
    } catch (error) {
      if ((error as SignalingError).retryable) {
        this.#renewIn(RENEW_AGAIN_MS);
      }
      throw error;
    }
  }
}
