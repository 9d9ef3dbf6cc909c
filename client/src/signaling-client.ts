import { abortable } from "./abort.js";
import type { RequestOptions } from "./actions.js";
import { Arrivals } from "./arrivals.js";
import { Connection } from "./connection.js";
import { Courier } from "./courier.js";
import type { Progress } from "./delivery.js";
import type { Diagnostics, LogLevel } from "./diagnostics.js";
import { safely } from "./emitter.js";
import { SignalingError } from "./errors.js";
import type {
  CallRole,
  ClientFrame,
  EstablishedFrame,
  HelloFrame,
  PongFrame,
  ReplyTo,
  ServerFrame,
} from "./frames.js";
import { Identity } from "./identity.js";
import { type Greeted, Line } from "./line.js";
import type { ConnectionState, SignalingClientOptions } from "./options.js";
import { type IceServers, Sessions } from "./sessions.js";
import { Upkeep } from "./upkeep.js";

/** A session's line to the service. Listeners stay through every reconnection. */
export class SignalingClient extends Line {
  declare readonly sessions: Sessions;
  readonly #options: SignalingClientOptions;
  readonly #diagnostics: Diagnostics = {
    reconnects: 0,
    rollOvers: 0,
    sent: 0,
    repeated: 0,
    dropped: 0,
  };
  readonly #identity: Identity;
  readonly #courier: Courier;
  readonly #arrivals: Arrivals;
  /** Of the connection that there is. */
  #upkeep: Upkeep | undefined;
  #opening: Connection | undefined;
  /** What to connect with next, fetched while the first attempt waits for its time. */
  #ahead: Promise<string | undefined> | undefined;
  /** This side's part in a call, if the peer was perhaps away when it came back, and does not know what it has missed. */
  #unheardAs: CallRole | undefined;

  constructor(options: SignalingClientOptions) {
    super(options);
    this.#options = options;
    this.sessions = new Sessions(options.apiUrl, options.fetch);
    this.#identity = new Identity(options, this.sessions, (session) => {
      this.#log("info", session.isNew ? "new session" : "new token");
      this.emit("session", session);
    });
    this.#courier = new Courier(
      options.maxWaitingFrames,
      (frame, again) => {
        const what = again ? "repeated" : "sent";
        this.#diagnostics[what]++;
        this.#logFrame(what, frame);
      },
      (error) => this.#note(error),
      async () => this.#upkeep?.refreshNow(),
      (connection, error) => this.#useless(connection, error),
    );
    this.#arrivals = new Arrivals(
      this.delivery,
      (frame) => this.emit(frame.action, frame as never),
      () => this.#diagnostics.dropped++,
      (callId) => this.#askFor(callId),
    );
  }

  get diagnostics(): Readonly<Diagnostics> {
    return { ...this.#diagnostics };
  }

  /** How far the call has come: with it and the token, a page that is loaded again goes on with it. */
  get progress(): Progress | undefined {
    return this.delivery.progress;
  }

  /**
   * Resolves once connected; rejects when the attempts are used up or `close` is called. The signal closes
   * the client, now or later.
   */
  async connect({ signal }: RequestOptions = {}): Promise<EstablishedFrame> {
    if (signal?.aborted) {
      throw new SignalingError("aborted");
    }
    signal?.addEventListener("abort", this.#abort);
    if (!this.established) {
      this.#courier.use();
      this.begin();
    }
    while (!this.established) {
      await this.#courier.connected();
    }
    return this.established;
  }

  /** Not repeated: it tells whether the connection that there is answers. */
  override ping({ signal }: RequestOptions = {}): Promise<PongFrame> {
    return abortable(this.#requestNow({ action: "ping" }), signal);
  }

  /** The ICE servers, with credentials that are good from now on. */
  iceServers(): Promise<IceServers> {
    return this.#identity.present((token) => this.sessions.iceServers(token));
  }

  protected override request<F extends ClientFrame>({
    signal,
    ...frame
  }: F & RequestOptions): Promise<ReplyTo<F>> {
    return this.#courier.carry(frame as unknown as F, signal);
  }

  protected override async dial(isWanted: () => boolean): Promise<Greeted> {
    const pass = (await this.#ahead) ?? (await this.#identity.pass());
    if (!isWanted()) {
      throw new SignalingError("closed");
    }
    const connection: Connection = new Connection({
      ...this.#options,
      url: `${this.#options.websocketUrl}?token=${pass}`,
      onFrame: (frame) => this.#receive(frame, connection),
      onRoundTrip: (ms) => {
        this.#diagnostics.roundTripMs = ms;
      },
      onLost: (error) => this.lost(connection, error),
    });
    this.#opening = connection;
    try {
      await connection.opened;
      const callId = this.progress?.callId;
      const established = await this.#requestNow(this.#hello(callId), connection);
      return { connection, established, callId };
    } catch (error) {
      connection.close();
      throw this.#identity.refused(error as SignalingError);
    }
  }

  protected override hangUp(): void {
    this.#opening?.close();
  }

  protected override up(
    { connection, established, callId }: Greeted,
    rolledOver: boolean,
    isFirst: boolean,
  ): void {
    const { connectionId, call } = established;
    this.#log("info", "greeted", { connectionId });
    if (!isFirst) {
      this.#diagnostics[rolledOver ? "rollOvers" : "reconnects"]++;
    }
    this.#reconcile(callId, established);
    if (this.established !== established) {
      return; // A listener gave it up.
    }
    this.#unheardAs = call?.role;
    this.#keepUp(established);
    this.#courier.use(connection);
    if (call) {
      const isKnown = call.callId === callId;
      const rings = call.state === "ringing";
      const comesAgain = isFirst && isKnown && rings;
      if (comesAgain) {
        // The page before had the offer; this one has neither that nor its answer, which did not arrive.
        this.delivery.expect(callId);
      }
      // The hello could not name one that is not known, and some of it may be lost with the connection before. One
      // that was taken is another page's, or this one's before it was loaded again.
      if (comesAgain || (!isKnown && (rings || call.role === "caller"))) {
        this.#askFor(call.callId);
      }
    }
    this.emit("connection:established", established);
  }

  protected override down(error: SignalingError, final: boolean): void {
    this.#note(error);
    this.#upkeep?.stop();
    this.#arrivals.stop();
    if (final) {
      this.stopSending();
    }
    this.#courier.use(undefined, final ? error : undefined);
  }

  protected override stateChanged(state: ConnectionState): void {
    this.#ahead =
      state.status === "reconnecting" &&
      state.attempt === 1 &&
      !this.#diagnostics.lastError?.retryAfterMs
        ? this.#identity.pass().catch(ignored)
        : undefined;
    this.#log(state.status === "failed" ? "error" : "info", state.status);
    this.emit("state", state);
  }

  readonly #abort = (): void => this.close();

  #keepUp(established: EstablishedFrame): void {
    this.#upkeep?.stop();
    this.#upkeep = new Upkeep(
      established,
      this.#identity,
      (token) => this.#requestNow({ action: "session:refresh", token }),
      () => this.networkChanged(),
      () => this.rollOver(),
    );
  }

  /** Finds out whether the connection still answers. */
  protected override networkChanged(): void {
    const { connection } = this;
    this.ping().catch((error) => {
      if (error.code === "no-answer") {
        this.#useless(connection, error);
      }
    });
  }

  async #requestNow<F extends ClientFrame>(
    frame: F,
    connection = this.connection,
  ): Promise<ReplyTo<F>> {
    if (!connection) {
      throw new SignalingError("not-connected");
    }
    return connection.request({ ...frame, id: this.#courier.nextId() });
  }

  /** A call that the service does not name is over. */
  #reconcile(callId: string | undefined, { call }: EstablishedFrame): void {
    if (callId && callId !== call?.callId) {
      this.callIsOver(callId);
      this.emit("forgotten", callId);
    }
  }

  /** Has the peer send again what has not arrived of a call. */
  #askFor(callId: string): void {
    this.#requestNow(this.#hello(callId))
      .then((established) => this.#reconcile(callId, established))
      .catch(ignored);
  }

  /** A greeting that says up to where everything of a call has arrived. */
  #hello(callId: string | undefined): HelloFrame {
    const { callId: known, received = 0 } = this.progress ?? {};
    const lastSeq = callId === known ? received : 0;
    return { action: "session:hello", resume: callId ? { callId, lastSeq } : undefined };
  }

  #receive(frame: ServerFrame, connection: Connection): void {
    this.#logFrame("received", frame);
    switch (frame.action) {
      case "connection:replaced":
        this.replaced(connection);
        break;
      case "session:ended": {
        const error = new SignalingError("session-ended", frame.reason);
        frame.reason === "expired" ? this.#useless(connection, error) : this.fail(error);
        break;
      }
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
        if (frame.callId) {
          this.callIsOver(frame.callId);
        }
        break;
    }
    this.emit(frame.action, frame as never);
  }

  #peerResumed(callId: string, lastSeq: number): void {
    for (const missing of this.delivery.missing(callId, lastSeq)) {
      this.#courier.carry(missing, undefined, true).catch(ignored);
    }
    if (this.#unheardAs) {
      // A callee who knows nothing of the call has not been heard yet. Not a caller too: they would ask each other for ever.
      const isLost = this.#unheardAs === "callee" && callId !== this.progress?.callId;
      this.#unheardAs = isLost ? "callee" : undefined;
      this.#askFor(callId);
    }
  }

  #useless(connection: Connection | undefined, error: SignalingError): void {
    if (connection === this.connection) {
      this.discard(this.#identity.refused(error));
    }
  }

  #note(error: SignalingError): void {
    this.#diagnostics.lastError = error;
    this.#log("warn", error.message, { code: error.code });
  }

  #logFrame(what: string, { action, id, callId, seq }: Traced): void {
    this.#log("debug", `${what} ${action}`, { id, callId, seq });
  }

  /** One that throws is reported, and keeps nothing from going on. */
  #log(level: LogLevel, message: string, details?: Record<string, unknown>): void {
    safely(() => this.#options.log?.(level, message, details));
  }
}

/** What a log may tell of a frame. */
interface Traced {
  action: string;
  id?: string | undefined;
  callId?: string | undefined;
  seq?: number | undefined;
}

/** What fails here is made good by the next connection. */
function ignored(): undefined {}
