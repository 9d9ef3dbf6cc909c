import { Actions, type ConnectionState } from "./actions.js";
import { Connection, type WebSocketConstructor } from "./connection.js";
import { SignalingError } from "./errors.js";
import type { ClientFrame, EstablishedFrame, ReplyTo, ServerFrame } from "./frames.js";
import { Identity } from "./identity.js";
import { defaultRetryPolicy, type NextRetryDelayInMs } from "./retry.js";
import { Sessions } from "./sessions.js";
import { Upkeep } from "./upkeep.js";

export interface SignalingClientOptions {
  apiUrl: string;
  websocketUrl: string;
  /** The name of the guest that `connect` makes when there is no token, or its session is gone. */
  displayName?: string | undefined;
  /** A token kept from before. */
  token?: string | undefined;
  nextRetryDelayInMs?: NextRetryDelayInMs;
  /** How long an answer may take, in milliseconds. Default 10,000. */
  answerTimeoutMs?: number;
  /** Default: the browser's. */
  WebSocket?: WebSocketConstructor;
  fetch?: (input: string, init: RequestInit) => Promise<Response>;
}

const STABLE_AFTER_MS = 10_000;

/** A session's line to the service. Listeners stay through every reconnection. */
export class SignalingClient extends Actions {
  readonly sessions: Sessions;
  readonly #options: SignalingClientOptions;
  readonly #identity: Identity;
  readonly #upkeep: Upkeep;
  readonly #nextRetryDelayInMs: NextRetryDelayInMs;
  #state: ConnectionState = { status: "idle" };
  #connection: Connection | undefined;
  #established: EstablishedFrame | undefined;
  #failedAttempts = 0;
  #connectedAt = 0;
  #lastAttempt = 0;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: SignalingClientOptions) {
    super();
    this.#options = options;
    this.sessions = new Sessions(options.apiUrl, options.fetch);
    this.#nextRetryDelayInMs = options.nextRetryDelayInMs ?? defaultRetryPolicy();
    this.#identity = new Identity({
      sessions: this.sessions,
      token: options.token,
      displayName: options.displayName,
      onToken: (session) => this.emit("session", session),
    });
    this.#upkeep = new Upkeep({
      ping: () => this.ping(),
      renewToken: () => this.#identity.renew(),
      refresh: (token) => this.request({ action: "session:refresh", token }),
      onDead: (error) => this.#drop(error),
    });
  }

  get state(): ConnectionState {
    return this.#state;
  }

  /** What the service said when this connection was made. */
  get established(): EstablishedFrame | undefined {
    return this.#established;
  }

  /** Resolves once connected; rejects when the attempts are used up or `close` is called. */
  connect(): Promise<EstablishedFrame> {
    if (this.#state.status === "connected" && this.#established !== undefined) {
      return Promise.resolve(this.#established);
    }
    const established = this.#nextEstablished();
    if (this.#state.status === "reconnecting") {
      this.#retryNow();
    } else if (this.#state.status !== "connecting") {
      this.#failedAttempts = 0;
      this.#setState({ status: "connecting" });
      this.#attempt();
    }
    return established;
  }

  /** Gives the connection up for good; the session lives on. May be called any number of times. */
  close(): void {
    if (this.#state.status !== "closed") {
      this.#release(new SignalingError("closed", "The client was closed."));
      this.#setState({ status: "closed" });
    }
  }

  protected override request<F extends ClientFrame>(frame: F): Promise<ReplyTo<F>> {
    if (this.#connection === undefined) {
      return Promise.reject(new SignalingError("not-connected", "There is no connection."));
    }
    return this.#connection.request(frame);
  }

  #attempt(): void {
    const attempt = ++this.#lastAttempt;
    this.#open(attempt).catch((error) => {
      if (attempt === this.#lastAttempt) {
        this.#identity.doubt();
        this.#retryOrFail(SignalingError.from(error));
      }
    });
  }

  async #open(attempt: number): Promise<void> {
    const token = await this.#identity.token();
    if (attempt !== this.#lastAttempt) {
      return;
    }
    const { connection, opened } = Connection.open({
      url: `${this.#options.websocketUrl}?token=${encodeURIComponent(token)}`,
      WebSocket: this.#options.WebSocket ?? WebSocket,
      answerTimeoutMs: this.#options.answerTimeoutMs ?? 10_000,
      onFrame: (frame) => this.#receive(frame),
      onLost: (error) => this.#lost(error),
    });
    this.#connection = connection;
    await opened;
    this.#isEstablished(await connection.request({ action: "session:hello" }));
  }

  #isEstablished(frame: EstablishedFrame): void {
    this.#established = frame;
    this.#connectedAt = Date.now();
    this.#upkeep.start(frame);
    this.#setState({ status: "connected" });
    this.emit("connection:established", frame);
  }

  #receive(frame: ServerFrame): void {
    switch (frame.action) {
      case "connection:replaced":
        this.#fail(new SignalingError("replaced", "Another page took this session over."));
        break;
      case "session:ended":
        this.#fail(new SignalingError("session-ended", `The session was ${frame.reason}.`));
        break;
      case "error":
        if (frame.code === "session-expired") {
          this.#upkeep.refreshNow();
        }
        break;
      case "webrtc:call-end":
      case "webrtc:call-reject":
      case "webrtc:call-timeout":
        this.sequence.ended(frame.callId);
        break;
    }
    this.emit(frame.action, frame as never);
  }

  #lost(error: SignalingError): void {
    // While the connection is being made, the attempt itself hears of it.
    if (this.#state.status === "connected") {
      this.#drop(error);
    }
  }

  /** The connection is of no use any more: makes a new one. */
  #drop(error: SignalingError): void {
    if (Date.now() - this.#connectedAt >= STABLE_AFTER_MS) {
      this.#failedAttempts = 0;
    }
    this.#retryOrFail(error);
  }

  #retryOrFail(error: SignalingError): void {
    const delay = error.retryable
      ? this.#nextRetryDelayInMs({ failedAttempts: this.#failedAttempts })
      : null;
    if (delay === null) {
      this.#fail(error);
      return;
    }
    this.#release(error);
    this.#failedAttempts++;
    this.#retryTimer = setTimeout(this.#retryNow, delay);
    globalThis.addEventListener?.("online", this.#retryNow);
    this.#setState({
      status: "reconnecting",
      attempt: this.#failedAttempts,
      nextRetryAt: Date.now() + delay,
    });
  }

  /** Does nothing while no attempt is waiting for its time. */
  readonly #retryNow = (): void => {
    if (this.#retryTimer !== undefined) {
      this.#stopWaiting();
      this.#attempt();
    }
  };

  #fail(error: SignalingError): void {
    this.#release(error);
    this.#setState({ status: "failed", error });
  }

  #release(error: SignalingError): void {
    this.#lastAttempt++;
    this.#stopWaiting();
    this.#upkeep.stop();
    this.#connection?.close(error);
    this.#connection = undefined;
    this.#established = undefined;
  }

  #stopWaiting(): void {
    clearTimeout(this.#retryTimer);
    this.#retryTimer = undefined;
    globalThis.removeEventListener?.("online", this.#retryNow);
  }

  #nextEstablished(): Promise<EstablishedFrame> {
    return new Promise((resolve, reject) => {
      const stop = this.on("state", (state) => {
        if (state.status === "connected" && this.#established !== undefined) {
          stop();
          resolve(this.#established);
        } else if (state.status === "failed") {
          stop();
          reject(state.error);
        } else if (state.status === "closed") {
          stop();
          reject(new SignalingError("closed", "The client was closed."));
        }
      });
    });
  }

  #setState(state: ConnectionState): void {
    this.#state = state;
    this.emit("state", state);
  }
}
