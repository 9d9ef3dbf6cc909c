import type { EstablishedFrame, HelloFrame } from "../frames.js";
import { FakeExchangeSocket, type Frame, type Sent, told } from "./fake-exchange-socket.js";
import type { Weather } from "./fake-service.js";
import { FakeSwitchboard, type Guest } from "./fake-switchboard.js";
import { established } from "./fake-web-socket.js";

const RESUME_MS = 30_000;
const TOKEN_MS = 3_600_000;

/**
 * A service over which two pages call each other, as `docs/protocol.md` has it: sessions that come back, mail that waits
 * for them, calls with all their rules. The token is the session's id. There are no rooms and no rates, and no function
 * dies half-way.
 */
export class FakeExchange {
  /** What becomes of each message of its own. */
  weather: Weather = () => 1;
  /** How much later than the page the service learns that a connection is lost. */
  noticesAfterMs: () => number = () => 0;
  /** How long a connection may live. */
  connectionMs = 6_600_000;
  readonly switchboard = new FakeSwitchboard((guest, frame) => this.#post(guest, frame));
  /** What happened, line by line, with the time. */
  readonly story: string[] = [];
  readonly #began = Date.now();
  readonly #sockets: FakeExchangeSocket[] = [];
  readonly #guests = new Map<string, Guest>();
  readonly #awayUntil = new Map<string, number>();

  /** As a constructor for the client. */
  get WebSocket(): new (
    url: string,
  ) => WebSocket {
    const exchange = this;
    return class extends FakeExchangeSocket {
      constructor(url: string) {
        super(url, exchange);
        exchange.#sockets.push(this);
      }
    } as unknown as new (
      url: string,
    ) => WebSocket;
  }

  note(event: string): void {
    this.story.push(`${Date.now() - this.#began} ${event}`);
  }

  /** The session's connection breaks off, with what is on its way, and for so long no other can be made. */
  cut(session: string, forMs = 0): void {
    this.note(`${session} is cut off for ${Math.round(forMs)}`);
    this.#awayUntil.set(session, Date.now() + forMs);
    for (const socket of this.#socketsOf(session)) {
      socket.break();
    }
  }

  /** Whoever was cut off for longer can connect from now on. */
  allowConnections(): void {
    this.#awayUntil.clear();
  }

  isReachable(session: string): boolean {
    return Date.now() >= (this.#awayUntil.get(session) ?? 0);
  }

  /** The page that has the session's connection is gone, without a word. */
  vanish(session: string): void {
    for (const socket of this.#socketsOf(session)) {
      socket.close();
    }
  }

  /** From now on the service knows that this connection is lost. */
  lost(socket: FakeExchangeSocket): void {
    const guest = this.#guest(socket.session);
    if (guest.live === socket) {
      guest.live = undefined;
      guest.absence = setTimeout(() => this.#departed(guest), RESUME_MS);
    }
  }

  arrive(frame: Sent, from: FakeExchangeSocket): void {
    this.note(`${from.session} -> ${told(frame)}`);
    from.deliver({ ...this.#answer(frame, from, this.#guest(from.session)), id: frame.id });
  }

  #answer(frame: Sent, from: FakeExchangeSocket, guest: Guest): Frame {
    if (guest.live !== undefined && guest.live !== from) {
      const isNewer = frame.action === "session:hello" && from.number > guest.live.number;
      if (!isNewer) {
        return { action: "connection:replaced" };
      }
    }
    switch (frame.action) {
      case "session:hello":
        return { ...this.#greet(frame, from, guest) };
      case "ping":
        return { action: "pong", serverTime: new Date().toISOString() };
      default:
        return this.switchboard.answer(frame, guest, this.#whom(frame, guest));
    }
  }

  #greet(frame: HelloFrame, from: FakeExchangeSocket, guest: Guest): EstablishedFrame {
    const before = guest.live;
    guest.live = from;
    guest.isPresent = true;
    clearTimeout(guest.absence);
    if (before !== undefined && before !== from) {
      before.deliver({ action: "connection:replaced" });
    }
    from.deliverInOrder(guest.mail.splice(0));
    this.switchboard.resume(guest, frame.resume);
    const inMs = (ms: number) => new Date(Date.now() + ms).toISOString();
    const call = this.switchboard.summary(guest);
    return established({
      sessionId: guest.id,
      connectionId: String(from.number),
      serverTime: inMs(0),
      tokenExpiresAt: inMs(TOKEN_MS),
      reconnectBefore: inMs(this.connectionMs),
      ...(call && { call }),
    });
  }

  #post(guest: Guest, frame: Frame): "delivered" | "queued" | "none" {
    if (guest.live !== undefined) {
      guest.live.deliver(frame);
      return "delivered";
    }
    if (guest.isPresent) {
      guest.mail.push(frame);
      return "queued";
    }
    return "none";
  }

  #departed(guest: Guest): void {
    this.note(`${guest.id} has not come back`);
    guest.isPresent = false;
    guest.mail = [];
    this.switchboard.departed(guest);
  }

  #socketsOf(session: string): FakeExchangeSocket[] {
    return this.#sockets.filter((socket) => socket.session === session);
  }

  #guest(id: string): Guest {
    const guest = this.#guests.get(id) ?? {
      id,
      live: undefined,
      mail: [],
      isPresent: false,
      absence: undefined,
    };
    this.#guests.set(id, guest);
    return guest;
  }

  /** Whom a frame is meant for: who names nobody means the only other. */
  #whom({ to }: Sent, from: Guest): Guest | undefined {
    return to === undefined
      ? [...this.#guests.values()].find((guest) => guest !== from)
      : this.#guests.get(to);
  }
}
