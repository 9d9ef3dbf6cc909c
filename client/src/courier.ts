import { abortable, abortion } from "./abort.js";
import type { Connection, Identified } from "./connection.js";
import { SignalingError } from "./errors.js";
import type { ClientFrame, ReplyTo } from "./frames.js";

export interface CourierOptions {
  /** Most frames that may wait for a connection. */
  maxWaitingFrames: number;
  /** What fails frames that are sent before there was any talk of a connection. */
  stoppedBy: SignalingError;
  onSend: (frame: Identified<ClientFrame>, repeated: boolean) => void;
  onError: (error: SignalingError) => void;
  /** Puts a new token behind the connection. */
  refreshToken: () => Promise<unknown>;
  /** This connection does not answer any more, or its session is gone: another is needed. */
  onUseless: (connection: Connection, error: SignalingError) => void;
}

interface Waiting {
  resolve: () => void;
  reject: (error: SignalingError) => void;
  timer?: ReturnType<typeof setTimeout>;
}

/** How long the service is sure to know a frame's id again. */
const REPEATABLE_FOR_MS = 270_000;
const MOST_REFUSALS = 5;
const PAUSE_MS = 1000;

/**
 * Carries frames to the service until they are answered, over as many connections as that takes: each
 * with one id for all its repetitions. Frames sent while there is no connection wait, in order.
 */
export class Courier {
  readonly #options: CourierOptions;
  readonly #idPrefix = randomPrefix();
  #lastId = 0;
  #connection: Connection | undefined;
  #stoppedBy: SignalingError | undefined;
  readonly #waiting = new Set<Waiting>();

  constructor(options: CourierOptions) {
    this.#options = options;
    this.#stoppedBy = options.stoppedBy;
  }

  /** An id that no other frame of this page has. */
  nextId(): string {
    return `${this.#idPrefix}-${++this.#lastId}`;
  }

  /** Everything that waits, and what comes, goes over this connection; without one it waits. */
  use(connection: Connection | undefined): void {
    this.#stoppedBy = undefined;
    this.#connection = connection;
    if (connection !== undefined) {
      this.#release(({ resolve }) => resolve());
    }
  }

  /** Fails what waits, and what comes. */
  stop(error: SignalingError): void {
    this.#stoppedBy = error;
    this.#connection = undefined;
    this.#release(({ reject }) => reject(error));
  }

  /** `again`: under another id, the frame has been sent before. */
  carry<F extends ClientFrame>(
    frame: F,
    { signal, again = false }: { signal?: AbortSignal | undefined; again?: boolean } = {},
  ): Promise<ReplyTo<F>> {
    const identified = { ...frame, id: this.nextId() };
    const reply = this.#carry<F>(identified, signal, again);
    return signal === undefined ? reply : abortable(reply, signal);
  }

  async #carry<F extends ClientFrame>(
    frame: Identified<F>,
    signal: AbortSignal | undefined,
    again: boolean,
  ): Promise<ReplyTo<F>> {
    const giveUpAt = Date.now() + REPEATABLE_FOR_MS;
    for (let tries = 1; ; tries++) {
      if (this.#connection === undefined) {
        await this.#wait();
      }
      const connection = this.#connection;
      if (signal?.aborted) {
        throw abortion();
      }
      if (connection === undefined) {
        continue;
      }
      this.#options.onSend(frame, again || tries > 1);
      try {
        return await connection.request(frame);
      } catch (cause) {
        const error = SignalingError.from(cause);
        this.#options.onError(error);
        if (Date.now() > giveUpAt || this.#stoppedBy !== undefined) {
          throw this.#stoppedBy ?? error;
        }
        await this.#settle(connection, error, tries);
      }
    }
  }

  /** Returns when the frame may be sent again, and throws if that is of no use. */
  async #settle(connection: Connection, error: SignalingError, tries: number): Promise<void> {
    switch (error.code) {
      case "connection-lost":
      case "not-connected":
        if (this.#connection === connection) {
          this.#connection = undefined;
        }
        return;
      case "no-answer":
        if (tries > 1) {
          this.#options.onUseless(connection, error);
        }
        return;
      case "session-not-found":
        if (tries <= MOST_REFUSALS) {
          this.#options.onUseless(connection, error);
          return;
        }
        break;
      case "session-expired":
        if (tries <= MOST_REFUSALS) {
          await this.#options.refreshToken();
          return;
        }
        break;
      case "rate-limited":
      case "internal":
        if (error.retryable && tries <= MOST_REFUSALS) {
          await this.#wait(error.retryAfterMs ?? PAUSE_MS);
          return;
        }
    }
    throw error;
  }

  /** Until there is a connection, or for so long. */
  #wait(ms?: number): Promise<void> {
    if (this.#stoppedBy !== undefined) {
      return Promise.reject(this.#stoppedBy);
    }
    if (this.#waiting.size >= this.#options.maxWaitingFrames) {
      return Promise.reject(new SignalingError("queue-full", "Too many frames wait already."));
    }
    return new Promise((resolve, reject) => {
      const waiting: Waiting = { resolve, reject };
      this.#waiting.add(waiting);
      if (ms !== undefined) {
        waiting.timer = setTimeout(() => {
          this.#waiting.delete(waiting);
          resolve();
        }, ms);
      }
    });
  }

  #release(release: (waiting: Waiting) => void): void {
    const all = [...this.#waiting];
    this.#waiting.clear();
    for (const waiting of all) {
      clearTimeout(waiting.timer);
      release(waiting);
    }
  }
}

/** Keeps ids apart from those of another page; `randomUUID` needs a secure context. */
function randomPrefix(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(6));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
