import type { Connection } from "./connection.js";
import { SignalingError } from "./errors.js";
import type { EstablishedFrame } from "./frames.js";
import type { ConnectionState } from "./options.js";
import type { NextRetryDelayInMs } from "./retry.js";

/** A connection that has been greeted. */
export interface Greeted {
  connection: Connection;
  established: EstablishedFrame;
  /** The call that was going on when the greeting was sent, as far as it had an id. */
  callId: string | undefined;
}

export interface LineOptions {
  nextRetryDelayInMs: NextRetryDelayInMs;
  /** Opens a connection and greets it; gives it up as soon as it is not wanted any more. */
  open: (isWanted: () => boolean) => Promise<Greeted>;
  /** There is a connection: over the one before nothing more is sent. */
  onConnection: (greeted: Greeted, rolledOver: boolean) => void;
  /** There is no connection, for the time being. */
  onDown: (error: SignalingError) => void;
  /** There will be none, unless the app asks for it. */
  onStop: (error: SignalingError) => void;
  onState: (state: ConnectionState) => void;
  /** The network may be another than before. */
  onOnline: () => void;
}

/** A connection that broke sooner counts as a failed attempt. */
const STABLE_AFTER_MS = 10_000;
/** How long the connection before may still bring what was on its way. */
const RETIRE_AFTER_MS = 5000;

/** The way to the service: one connection at a time, made anew when it is lost, or before it has to go. */
export class Line {
  readonly #options: LineOptions;
  #state: ConnectionState = { status: "closed" };
  #current: Greeted | undefined;
  /** Connections before: they may still bring what was on its way. */
  readonly #retired = new Map<Connection, ReturnType<typeof setTimeout>>();
  /** A new connection is being made beside the current one, whose loss is then no loss. */
  #rollingOver = false;
  #failedAttempts = 0;
  #connectedAt = 0;
  #lastAttempt = 0;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: LineOptions) {
    this.#options = options;
  }

  get state(): ConnectionState {
    return this.#state;
  }

  get connection(): Connection | undefined {
    return this.#current?.connection;
  }

  /** What the service said when the current connection was made. */
  get established(): EstablishedFrame | undefined {
    return this.#current?.established;
  }

  /** Begins, begins anew, or tries at once what waits for its time. */
  connect(): void {
    if (this.#state.status === "reconnecting") {
      this.#retryNow();
    } else if (this.#state.status === "closed" || this.#state.status === "failed") {
      this.#failedAttempts = 0;
      globalThis.addEventListener?.("online", this.#online);
      this.#setState({ status: "connecting" });
      this.#attempt();
    }
  }

  close(): void {
    if (this.#state.status !== "closed") {
      this.#stop(new SignalingError("closed", "The client was closed."));
      this.#setState({ status: "closed" });
    }
  }

  fail(error: SignalingError): void {
    this.#stop(error);
    this.#setState({ status: "failed", reason: error.code, error });
  }

  /** A connection closed from outside. */
  lost(connection: Connection, error: SignalingError): void {
    if (this.#forget(connection) || connection !== this.connection) {
      return; // While a connection is being made, the attempt itself hears of it.
    }
    if (this.#rollingOver) {
      this.#current = undefined;
      this.#options.onDown(error);
    } else {
      this.#drop(error);
    }
  }

  /** A connection is of no use any more: makes a new one, at once if that is likely to help. */
  discard(connection: Connection | undefined, error: SignalingError, atOnce = false): void {
    if (connection === undefined || connection !== this.connection) {
      return;
    }
    this.#drop(error);
    if (atOnce && this.#failedAttempts === 1) {
      this.#retryNow();
    }
  }

  /** A newer connection took over: one of this line, or one of another page. */
  replaced(connection: Connection): void {
    if (this.#forget(connection) || (this.#rollingOver && connection === this.connection)) {
      return;
    }
    this.fail(new SignalingError("replaced", "Another page took this session over."));
  }

  /** Goes over to a new connection; the current one serves until that is there. False: not yet. */
  async rollOver(): Promise<boolean> {
    this.#rollingOver = true;
    const attempt = ++this.#lastAttempt;
    try {
      this.#adopt(await this.#options.open(() => attempt === this.#lastAttempt), attempt);
    } catch (cause) {
      return attempt !== this.#lastAttempt || this.#notRolledOver(SignalingError.from(cause));
    }
    return true;
  }

  #notRolledOver(error: SignalingError): boolean {
    this.#rollingOver = false;
    if (!error.retryable) {
      this.fail(error);
    } else if (this.#current === undefined) {
      this.#drop(error);
    } else {
      return false;
    }
    return true;
  }

  async #attempt(): Promise<void> {
    const attempt = ++this.#lastAttempt;
    try {
      this.#adopt(await this.#options.open(() => attempt === this.#lastAttempt), attempt);
    } catch (error) {
      if (attempt === this.#lastAttempt) {
        this.#retryOrFail(SignalingError.from(error));
      }
    }
  }

  #adopt(greeted: Greeted, attempt: number): void {
    if (attempt !== this.#lastAttempt) {
      greeted.connection.close();
      return;
    }
    const before = this.connection;
    const rolledOver = this.#rollingOver;
    this.#rollingOver = false;
    if (before !== undefined) {
      const retire = () => this.#forget(before);
      this.#retired.set(before, setTimeout(retire, RETIRE_AFTER_MS));
    }
    this.#current = greeted;
    this.#connectedAt = Date.now();
    if (this.#state.status !== "connected") {
      this.#setState({ status: "connected" });
    }
    this.#options.onConnection(greeted, rolledOver);
  }

  #forget(connection: Connection): boolean {
    const timer = this.#retired.get(connection);
    clearTimeout(timer);
    // What it was not answered is asked again, over the connection that there is.
    connection === this.connection || connection.close(lost());
    return this.#retired.delete(connection);
  }

  #drop(error: SignalingError): void {
    if (Date.now() - this.#connectedAt >= STABLE_AFTER_MS) {
      this.#failedAttempts = 0;
    }
    this.#retryOrFail(error);
  }

  #retryOrFail(error: SignalingError): void {
    const failedAttempts = this.#failedAttempts;
    const delay = error.retryable ? this.#options.nextRetryDelayInMs({ failedAttempts }) : null;
    if (delay === null) {
      this.fail(error);
      return;
    }
    this.#release();
    this.#options.onDown(error);
    this.#failedAttempts++;
    this.#retryTimer = setTimeout(() => this.#retryNow(), delay);
    this.#setState({
      status: "reconnecting",
      attempt: this.#failedAttempts,
      nextRetryAt: Date.now() + delay,
    });
  }

  /** Does nothing while no attempt is waiting for its time. */
  #retryNow(): void {
    if (this.#retryTimer !== undefined) {
      this.#stopWaiting();
      this.#attempt();
    }
  }

  readonly #online = (): void => {
    this.#retryNow();
    this.#options.onOnline();
  };

  #stop(error: SignalingError): void {
    globalThis.removeEventListener?.("online", this.#online);
    this.#options.onStop(error);
    this.#release();
  }

  #release(): void {
    this.#lastAttempt++;
    this.#rollingOver = false;
    this.#stopWaiting();
    const current = this.connection;
    this.#current = undefined;
    current?.close(lost());
    for (const connection of [...this.#retired.keys()]) {
      this.#forget(connection);
    }
  }

  #stopWaiting(): void {
    clearTimeout(this.#retryTimer);
    this.#retryTimer = undefined;
  }

  #setState(state: ConnectionState): void {
    this.#state = state;
    this.#options.onState(state);
  }
}

function lost(): SignalingError {
  return new SignalingError("connection-lost", "The connection was lost.");
}
