import type { ClientFrame, EstablishedFrame } from "../frames.js";
import { TICKET_OF } from "./fake-http.js";
import { FakeSocket } from "./fake-socket.js";
import { established } from "./fake-web-socket.js";

type Frame = Record<string, unknown> & { action: string };
type Sent = ClientFrame & { id?: string; seq?: number; callId?: string; to?: string };

/** What the network does to one message: how long it takes, or that it is lost. */
export type Weather = () => number | "lost";

/** Plays a frame's part itself: answers it, or lets it go unanswered by returning nothing. */
export type Script = (frame: Sent, from: FakeServiceSocket) => Frame | undefined;

/**
 * A service for two, as far as the delivery of frames goes: one call between two sessions, relayed to
 * the peer's connection if there is one and else to nobody; what was resumed is told to the peer. The
 * token is the session's id. Every message takes as long as the weather says.
 */
export class FakeService {
  weather: Weather = () => 0;
  /** By action. */
  readonly scripts: Partial<Record<ClientFrame["action"], Script>> = {};
  /** What `connection:established` says besides. */
  greeting: Partial<EstablishedFrame> = {};
  readonly sockets: FakeServiceSocket[] = [];
  /** Every frame that arrived at the service. */
  readonly arrived: { from: string; frame: Sent }[] = [];
  #call: { callId: string; caller: string; offerId: string | undefined } | undefined;
  readonly #live = new Map<string, FakeServiceSocket>();

  /** As a constructor for the client. */
  get WebSocket(): new (
    url: string,
  ) => WebSocket {
    const open = (url: string) => new FakeServiceSocket(url, this);
    return class {
      constructor(url: string) {
        // biome-ignore lint/correctness/noConstructorReturn: a constructor that the service makes sockets with
        return open(url);
      }
    } as unknown as new (
      url: string,
    ) => WebSocket;
  }

  /** The session's connection. */
  connectionOf(session: string): FakeServiceSocket | undefined {
    return this.#live.get(session);
  }

  /** The connection breaks off; what was on its way is lost. */
  cut(session: string): void {
    for (const socket of this.sockets) {
      if (socket.session === session) {
        socket.break();
      }
    }
    this.#live.delete(session);
  }

  /** The call ended while nobody could be told. */
  forgetCall(): void {
    this.#call = undefined;
  }

  arrive(frame: Sent, from: FakeServiceSocket): void {
    this.arrived.push({ from: from.session, frame });
    const script = this.scripts[frame.action] ?? this.#answer;
    const reply = script(frame, from);
    if (reply !== undefined) {
      from.deliver({ ...reply, id: frame.id });
    }
  }

  /** What the service does without a script. */
  readonly #answer: Script = (frame, from) => {
    switch (frame.action) {
      case "session:hello":
        return this.#greet(frame, from);
      case "ping":
        return { action: "pong", serverTime: new Date().toISOString() };
      case "room:join":
        return { action: "room:joined", room: frame.room, peers: [], youOffer: true };
      case "webrtc:offer":
        return this.#offer(frame, from);
      case "webrtc:answer":
      case "webrtc:ice-candidate":
        return this.#call === undefined
          ? { action: "error", code: "no-call", message: "", retryable: false }
          : { action: "ack", delivery: this.#relay(frame, from), callId: this.#call.callId };
      default:
        return { action: "ack", delivery: "none" };
    }
  };

  #greet(frame: Extract<Sent, { action: "session:hello" }>, from: FakeServiceSocket): Frame {
    const before = this.#live.get(from.session);
    this.#live.set(from.session, from);
    if (before !== undefined && before !== from) {
      before.deliver({ action: "connection:replaced" });
    }
    if (frame.resume !== undefined && frame.resume.callId === this.#call?.callId) {
      this.#peerOf(from)?.deliver({ action: "webrtc:peer-resumed", ...frame.resume });
    }
    const role = this.#call?.caller === from.session ? "caller" : "callee";
    const peer = { sessionId: "peer", displayName: "Peer", connected: true };
    const call = this.#call && {
      callId: this.#call.callId,
      peer,
      role,
      state: "ringing",
      type: "video",
    };
    return { ...established(this.greeting), ...(call && { call }) } as unknown as Frame;
  }

  #offer(frame: Sent, from: FakeServiceSocket): Frame {
    const opens = this.#call === undefined;
    this.#call ??= { callId: "c-1", caller: from.session, offerId: frame.id };
    const repeated = !opens && frame.id === this.#call.offerId;
    const delivery = repeated ? "none" : this.#relay(frame, from, opens);
    return { action: "ack", delivery, callId: this.#call.callId };
  }

  #relay(frame: Sent, from: FakeServiceSocket, opens = false): "delivered" | "none" {
    const { id: _, to: __, ...members } = frame;
    const peer = this.#peerOf(from);
    peer?.deliver({
      ...members,
      from: { sessionId: from.session, displayName: from.session },
      callId: this.#call?.callId,
      ...(opens && { polite: true }),
    });
    return peer === undefined ? "none" : "delivered";
  }

  #peerOf(socket: FakeServiceSocket): FakeServiceSocket | undefined {
    return [...this.#live].find(([session]) => session !== socket.session)?.[1];
  }
}

/** A client's end of a connection to a fake service. */
export class FakeServiceSocket extends FakeSocket {
  readonly session: string;
  readonly #service: FakeService;
  #broken = false;

  constructor(url: string, service: FakeService) {
    super();
    this.session = new URL(url).searchParams.get("token")?.replace(TICKET_OF, "") ?? "";
    this.#service = service;
    service.sockets.push(this);
    this.#after(() => {
      if (this.readyState === 0) {
        this.readyState = 1;
        this.happens(new Event("open"));
      }
    }, "reliably");
  }

  /** Arrives though the client closes it behind that, but not if it breaks off. */
  send(text: string): void {
    this.#after(() => !this.#broken && this.#service.arrive(JSON.parse(text) as Sent, this));
  }

  deliver(frame: Frame): void {
    const message = new MessageEvent("message", { data: JSON.stringify(frame) });
    this.#after(() => this.#toClient(message));
  }

  close(): void {
    this.readyState = 3;
  }

  break(): void {
    this.#broken = true;
    if (this.readyState < 2) {
      this.readyState = 3;
      this.happens(new Event("close"));
    }
  }

  #toClient(event: Event): void {
    if (this.readyState < 2) {
      this.happens(event);
    }
  }

  #after(happens: () => void, how?: "reliably"): void {
    const delay = this.#service.weather();
    if (delay === 0) {
      queueMicrotask(happens);
    } else if (delay !== "lost" || how === "reliably") {
      setTimeout(happens, delay === "lost" ? 1 : delay);
    }
  }
}
