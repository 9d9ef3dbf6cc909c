import { SignalingError } from "./errors.js";
import type { ClientFrame, ErrorFrame, ReplyTo, ServerFrame } from "./frames.js";

export type WebSocketConstructor = new (url: string) => WebSocket;

export interface ConnectionOptions {
  url: string;
  WebSocket: WebSocketConstructor;
  /** How long an answer may take, in milliseconds; after it the request fails with `no-answer`. */
  answerTimeoutMs: number;
  /** Every frame that answers no request. */
  onFrame: (frame: ServerFrame) => void;
  /** How long an answer took, in milliseconds. */
  onRoundTrip: (ms: number) => void;
  /** Called once, when the socket closed from outside; never after `close`. */
  onLost: (error: SignalingError) => void;
}

/** A frame that has its `id`. */
export type Identified<F extends ClientFrame> = F & { id: string };

/** Takes the answer, or why there is none. */
type Pending = (answer: ServerFrame | SignalingError) => void;

/** One WebSocket: pairs each answer with its request by `id`, passes on everything else. */
export class Connection {
  /** Rejects if it could not be opened. A refusal and an unreachable host look alike to a browser. */
  declare readonly opened: Promise<unknown>;
  readonly #options: ConnectionOptions;
  readonly #socket: WebSocket;
  readonly #pending = new Map<string, Pending>();
  #over = false;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#socket = new options.WebSocket(options.url);
    this.#socket.addEventListener("message", this.#onMessage);
    this.#socket.addEventListener("close", this.#onClose);
    this.opened = new Promise((resolve, reject) => {
      this.#socket.addEventListener("open", resolve);
      this.#socket.addEventListener("close", () => reject(new SignalingError("network")));
    });
  }

  /** Sends a frame; an `error` that answers it becomes a rejection. */
  request<F extends ClientFrame>(frame: Identified<F>): Promise<ReplyTo<F>> {
    return new Promise((resolve, reject) => {
      if (this.#socket.readyState !== 1) {
        reject(new SignalingError("connection-lost"));
        return;
      }
      const { id } = frame;
      const sentAt = Date.now();
      const timer = setTimeout(
        () => pending(new SignalingError("no-answer")),
        this.#options.answerTimeoutMs,
      );
      const pending: Pending = (answer) => {
        clearTimeout(timer);
        this.#pending.delete(id);
        if (answer instanceof Error) {
          reject(answer);
          return;
        }
        this.#options.onRoundTrip(Date.now() - sentAt);
        if (answer.action === "error") {
          reject(new SignalingError(answer.code, answer.message, answer as ErrorFrame));
        } else {
          resolve(answer as ReplyTo<F>);
        }
      };
      this.#pending.set(id, pending);
      this.#socket.send(JSON.stringify(frame));
    });
  }

  /** Closes the socket; what waits for an answer has lost its connection. */
  close(): void {
    if (this.#finish()) {
      this.#socket.close();
    }
  }

  readonly #onMessage = ({ data }: MessageEvent): void => {
    const frame = read(data);
    if (frame?.action) {
      const pending = this.#pending.get((frame as { id: string }).id);
      (pending ?? this.#options.onFrame)(frame);
    }
  };

  readonly #onClose = (): void => {
    const error = this.#finish();
    if (error) {
      this.#options.onLost(error);
    }
  };

  /** Why nothing is answered any more, if that is so from now on. */
  #finish(): SignalingError | undefined {
    if (this.#over) {
      return undefined;
    }
    this.#over = true;
    this.#socket.removeEventListener("message", this.#onMessage);
    this.#socket.removeEventListener("close", this.#onClose);
    const error = new SignalingError("connection-lost");
    for (const pending of this.#pending.values()) {
      pending(error);
    }
    return error;
  }
}

/** The service keeps to the protocol; the gateway has texts of its own, which have no action. */
function read(text: string): ServerFrame | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
