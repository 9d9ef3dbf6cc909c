import { abortable } from "./abort.js";
import { Actions } from "./actions.js";
import { Arrivals } from "./arrivals.js";
import type { Connection } from "./connection.js";
import { Courier } from "./courier.js";
import type { Progress } from "./delivery.js";
import { type Diagnostics, type LogLevel, noDiagnostics } from "./diagnostics.js";
import { type CallProgress, Dialer, hello } from "./dialer.js";
import { SignalingError } from "./errors.js";
import type { ClientFrame, EstablishedFrame, PongFrame, ReplyTo, ServerFrame } from "./frames.js";
import { Identity } from "./identity.js";
import { type Greeted, Line } from "./line.js";
import type { ConnectionState, SignalingClientOptions } from "./options.js";
import { defaultRetryPolicy } from "./retry.js";
import { type IceServers, Sessions } from "./sessions.js";
import { Upkeep } from "./upkeep.js";

const ROLL_OVER_AGAIN_MS = 5000;

/** A session's line to the service. Listeners stay through every reconnection. */
export class SignalingClient extends Actions {
  readonly sessions: Sessions;
  readonly #options: SignalingClientOptions;
  readonly #diagnostics: Diagnostics = noDiagnostics();
  readonly #identity: Identity;
  readonly #upkeep: Upkeep;
  readonly #courier: Courier;
  readonly #arrivals: Arrivals;
  readonly #line: Line;
  readonly #dialer: Dialer;
  /** The peer was perhaps away when this side came back, and does not know what it has missed. */
  #perhapsUnheard = false;

  constructor(options: SignalingClientOptions) {
    super(options);
    this.#options = options;
    this.sessions = new Sessions(options.apiUrl, options.fetch);
    this.#identity = this.#makeIdentity();
    this.#upkeep = this.#makeUpkeep();
    this.#courier = this.#makeCourier();
    this.#dialer = this.#makeDialer();
    this.#line = this.#makeLine();
    this.#arrivals = new Arrivals({
      delivery: this.delivery,
      onFrame: (frame) => this.emit(frame.action, frame as never),
      onRepeat: () => this.#diagnostics.dropped++,
      onMissing: () => this.#askFor(this.delivery.progress),
      onSkipped: () => this.#log("warn", "a frame from the peer never came"),
    });
    options.signal?.addEventListener("abort", () => this.close(), { once: true });
  }

  get state(): ConnectionState {
    return this.#line.state;
  }

  /** What the service said when this connection was made. */
  get established(): EstablishedFrame | undefined {
    return this.#line.established;
  }

  get diagnostics(): Readonly<Diagnostics> {
    return { ...this.#diagnostics };
  }

  /** How far the call has come: with it and the token, a page that is loaded again goes on with it. */
  get progress(): Progress | undefined {
    return this.delivery.progress;
  }

  /** Resolves once connected; rejects when the attempts are used up or `close` is called. */
  connect({ signal }: { signal?: AbortSignal | undefined } = {}): Promise<EstablishedFrame> {
    const { established } = this.#line;
    if (established !== undefined) {
      return Promise.resolve(established);
    }
    const next = this.#nextEstablished();
    this.#line.connect();
    if (signal === undefined) {
      return next;
    }
    signal.addEventListener("abort", () => this.close(), { once: true });
    return abortable(next, signal);
  }

  /** Gives the connection up for good; the session lives on. May be called any number of times. */
  close(): void {
    this.#line.close();
  }

  /** Not repeated: it tells whether the connection that there is answers. */
  override ping(): Promise<PongFrame> {
    return this.#requestNow({ action: "ping" });
  }

  /** The ICE servers, with credentials that are good from now on. */
  async iceServers(): Promise<IceServers> {
    return this.sessions.iceServers(await this.#identity.token());
  }

  protected override get candidatesPerFrame(): number {
    return this.established?.limits.candidatesPerFrame ?? 50;
  }

  protected override request<F extends ClientFrame>(
    frame: F,
    signal?: AbortSignal,
  ): Promise<ReplyTo<F>> {
    return this.#courier.carry(frame, { signal });
  }

  #requestNow<F extends ClientFrame>(frame: F): Promise<ReplyTo<F>> {
    const { connection } = this.#line;
    return connection === undefined
      ? Promise.reject(new SignalingError("not-connected", "There is no connection."))
      : connection.request({ ...frame, id: this.#courier.nextId() });
  }

  /** Has the peer send again what has not arrived. */
  #askFor(call: CallProgress | undefined): void {
    this.#requestNow(hello(call)).catch(ignored);
  }

  #connected({ connection, established, callId }: Greeted, rolledOver: boolean): void {
    this.#log("info", rolledOver ? "rolled over" : "connected", {
      connectionId: established.connectionId,
      resumed: established.resumed,
    });
    const known = established.call;
    if (callId !== undefined && callId !== known?.callId) {
      this.callIsOver(callId);
      this.emit("forgotten", callId);
    }
    this.#perhapsUnheard = true;
    this.#upkeep.start(established);
    this.#courier.use(connection);
    if (
      known?.role === "callee" &&
      known.state === "ringing" &&
      known.callId !== this.progress?.callId
    ) {
      // Its offer was lost with the connection before, or this page was loaded again.
      this.#askFor({ callId: known.callId, received: 0 });
    }
    this.emit("connection:established", established);
  }

  #receive(frame: ServerFrame, connection: Connection): void {
    this.#logFrame("received", frame);
    switch (frame.action) {
      case "connection:replaced":
        this.#line.replaced(connection);
        break;
      case "session:ended":
        this.#sessionEnded(frame.reason, connection);
        break;
      case "webrtc:offer":
      case "webrtc:answer":
      case "webrtc:ice-candidate":
        this.#arrivals.receive(frame);
        return;
      case "webrtc:peer-resumed":
        this.#peerResumed(frame.callId, frame.lastSeq);
        break;
      case "webrtc:call-end":
      case "webrtc:call-reject":
      case "webrtc:call-timeout":
        if (frame.callId !== undefined) {
          this.callIsOver(frame.callId);
        }
        break;
    }
    this.emit(frame.action, frame as never);
  }

  #peerResumed(callId: string, lastSeq: number): void {
    for (const missing of this.delivery.missing(callId, lastSeq)) {
      this.#courier.carry(missing, { again: true }).catch(ignored);
    }
    if (this.#perhapsUnheard) {
      this.#perhapsUnheard = false;
      const { progress } = this.delivery;
      this.#askFor({ callId, received: progress?.callId === callId ? progress.received : 0 });
    }
  }

  #sessionEnded(reason: "revoked" | "expired", connection: Connection): void {
    const error = new SignalingError("session-ended", `The session was ${reason}.`);
    if (reason === "expired") {
      this.#useless(connection, error);
    } else {
      this.#line.fail(error);
    }
  }

  #useless(connection: Connection, error: SignalingError): void {
    if (connection === this.#line.connection) {
      this.#line.discard(connection, this.#identity.refused(error), error.code !== "no-answer");
    }
  }

  async #rollOver(): Promise<void> {
    if (!(await this.#line.rollOver())) {
      this.#upkeep.rollOverIn(ROLL_OVER_AGAIN_MS);
    }
  }

  #makeIdentity(): Identity {
    return new Identity({
      sessions: this.sessions,
      token: this.#options.token,
      displayName: this.#options.displayName,
      onSession: (session) => {
        this.#log("info", session.isNew ? "new session" : "new token");
        this.emit("session", session);
      },
    });
  }

  #makeUpkeep(): Upkeep {
    return new Upkeep({
      ping: () => this.ping(),
      renewToken: () => this.#identity.renew(),
      refresh: async (token) => {
        await this.#requestNow({ action: "session:refresh", token });
        return this.#identity.expiresAt;
      },
      onRollOver: () => this.#rollOver(),
      onDead: (error) => this.#line.discard(this.#line.connection, error),
    });
  }

  #makeCourier(): Courier {
    const { maxWaitingFrames = 200 } = this.#options;
    const stoppedBy = new SignalingError("not-connected", "There is no connection.");
    return new Courier({
      maxWaitingFrames,
      stoppedBy,
      onSend: (frame, again) => {
        this.#diagnostics[again ? "repeated" : "sent"]++;
        this.#logFrame(again ? "sent again" : "sent", frame);
      },
      onError: (error) => this.#note(error),
      refreshToken: () => this.#upkeep.refreshNow(),
      onUseless: (connection, error) => this.#useless(connection, error),
    });
  }

  #makeDialer(): Dialer {
    const { websocketUrl, WebSocket, answerTimeoutMs = 10_000 } = this.#options;
    return new Dialer({
      websocketUrl,
      WebSocket,
      answerTimeoutMs,
      identity: this.#identity,
      progress: () => this.delivery.progress,
      nextId: () => this.#courier.nextId(),
      onFrame: (frame, connection) => this.#receive(frame, connection),
      onRoundTrip: (ms) => {
        this.#diagnostics.roundTripMs = ms;
      },
      onLost: (error, connection) => this.#line.lost(connection, error),
    });
  }

  #makeLine(): Line {
    return new Line({
      nextRetryDelayInMs: this.#options.nextRetryDelayInMs ?? defaultRetryPolicy(),
      open: (isWanted) => this.#dialer.dial(isWanted),
      onConnection: (greeted, rolledOver) => this.#connected(greeted, rolledOver),
      onDown: (error) => this.#down(error),
      onStop: (error) => {
        this.#down(error);
        this.stopSending();
        this.#courier.stop(error);
      },
      onState: (state) => {
        if (state.status === "connecting") {
          this.#courier.use(undefined);
        }
        if (state.status !== "connected") {
          this.#log(state.status === "failed" ? "error" : "info", state.status);
        }
        this.emit("state", state);
      },
      onOnline: () => this.#upkeep.beat(),
    });
  }

  #down(error: SignalingError): void {
    this.#note(error);
    this.#dialer.hangUp();
    this.#upkeep.stop();
    this.#arrivals.stop();
    this.#courier.use(undefined);
  }

  #nextEstablished(): Promise<EstablishedFrame> {
    return new Promise((resolve, reject) => {
      const stop = this.on("state", (state) => {
        const { established } = this.#line;
        if (established !== undefined) {
          stop();
          resolve(established);
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

  #note(error: SignalingError): void {
    this.#diagnostics.lastError = error;
    this.#log("warn", error.message, { code: error.code });
  }

  #logFrame(what: string, frame: ClientFrame | ServerFrame): void {
    const { action, id, callId, seq, code }: Traced = frame;
    this.#log("debug", `${what} ${action}`, { id, callId, seq, code });
  }

  #log(level: LogLevel, message: string, details: Record<string, unknown> = {}): void {
    this.#options.log?.(level, message, details);
  }
}

/** What a log may tell of a frame. */
interface Traced {
  action: string;
  id?: string;
  callId?: string;
  seq?: number;
  code?: string;
}

/** What fails here is made good by the next connection. */
function ignored(): void {}
