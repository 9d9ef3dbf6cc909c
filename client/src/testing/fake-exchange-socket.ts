import type { ClientFrame } from "../frames.js";
import type { FakeExchange } from "./fake-exchange.js";
import { TICKET_OF } from "./fake-http.js";
import { FakeSocket } from "./fake-socket.js";

export type Frame = Record<string, unknown> & { action: string };
export type Sent = ClientFrame & { id: string; seq?: number; callId?: string; to?: string };

const OPENS_AFTER_MS = 5;

let made = 0;

/** A client's end of a connection to a fake exchange. */
export class FakeExchangeSocket extends FakeSocket {
  readonly session: string;
  /** Of two connections the one with the higher number is the newer. */
  readonly number = ++made;
  readonly #exchange: FakeExchange;

  constructor(url: string, exchange: FakeExchange) {
    super();
    this.session = new URL(url).searchParams.get("token")?.replace(TICKET_OF, "") ?? "";
    this.#exchange = exchange;
    setTimeout(() => this.#open(), OPENS_AFTER_MS);
  }

  send(text: string): void {
    this.#carry(() => this.#exchange.arrive(JSON.parse(text) as Sent, this));
  }

  deliver(frame: Frame): void {
    this.#carry(() => this.#receive(frame));
  }

  /** None of them overtakes another. */
  deliverInOrder(frames: Frame[]): void {
    let after = 0;
    for (const frame of frames) {
      const delay = this.#exchange.weather();
      if (delay !== "lost") {
        after = Math.max(after, delay);
        this.#after(after, () => this.#receive(frame));
      }
    }
  }

  /** By the page, or with it: it hears nothing of that. */
  close(): void {
    if (this.readyState < 2) {
      this.readyState = 3;
      setTimeout(() => this.#exchange.lost(this), this.#exchange.noticesAfterMs());
    }
  }

  break(): void {
    if (this.readyState < 2) {
      this.close();
      this.happens(new Event("close"));
    }
  }

  #open(): void {
    if (this.readyState !== 0) {
      return;
    }
    if (this.#exchange.isReachable(this.session)) {
      this.readyState = 1;
      this.happens(new Event("open"));
    } else {
      this.break();
    }
  }

  #receive(frame: Frame): void {
    this.#exchange.note(`${this.session} <- ${told(frame)}`);
    this.happens(new MessageEvent("message", { data: JSON.stringify(frame) }));
  }

  #carry(arrives: () => void): void {
    const delay = this.#exchange.weather();
    if (delay !== "lost") {
      this.#after(delay, arrives);
    }
  }

  /** What is on its way is lost with the connection. */
  #after(delayMs: number, arrives: () => void): void {
    setTimeout(() => this.readyState === 1 && arrives(), delayMs);
  }
}

/** A frame in a few words. */
export function told(frame: Frame | Sent): string {
  const { action, callId, seq, code, reason, id, offer, answer } = frame as Frame;
  const description = (offer ?? answer) as RTCSessionDescriptionInit | undefined;
  const words = [
    action,
    callId,
    seq && `seq ${seq}`,
    code ?? reason,
    description?.sdp?.match(/^o=- (\S+ \S+)/m)?.[1],
    id && `#${id}`.replace(/\d+-\d+-/, ""),
  ];
  return words.filter(Boolean).join(" ");
}
