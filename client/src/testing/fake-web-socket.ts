import type { ClientFrame, EstablishedFrame, ServerFrame } from "../frames.js";
import { FakeSocket } from "./fake-socket.js";

type Sent = ClientFrame & { id: string };

/** A WebSocket whose other end is the test. */
export class FakeWebSocket extends FakeSocket {
  static all: FakeWebSocket[] = [];

  static get last(): FakeWebSocket {
    return FakeWebSocket.all.at(-1) as FakeWebSocket;
  }

  /** As a constructor for the client. */
  static get constructorForClient(): new (
    url: string,
  ) => WebSocket {
    return FakeWebSocket as unknown as new (
      url: string,
    ) => WebSocket;
  }

  readonly sent: Sent[] = [];

  constructor(readonly url: string) {
    super();
    FakeWebSocket.all.push(this);
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text) as Sent);
  }

  close(): void {
    this.readyState = 3;
  }

  open(): void {
    this.readyState = 1;
    this.happens(new Event("open"));
  }

  /** The connection breaks off, or is refused. */
  break(): void {
    this.readyState = 3;
    this.happens(new Event("close"));
  }

  receive(frame: ServerFrame | Record<string, unknown>): void {
    this.receiveText(JSON.stringify(frame));
  }

  receiveText(text: string): void {
    this.happens(new MessageEvent("message", { data: text }));
  }

  /** The latest frame of this action. */
  latest<A extends ClientFrame["action"]>(action: A): Extract<ClientFrame, { action: A }> & Sent {
    const frame = this.sent.findLast((sent) => sent.action === action);
    if (frame === undefined) {
      throw new Error(`No ${action} was sent`);
    }
    return frame as Extract<ClientFrame, { action: A }> & Sent;
  }

  /** Answers the latest frame of this action. */
  answer(action: ClientFrame["action"], reply: Record<string, unknown>): void {
    this.receive({ id: this.latest(action).id, ...reply });
  }
}

export function established(members: Partial<EstablishedFrame> = {}): EstablishedFrame {
  return {
    action: "connection:established",
    sessionId: "ada",
    displayName: "Ada",
    connectionId: "c-1",
    resumed: false,
    heartbeatSeconds: 300,
    reconnectBefore: "2026-03-01T13:50:00.000Z",
    tokenExpiresAt: "2026-03-01T13:00:00.000Z",
    resumeSeconds: 30,
    iceServers: [],
    peers: [],
    limits: {
      frameBytes: 32768,
      candidatesPerFrame: 50,
      textCharacters: 1000,
      framesPerSecond: 30,
      framesBurst: 60,
      roomSize: 2,
      ringSeconds: 45,
    },
    serverTime: "2026-03-01T12:00:00.000Z",
    ...members,
  };
}
