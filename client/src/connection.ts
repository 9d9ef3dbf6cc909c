import { SignalingError } from "./errors.js";
import type { ClientFrame, ErrorFrame, ReplyTo, ServerFrame } from "./frames.js";

export type WebSocketConstructor = new (url: string) => WebSocket;

export interface ConnectionOptions {
  url: string;
  /** Default: the browser's. */
  WebSocket?: WebSocketConstructor | undefined;
  /** How long opening, and each answer, may take, in milliseconds; after it they fail with `no-answer`. Default 10,000. */
  answerTimeoutMs?: number | undefined;
  /** Every frame that answers no request. */
  onFrame: (frame: ServerFrame) => void;
  /** How long an answer took, in milliseconds. */
  onRoundTrip: (ms: number) => void;
  /** Called once, when the socket closed from outside; never after `close`. */
  onLost: (error: SignalingError) => void;
}

/** A frame that has its `id`. */
export type Identified<F extends ClientFrame> = F & { id: string };

/** Takes what came, or why nothing does. */
type Settle = (answer: unknown) => void;

/** What waits for the socket to open stands among the requests, under an id that none of them has. */
const OPENING = "";

/** One WebSocket: pairs each answer with its request by `id`, passes on everything else. */
export class Connection {
  /** Rejects if it could not be opened in time. A refusal and an unreachable host look alike to a browser. */
  declare readonly opened: Promise<unknown>;
  readonly #options: ConnectionOptions;
  readonly #socket: WebSocket;
  readonly #pending = new Map<string, Settle>();

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#socket = new (options.WebSocket ?? WebSocket)(options.url);
    this.opened = this.#answer(OPENING);
    this.#socket.onopen = () => this.#pending.get(OPENING)?.(undefined);
    this.#socket.onmessage = this.#onMessage;
    this.#socket.onclose = () => {
      const error = this.#finish();
      if (error) {
        options.onLost(error);
      }
    };
  }

  /** Sends a frame; an `error` that answers it becomes a rejection. */
  async request<F extends ClientFrame>(frame: Identified<F>): Promise<ReplyTo<F>> {
    if (this.#socket.readyState !== 1) {
      throw new SignalingError("connection-lost");
    }
    const text = JSON.stringify(frame);
    // Of a larger one the gateway closes the connection (1009), and each other on which it is sent again.
    if (new TextEncoder().encode(text).length > 32_768) {
      throw new SignalingError("too-large");
    }
    const sentAt = Date.now();
    this.#socket.send(text);
    const answer = (await this.#answer(frame.id)) as ServerFrame;
    this.#options.onRoundTrip(Date.now() - sentAt);
    if (answer.action === "connection:replaced") {
      // Nothing came of the frame.
      this.#options.onFrame(answer);
      throw new SignalingError("connection-lost");
    }
    if (answer.action === "error") {
      throw new SignalingError(answer.code, answer.message, answer as ErrorFrame);
    }
    return answer as ReplyTo<F>;
  }

  /** What comes under this id, if it comes in time. */
  #answer(id: string): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const late = () => settle(new SignalingError("no-answer"));
      const timer = setTimeout(late, this.#options.answerTimeoutMs ?? 10_000);
      const settle: Settle = (answer) => {
        clearTimeout(timer);
        this.#pending.delete(id);
        answer instanceof Error ? reject(answer) : resolve(answer);
      };
      this.#pending.set(id, settle);
    });
  }

  /** Closes the socket; what waits for an answer has lost its connection. */
  close(): void {
    if (this.#finish()) {
      this.#socket.close();
    }
  }

  /** The service keeps to the protocol; the gateway has texts of its own, which have no action. */
  readonly #onMessage = ({ data }: MessageEvent): void => {
    let frame: (ServerFrame & { id?: string }) | null;
    try {
      frame = JSON.parse(data);
    } catch {
      return;
    }
    if (frame?.action) {
      (this.#pending.get(frame.id as string) ?? this.#options.onFrame)(frame);
    }
  };

  /** Why nothing is answered any more, if that is so from now on. */
  #finish(): SignalingError | undefined {
    if (!this.#socket.onclose) {
      return undefined;
    }
    this.#socket.onmessage = this.#socket.onclose = null;
    const error = new SignalingError(this.#pending.has(OPENING) ? "network" : "connection-lost");
    for (const settle of this.#pending.values()) {
      settle(error);
    }
    return error;
  }
}
