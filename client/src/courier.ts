import { abortable } from "./abort.js";
import type { Connection, Identified } from "./connection.js";
import { SignalingError } from "./errors.js";
import type { ClientFrame, ReplyTo } from "./frames.js";
import { MOST_TRIES, PAUSE_MS, REPEATABLE_FOR_MS } from "./patience.js";

/** Ends a wait: for good, or with an error. */
type GoOn = (error?: SignalingError) => void;

/**
 * Carries frames to the service until they are answered, over as many connections as that takes: each
 * with one id for all its repetitions. Frames sent while there is no connection wait, in order.
 */
export class Courier {
  readonly #maxWaitingFrames: number;
  readonly #onSend: (frame: Identified<ClientFrame>, again: boolean) => void;
  readonly #onError: (error: SignalingError) => void;
  readonly #refresh: () => Promise<unknown>;
  readonly #onUseless: (connection: Connection, error: SignalingError) => void;
  #connection: Connection | undefined;
  #stoppedBy: SignalingError | undefined = new SignalingError("not-connected");
  /** What ends each wait, and what gives it up. */
  readonly #waiting = new Map<GoOn, AbortSignal | undefined>();

  /**
   * @param maxWaitingFrames may wait for a connection
   * @param onSend gets each frame that goes out; `again` if it did before
   * @param onError gets each failure of a frame, also of those that are sent again
   * @param refresh puts a new token behind the connection
   * @param onUseless this connection does not answer any more, or its session is gone: another is needed
   */
  constructor(
    maxWaitingFrames = 200,
    onSend: (frame: Identified<ClientFrame>, again: boolean) => void,
    onError: (error: SignalingError) => void,
    refresh: () => Promise<unknown>,
    onUseless: (connection: Connection, error: SignalingError) => void,
  ) {
    this.#maxWaitingFrames = maxWaitingFrames;
    this.#onSend = onSend;
    this.#onError = onError;
    this.#refresh = refresh;
    this.#onUseless = onUseless;
  }

  /** An id that no other frame of this page has. */
  nextId(): string {
    return String(Math.random()).slice(2);
  }

  /** Everything that waits, and what comes, goes over this connection; without one it waits, or fails with the error. */
  use(connection?: Connection, error?: SignalingError): void {
    this.#connection = connection;
    this.#stoppedBy = error;
    if (connection || error) {
      for (const goOn of this.#waiting.keys()) {
        goOn(error);
      }
    }
  }

  /** `again`: it has been sent before, under another id. */
  carry<F extends ClientFrame>(frame: F, signal?: AbortSignal, again = false): Promise<ReplyTo<F>> {
    const reply = this.#carry<F>({ ...frame, id: this.nextId() }, signal, again);
    return abortable(reply, signal);
  }

  async #carry<F extends ClientFrame>(
    frame: Identified<F>,
    signal: AbortSignal | undefined,
    again: boolean,
  ): Promise<ReplyTo<F>> {
    const giveUpAt = Date.now() + REPEATABLE_FOR_MS;
    for (let tries = 1; ; tries++) {
      while (!this.#connection) {
        const wanted = [...this.#waiting.values()].filter((one) => !one?.aborted);
        if (wanted.length >= this.#maxWaitingFrames) {
          throw new SignalingError("queue-full");
        }
        await this.connected(undefined, signal);
      }
      if (signal?.aborted) {
        throw new SignalingError("aborted");
      }
      const connection = this.#connection;
      this.#onSend(frame, again || tries > 1);
      try {
        return await connection.request(frame);
      } catch (cause) {
        const error = cause as SignalingError;
        this.#onError(error);
        if (Date.now() > giveUpAt) {
          throw error;
        }
        await this.#settle(connection, error, tries);
      }
    }
  }

  /** Returns when the frame may be sent again, and throws if that is of no use. */
  async #settle(connection: Connection, error: SignalingError, tries: number): Promise<void> {
    const { code } = error;
    if (code === "connection-lost") {
      if (this.#connection === connection) {
        this.#connection = undefined;
      }
    } else if (code === "no-answer") {
      if (tries > 1) {
        this.#onUseless(connection, error);
      }
    } else if (tries > MOST_TRIES) {
      throw error;
    } else if (code === "session-not-found") {
      this.#onUseless(connection, error);
    } else if (code === "session-expired") {
      await this.#refresh().catch((cause) => this.#onUseless(connection, cause));
    } else if (["rate-limited", "internal"].includes(code) && error.retryable) {
      await this.connected(error.retryAfterMs ?? PAUSE_MS);
    } else {
      throw error;
    }
  }

  /** Until there is a connection, or for so long. Rejects when there will be none. */
  connected(ms?: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = ms && setTimeout(() => goOn(), ms);
      const goOn: GoOn = (error) => {
        clearTimeout(timer);
        this.#waiting.delete(goOn);
        error ? reject(error) : resolve();
      };
      this.#waiting.set(goOn, signal);
      if (this.#stoppedBy) {
        goOn(this.#stoppedBy);
      }
    });
  }
}
