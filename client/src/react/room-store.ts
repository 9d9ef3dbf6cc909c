import {
  acquireMedia,
  type Call,
  type CallDefaults,
  Calls,
  type CallType,
  type ConnectionState,
  type EstablishedFrame,
  MediaError,
  type Peer,
  type Resumable,
  type RoomJoinedFrame,
  releaseMedia,
  SignalingClient,
  type SignalingClientOptions,
  SignalingError,
} from "../index.js";

export interface RoomOptions extends SignalingClientOptions {
  /** The room to meet in. */
  room: string;
  /** What every call is made with. */
  calls?: CallDefaults | undefined;
}

/** Where a page is: on the way into the room, in it, or in a call. */
export type RoomStatus =
  | Exclude<ConnectionState["status"], "connected">
  /** In the room, and in no call. */
  | "ready"
  /** A call of the own, not answered yet. */
  | "calling"
  /** A call of the peer's, not answered yet. */
  | "incoming"
  /** Answered; the media is on its way. */
  | "answered"
  | "connected"
  | "interrupted";

/** The line to the service, for `<ConnectionStatus>`. */
export interface RoomConnection {
  state: ConnectionState;
  /** Undefined before the first connection is wanted. */
  client: SignalingClient | undefined;
}

/** Everything that a page shows, at one moment. */
export interface RoomState {
  status: RoomStatus;
  /** The call that goes on, in whatever state. */
  call: Call | undefined;
  /** The call that waits for `accept` or `reject`. */
  incoming: Call | undefined;
  localStream: MediaStream | undefined;
  /** As soon as there is something in it to show. */
  remoteStream: MediaStream | undefined;
  /** The others in the room. */
  peers: readonly Peer[];
  muted: boolean;
  cameraOff: boolean;
  sharing: boolean;
  /** What went wrong last; gone with the next action. */
  error: SignalingError | MediaError | undefined;
  connection: RoomConnection;
}

/** A room that is full now may have a place later. */
const JOIN_AGAIN_MS = 5000;

type Error = SignalingError | MediaError;

/** A room and its calls as a store that a view subscribes to. Nothing happens before `start`. */
export class RoomStore {
  readonly #options: RoomOptions;
  readonly #listeners = new Set<() => void>();
  #client: SignalingClient | undefined;
  #calls: Calls | undefined;
  #joined = false;
  #peers: readonly Peer[] = [];
  #error: Error | undefined;
  /** The error of a join that was refused. */
  #refusal: Error | undefined;
  /** Calls that were to be started, or were given up. */
  #attempts = 0;
  #joinTimer: ReturnType<typeof setTimeout> | undefined;
  #stopTimer: ReturnType<typeof setTimeout> | undefined;
  #state = this.#look();

  constructor(options: RoomOptions) {
    this.#options = options;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly state = (): RoomState => this.#state;

  /** Connects and joins. What was stopped a moment ago goes on as if it had not been. */
  start(): void {
    clearTimeout(this.#stopTimer);
    if (this.#client !== undefined) {
      return;
    }
    const client = new SignalingClient(this.#options);
    const calls = new Calls(client, this.#options.calls);
    this.#client = client;
    this.#calls = calls;
    client.on("state", this.#changed);
    client.on("connection:established", (frame) => this.#established(client, frame));
    client.on("room:peer-joined", ({ peer }) => this.#setPeers([...this.#without(peer), peer]));
    client.on("room:peer-left", ({ peer }) => this.#setPeers(this.#without(peer)));
    calls.on("incoming", (call) => this.#attach(call));
    calls.on("resumable", (call) => this.#resume(calls, call));
    globalThis.addEventListener?.("online", this.#connect);
    this.#connect();
  }

  /** Hangs up and disconnects, unless it is started again at once: React's strict mode does so. */
  stop(): void {
    this.#stopTimer = setTimeout(() => {
      globalThis.removeEventListener?.("online", this.#connect);
      clearTimeout(this.#joinTimer);
      this.#calls?.close();
      if (this.#joined) {
        this.#client?.leaveRoom().catch(ignored);
      }
      this.#client?.close();
      this.#calls = undefined;
      this.#client = undefined;
      this.#joined = false;
      this.#setPeers([]);
    });
  }

  /** At first, and when the network is there again after the attempts were used up. What goes wrong is in the client's state. */
  readonly #connect = (): void => {
    const state = this.#client?.state;
    if (state?.status !== "failed" || state.error.retryable) {
      this.#client?.connect().catch(ignored);
    }
  };

  readonly startCall = async (
    type: CallType = "video",
    peer = this.#peers.find(({ connected }) => connected),
  ): Promise<void> => {
    const attempt = ++this.#attempts;
    const stream = await this.#acquire(type);
    const current = this.#calls?.current;
    if (attempt !== this.#attempts) {
      releaseMedia(stream); // Hung up, or begun anew, while the devices were asked for.
    } else if (current !== undefined && current.peer?.sessionId === peer?.sessionId) {
      current.accept(stream); // They called each other: the other one was faster.
    } else if (this.#calls === undefined || current !== undefined) {
      releaseMedia(stream);
    } else {
      this.#attach(this.#calls.start({ type, stream, peer }));
    }
  };

  readonly accept = async (type?: CallType): Promise<void> => {
    const call = this.#calls?.current;
    const stream = call && (await this.#acquire(type ?? call.type));
    call?.accept(stream);
    this.#changed();
  };

  readonly reject = (): void => this.#calls?.current?.reject();

  readonly hangUp = (): void => {
    this.#attempts++;
    this.#calls?.current?.hangUp();
  };

  readonly toggleMute = (): void => {
    const call = this.#calls?.current;
    call?.setMuted(!call.muted);
  };

  readonly toggleCamera = (): void => {
    const call = this.#calls?.current;
    call?.setCameraOff(!call.cameraOff);
  };

  /** Shows the screen, or shows it no longer. */
  readonly shareScreen = async (): Promise<void> => {
    const call = this.#calls?.current;
    try {
      await (call?.sharing ? call.stopSharing() : call?.shareScreen());
    } catch (error) {
      this.#failed(error);
    }
  };

  /** The page was loaded again, with the `token` and the `progress` of before. */
  async #resume(calls: Calls, resumable: Resumable): Promise<void> {
    const stream = await this.#acquire(resumable.type);
    try {
      this.#attach(calls.resume(stream));
    } catch {
      // It ended, or the page went, while the devices were asked for; the stream has been released.
    }
  }

  async #acquire(type: CallType): Promise<MediaStream | undefined> {
    this.#error = undefined;
    const { stream, problem } = await acquireMedia(type);
    if (problem !== undefined) {
      this.#failed(new MediaError(problem));
    }
    return stream;
  }

  /** The place in the room may be gone when a connection was lost for long. */
  #established(client: SignalingClient, { room, peers }: EstablishedFrame): void {
    if (room === this.#options.room) {
      this.#isJoined({ peers });
    } else {
      this.#join(client);
    }
  }

  /** A place may become free: that of somebody who lost the connection does after the resume window. */
  async #join(client: SignalingClient): Promise<void> {
    clearTimeout(this.#joinTimer);
    try {
      this.#isJoined(await client.joinRoom(this.#options.room));
    } catch (cause) {
      if (client === this.#client) {
        this.#isRefused(client, SignalingError.from(cause));
      }
    }
  }

  #isRefused(client: SignalingClient, error: SignalingError): void {
    this.#refusal = error;
    this.#failed(error);
    if (error.code === "room-full") {
      this.#joinTimer = setTimeout(() => this.#join(client), JOIN_AGAIN_MS);
    }
  }

  #isJoined({ peers }: Pick<RoomJoinedFrame, "peers">): void {
    this.#joined = true;
    if (this.#error === this.#refusal) {
      this.#error = undefined;
    }
    this.#setPeers(peers);
  }

  #without(gone: Peer): Peer[] {
    return this.#peers.filter(({ sessionId }) => sessionId !== gone.sessionId);
  }

  #setPeers(peers: readonly Peer[]): void {
    this.#peers = peers;
    this.#changed();
  }

  #attach(call: Call): void {
    call.on("state", (state) => {
      this.#error = state.status === "ended" ? state.error : this.#error;
      this.#changed();
    });
    call.on("media", this.#changed);
    call.on("remotestream", this.#changed);
    this.#changed();
  }

  readonly #failed = (cause: unknown): void => {
    this.#error = cause instanceof MediaError ? cause : SignalingError.from(cause);
    this.#changed();
  };

  readonly #changed = (): void => {
    this.#state = this.#look();
    for (const listener of this.#listeners) {
      listener();
    }
  };

  #look(): RoomState {
    const current = this.#calls?.current;
    const call = current?.state.status === "ended" ? undefined : current;
    const state = this.#client?.state ?? { status: "closed" };
    const status = call === undefined ? this.#statusWithoutCall(state) : statusOf(call);
    return {
      status,
      call,
      incoming: status === "incoming" ? call : undefined,
      localStream: call?.localStream,
      remoteStream: call?.remoteStream.getTracks().length ? call.remoteStream : undefined,
      peers: this.#peers,
      muted: call?.muted ?? false,
      cameraOff: call?.cameraOff ?? false,
      sharing: call?.sharing ?? false,
      error: this.#error ?? ("error" in state ? state.error : undefined),
      connection: { state, client: this.#client },
    };
  }

  #statusWithoutCall({ status }: ConnectionState): RoomStatus {
    if (status !== "connected") {
      return status;
    }
    return this.#joined ? "ready" : "connecting";
  }
}

function statusOf({ state, role }: Call): RoomStatus {
  switch (state.status) {
    case "ringing":
      return role === "caller" ? "calling" : "incoming";
    case "connecting":
      return "answered";
    case "connected":
    case "interrupted":
      return state.status;
    case "ended":
      return "ready";
  }
}

/** What fails here is told otherwise, or of no interest any more. */
function ignored(): void {}
