import {
  acquireMedia,
  type Call,
  Calls,
  type CallType,
  type EstablishedFrame,
  type RoomJoinedFrame,
  releaseMedia,
  SignalingClient,
  SignalingError,
} from "../src/index.js";
import { type Configuration, loadConfiguration } from "./configuration.js";
import { freshRoom, isRelayed, kept, linkTo, roomOf } from "./room.js";
import { type DemoEvent, type DemoState, initialState, isInCall, reduce } from "./state.js";
import { errorNotice, mediaNotice, type Notice } from "./texts.js";
import { View } from "./view.js";

const BAD_ROOM = "The link names a room that can't be. This is a new room of your own.";

/** The page: turns what people and the service do into events, and shows the state that follows. */
export class App {
  readonly #view = new View({ callPeer: (peer, type) => this.startCall(type, peer) });
  #state: DemoState;
  #client: SignalingClient | undefined;
  #calls: Calls | undefined;
  #call: Call | undefined;
  readonly #relayed = isRelayed(location.href);
  #token = kept.takeToken();
  #preview: MediaStream | undefined;
  /** True from the click on a call button until camera and microphone are there. */
  #acquiring = false;

  constructor() {
    const named = roomOf(location.href);
    this.#state = initialState(
      named ?? freshRoom(),
      named === null ? { kind: "info", code: "bad-room", text: BAD_ROOM } : undefined,
    );
    const own = linkTo(this.#state.room, location.href);
    history.replaceState(null, "", this.#relayed ? `${own}&relay` : own);
    this.#render();
    setInterval(() => this.#view.tick(this.#state), 500);
  }

  get state(): DemoState {
    return this.#state;
  }

  get call(): Call | undefined {
    return this.#call;
  }

  async join(name: string): Promise<void> {
    if (this.#state.phase !== "join") {
      return;
    }
    if (name !== kept.name()) {
      this.#token = undefined; // A session keeps its name.
      kept.keepName(name);
    }
    this.#dispatch({ type: "joining" });
    try {
      const client = this.#makeClient(await loadConfiguration(), name);
      await client.connect();
      this.#joined(await client.joinRoom(this.#state.room));
    } catch (error) {
      this.#leave(errorNotice(SignalingError.from(error)));
    }
  }

  leave(): void {
    this.#client?.leaveRoom().catch(() => undefined);
    this.#leave();
  }

  /** Tries at once; how it goes the state of the connection tells. */
  reconnect(): void {
    this.#client?.connect().catch(() => undefined);
  }

  async togglePreview(): Promise<void> {
    if (this.#preview !== undefined) {
      this.#takePreview("audio");
      return;
    }
    this.#dispatch({ type: "preview", preview: "starting" });
    const { stream, problem, audio, video } = await acquireMedia("video");
    if (problem !== undefined) {
      this.#notify(mediaNotice(problem, "video", { audio, video }));
    }
    if (!video || isInCall(this.#state.phase)) {
      releaseMedia(stream);
      this.#dispatch({ type: "preview", preview: "off" });
      return;
    }
    this.#preview = stream;
    this.#dispatch({ type: "preview", preview: "on" });
  }

  async startCall(type: CallType, peer = this.#state.peers.find((one) => one.connected)) {
    if (this.#acquiring || this.#state.phase !== "room") {
      return;
    }
    const { stream, notice } = await this.#acquire(type);
    const calls = this.#calls;
    const current = calls?.current;
    if (current !== undefined && current.peer?.sessionId === peer?.sessionId) {
      current.accept(stream); // They called each other: the other one was faster.
      return;
    }
    if (calls === undefined || current !== undefined) {
      releaseMedia(stream);
      return;
    }
    this.#attach(calls.start({ type, stream, peer }));
    this.#notify(notice);
  }

  async accept(type: CallType): Promise<void> {
    const call = this.#call;
    if (this.#acquiring || call === undefined) {
      return;
    }
    const { stream, notice } = await this.#acquire(type);
    call.accept(stream);
    if (call === this.#call && notice !== undefined) {
      this.#notify(notice);
    }
  }

  async sendText(text: string): Promise<boolean> {
    try {
      await this.#client?.sendText(text);
    } catch (error) {
      this.#notify(errorNotice(SignalingError.from(error), this.#state.peers[0]?.displayName));
      return false;
    }
    const from = this.#state.me ?? "";
    this.#dispatch({ type: "message", message: { from, text, mine: true } });
    return true;
  }

  dismissNotice(): void {
    this.#notify(undefined);
  }

  /** The page goes away: the peer is told, and the session kept in case it comes back. */
  goAway(): void {
    this.#call?.hangUp();
    if (this.#token !== undefined) {
      kept.keepToken(this.#token);
    }
  }

  #makeClient({ apiUrl, websocketUrl }: Configuration, name: string): SignalingClient {
    const client = new SignalingClient({
      apiUrl,
      websocketUrl,
      displayName: name === "" ? undefined : name,
      token: this.#token,
    });
    client.on("session", ({ token }) => {
      this.#token = token;
    });
    client.on("state", (state) => {
      this.#dispatch({ type: "connection", state });
      const isGone = state.status === "failed" && !state.error.retryable;
      if (isGone && this.#state.phase !== "joining") {
        this.#token = state.error.code === "replaced" ? this.#token : undefined;
        this.#leave(errorNotice(state.error));
      }
    });
    client.on("connection:established", (frame) => this.#established(client, frame));
    client.on("room:peer-joined", ({ peer }) => this.#dispatch({ type: "peer-joined", peer }));
    client.on("room:peer-left", ({ peer }) => this.#dispatch({ type: "peer-left", peer }));
    client.on("chat:text", ({ from, text }) => {
      this.#dispatch({ type: "message", message: { from: from.displayName, text, mine: false } });
    });
    this.#client = client;
    this.#calls = new Calls(client, { iceTransportPolicy: this.#relayed ? "relay" : "all" });
    this.#calls.on("incoming", (call) => this.#attach(call));
    return client;
  }

  /** Back after a loss of connection: the place in the room may be gone by now. */
  #established(client: SignalingClient, { room, peers }: EstablishedFrame): void {
    if (this.#state.phase === "joining") {
      return;
    }
    if (room === this.#state.room) {
      this.#joined({ room, peers });
    } else {
      client.joinRoom(this.#state.room).then(
        (joined) => this.#joined(joined),
        (error) => this.#leave(errorNotice(SignalingError.from(error))),
      );
    }
  }

  #joined({ room, peers }: Pick<RoomJoinedFrame, "room" | "peers">): void {
    const me = this.#client?.established?.displayName ?? "";
    this.#dispatch({ type: "joined", room, me, peers });
  }

  #leave(notice?: Notice): void {
    this.#calls?.close();
    this.#client?.close();
    this.#calls = undefined;
    this.#client = undefined;
    this.#dispatch({ type: "left", ...(notice && { notice }) });
  }

  #attach(call: Call): void {
    this.#call = call;
    const peer = call.peer?.displayName ?? "The other side";
    const changed = () => {
      const { state, role, type } = call;
      if (state.status === "ended" && this.#call === call) {
        this.#call = undefined;
      }
      this.#dispatch({ type: "call", state, role, peer, callType: type });
    };
    call.on("state", changed);
    call.on("media", (media) => this.#dispatch({ type: "media", ...media }));
    call.on("remotestream", (stream) => {
      for (const track of stream.getVideoTracks()) {
        track.onmute = track.onunmute = () => this.#render();
      }
      this.#render();
    });
    changed();
  }

  async #acquire(type: CallType) {
    const preview = this.#takePreview(type);
    if (preview !== undefined) {
      return { stream: preview, notice: undefined };
    }
    this.#acquiring = true;
    const { stream, problem, audio, video } = await acquireMedia(type);
    this.#acquiring = false;
    return { stream, notice: problem && mediaNotice(problem, type, { audio, video }) };
  }

  /** Ends the preview and gives its stream away, if it is what is asked for; else stops it. */
  #takePreview(type: CallType): MediaStream | undefined {
    const stream = this.#preview;
    this.#preview = undefined;
    const isRight = type === "video" && stream?.getAudioTracks().length === 1;
    if (!isRight) {
      releaseMedia(stream);
    }
    if (stream !== undefined) {
      this.#dispatch({ type: "preview", preview: "off" });
    }
    return isRight ? stream : undefined;
  }

  #notify(notice: Notice | undefined): void {
    this.#dispatch({ type: "notice", notice });
  }

  #dispatch(event: DemoEvent): void {
    this.#state = reduce(this.#state, event);
    this.#render();
  }

  #render(): void {
    this.#view.render(this.#state, linkTo(this.#state.room, location.href), {
      local: this.#call?.localStream ?? this.#preview,
      remote: this.#call?.remoteStream,
    });
  }
}
