import { Actions } from "./actions.js";
import type { Connection } from "./connection.js";
import { safely } from "./emitter.js";
import { SignalingError } from "./errors.js";
import type { EstablishedFrame } from "./frames.js";
import type { ConnectionState, SignalingClientOptions } from "./options.js";
import { LONGEST_WAIT_MS, RETIRE_AFTER_MS, STABLE_AFTER_MS } from "./patience.js";
import { defaultRetryPolicy, type NextRetryDelayInMs } from "./retry.js";

/** A connection that has been greeted. */
export interface Greeted {
  connection: Connection;
  established: EstablishedFrame;
  /** The call that was going on when the greeting was sent, as far as it had an id. */
  callId: string | undefined;
}

/** The way to the service: one connection at a time, made anew when it is lost, or before it has to go. */
export abstract class Line extends Actions {
  readonly #nextRetryDelayInMs: NextRetryDelayInMs;
  #state: ConnectionState = { status: "closed" };
  #current: Greeted | undefined;
  /** The connection before: it may still bring what was on its way. */
  #retired: Connection | undefined;
  #retirement: ReturnType<typeof setTimeout> | undefined;
  /** A new connection is being made beside the current one, whose loss is then no loss. */
  #rollingOver = false;
  #failedAttempts = 0;
  #connectedAt = 0;
  #lastAttempt = 0;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: SignalingClientOptions) {
    super(options);
    this.#nextRetryDelayInMs = options.nextRetryDelayInMs ?? defaultRetryPolicy();
  }

  /** Opens a connection and greets it; gives it up as soon as it is not wanted any more. */
  protected abstract dial(isWanted: () => boolean): Promise<Greeted>;
  /** Gives up what is being dialled. */
  protected abstract hangUp(): void;
  /** There is a connection, unless a listener gave it up already: over the one before nothing more is sent. */
  protected abstract up(greeted: Greeted, rolledOver: boolean, isFirst: boolean): void;
  /** There is no connection; with `final`, there will be none unless the app asks for it. */
  protected abstract down(error: SignalingError, final: boolean): void;
  protected abstract stateChanged(state: ConnectionState): void;
  /** The network may be another than before. */
  protected abstract networkChanged(): void;

  get state(): ConnectionState {
    return this.#state;
  }

  override get established(): EstablishedFrame | undefined {
    return this.#current?.established;
  }

  protected get connection(): Connection | undefined {
    return this.#current?.connection;
  }

  /** Gives the connection up for good; the session lives on. May be called any number of times. */
  close(): void {
    if (this.#state.status !== "closed") {
      this.#stop(new SignalingError("closed"), { status: "closed" });
    }
  }

  /** Begins, begins anew, or tries at once what waits for its time. */
  protected begin(): void {
    if (this.#state.status === "reconnecting") {
      this.#retryNow();
    } else if (this.#state.status !== "connecting") {
      this.#failedAttempts = 0;
      globalThis.addEventListener?.("online", this.#online);
      this.#setState({ status: "connecting" });
      // A listener may have given it up.
      if (this.state.status === "connecting") {
        this.#attempt();
      }
    }
  }

  protected fail(error: SignalingError): void {
    this.#stop(error, { status: "failed", reason: error.code, error });
  }

  /** A connection closed from outside. While it is being made, the attempt itself hears of it. */
  protected lost(connection: Connection, error: SignalingError): void {
    if (connection !== this.connection) {
      return;
    }
    if (this.#rollingOver) {
      this.#current = undefined;
      this.down(error, false);
    } else {
      this.#drop(error);
    }
  }

  /** The connection is of no use any more: makes a new one, at once if this one has lasted. */
  protected discard(error: SignalingError): void {
    this.#drop(error);
    if (this.#failedAttempts === 1) {
      this.#retryNow();
    }
  }

  /** A newer connection took over: one of this line, or one of another page. */
  protected replaced(connection: Connection): void {
    if (connection === this.#retired) {
      this.#forgetRetired();
    } else if (!this.#rollingOver || connection !== this.connection) {
      this.fail(new SignalingError("replaced"));
    }
  }

  /** Goes over to a new connection, if there can be one; the current one serves until that is there. */
  protected async rollOver(): Promise<void> {
    this.#rollingOver = true;
    const error = await this.#dial();
    if (error) {
      this.#rollingOver = false;
      if (!error.retryable || !this.#current) {
        this.#drop(error);
      }
    }
  }

  async #attempt(): Promise<void> {
    const error = await this.#dial();
    if (error) {
      this.#retryOrFail(error);
    }
  }

  /** What went wrong, unless nothing did or something else is wanted by now. */
  async #dial(): Promise<SignalingError | undefined> {
    const attempt = ++this.#lastAttempt;
    const isWanted = () => attempt === this.#lastAttempt;
    try {
      const greeted = await this.dial(isWanted);
      if (isWanted()) {
        this.#adopt(greeted);
      } else {
        greeted.connection.close();
      }
    } catch (error) {
      return isWanted() ? SignalingError.from(error) : undefined;
    }
    return undefined;
  }

  #adopt(greeted: Greeted): void {
    const rolledOver = this.#rollingOver;
    const isFirst = !this.#connectedAt;
    this.#rollingOver = false;
    this.#forgetRetired();
    if (this.connection) {
      this.#retired = this.connection;
      this.#retirement = setTimeout(() => this.#forgetRetired(), RETIRE_AFTER_MS);
    }
    this.#current = greeted;
    this.#connectedAt = Date.now();
    if (this.#state.status !== "connected") {
      this.#setState({ status: "connected" });
    }
    this.up(greeted, rolledOver, isFirst);
  }

  /** What it did not answer is asked again, over the connection that there is. */
  #forgetRetired(): void {
    clearTimeout(this.#retirement);
    this.#retired?.close();
    this.#retired = undefined;
  }

  #drop(error: SignalingError): void {
    if (Date.now() - this.#connectedAt >= STABLE_AFTER_MS) {
      this.#failedAttempts = 0;
    }
    this.#retryOrFail(error);
  }

  #retryOrFail(error: SignalingError): void {
    let own: number | null | undefined;
    if (error.retryable) {
      safely(() => {
        own = this.#nextRetryDelayInMs({ failedAttempts: this.#failedAttempts });
      });
    }
    // The app's may say anything, or throw.
    if (!Number.isFinite(own)) {
      this.fail(error);
      return;
    }
    const delay = Math.max(
      own as unknown as number,
      Math.min(error.retryAfterMs ?? 0, LONGEST_WAIT_MS),
    );
    this.#release(error, false);
    this.#retryTimer = setTimeout(() => this.#retryNow(), delay);
    this.#setState({
      status: "reconnecting",
      attempt: ++this.#failedAttempts,
      nextRetryAt: Date.now() + delay,
    });
  }

  /** Does nothing while no attempt is waiting for its time. */
  #retryNow(): void {
    if (this.#retryTimer) {
      this.#stopWaiting();
      this.#attempt();
    }
  }

  readonly #online = (): void => {
    this.#retryNow();
    this.networkChanged();
  };

  #stop(error: SignalingError, state: ConnectionState): void {
    globalThis.removeEventListener?.("online", this.#online);
    this.#release(error, true);
    this.#setState(state);
  }

  #release(error: SignalingError, final: boolean): void {
    this.#lastAttempt++;
    this.#rollingOver = false;
    this.#stopWaiting();
    this.hangUp();
    this.connection?.close();
    this.#current = undefined;
    this.#forgetRetired();
    this.down(error, final);
  }

  #stopWaiting(): void {
    clearTimeout(this.#retryTimer);
    this.#retryTimer = undefined;
  }

  #setState(state: ConnectionState): void {
    this.#state = state;
    this.stateChanged(state);
  }
}
