import type { EstablishedFrame } from "./frames.js";
import { LONGEST_TIMER_MS } from "./patience.js";
import type { IceServers } from "./sessions.js";

/** Credentials are renewed after this share of their life, or this long before its end if that is later. */
const RENEW_AFTER = 0.8;
const LONGEST_MARGIN_MS = 60_000;
const RENEW_AGAIN_MS = 5000;
/** Not more often than this, whatever the clocks say. */
const SHORTEST_LIFE_MS = 30_000;

/** The ICE servers of a session. While it is connected, their credentials are renewed before they run out. */
export class KnownIceServers {
  readonly #ask: () => Promise<IceServers>;
  #current: RTCIceServer[] = [];
  #expire = false;
  #renewal: ReturnType<typeof setTimeout> | undefined;
  /** What the service's clock is ahead of this one, which may be wrong. */
  #aheadMs = 0;
  #run = 0;

  constructor(ask: () => Promise<IceServers>) {
    this.#ask = ask;
  }

  get current(): RTCIceServer[] {
    return this.#current;
  }

  /** Begins anew, with what the service said of this connection. */
  start({ iceServers, iceServersExpireAt, serverTime }: EstablishedFrame): void {
    this.stop();
    this.#current = iceServers;
    this.#expire = iceServersExpireAt !== undefined;
    this.#aheadMs = Date.parse(serverTime) - Date.now();
    this.#renewBefore(iceServersExpireAt);
  }

  /** Asks for them now. */
  async renew(): Promise<IceServers> {
    const run = this.#run;
    const answer = await this.#ask();
    if (run === this.#run) {
      this.#current = answer.iceServers;
      this.#renewBefore(answer.expiresAt);
    }
    return answer;
  }

  stop(): void {
    this.#run++;
    clearTimeout(this.#renewal);
  }

  /** Servers without credentials are good for ever: then nothing is renewed. */
  #renewBefore(expireAt: string | undefined): void {
    if (this.#expire && expireAt !== undefined) {
      const lifeMs = Date.parse(expireAt) - Date.now() - this.#aheadMs;
      const delayMs = Math.max(lifeMs * RENEW_AFTER, lifeMs - LONGEST_MARGIN_MS);
      this.#renewIn(Math.min(Math.max(delayMs, SHORTEST_LIFE_MS), LONGEST_TIMER_MS));
    }
  }

  #renewIn(delayMs: number, run = this.#run): void {
    if (run === this.#run) {
      clearTimeout(this.#renewal);
      this.#renewal = setTimeout(
        () => this.renew().catch(() => this.#renewIn(RENEW_AGAIN_MS, run)),
        delayMs,
      );
    }
  }
}
