import { SignalingError } from "./errors.js";
import type { ClientFrame, ErrorFrame, ReplyTo, ServerFrame } from "./frames.js";
import { parseServerFrame } from "./parse.js";

export type WebSocketConstructor = new (url: string) => WebSocket;

export interface ConnectionOptions {
  url: string;
  WebSocket: WebSocketConstructor;
  /** How long an answer may take, in milliseconds; after it the request fails with `no-answer`. */
  answerTimeoutMs: number;
  /** Every frame that answers no request. */
  onFrame: (frame: ServerFrame, connection: Connection) => void;
  /** How long an answer took, in milliseconds. */
  onRoundTrip: (ms: number) => void;
  /** Called once, when the socket closed from outside; never after `close`. */
  onLost: (error: SignalingError, connection: Connection) => void;
}

interface Pending {
  resolve: (frame: ServerFrame) => void;
  reject: (error: SignalingError) => void;
  timer: ReturnType<typeof setTimeout>;
  sentAt: number;
}

/** A frame that has its `id`. */
export type Identified<F extends ClientFrame> = F & { id: string };

/** One WebSocket: pairs each answer with its request by `id`, passes on everything else. */
export class Connection {
  readonly #options: ConnectionOptions;
  readonly #socket: WebSocket;
  readonly #pending = new Map<string, Pending>();
  #over = false;

  private constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#socket = new options.WebSocket(options.url);
    this.#socket.addEventListener("message", this.#onMessage);
    this.#socket.addEventListener("close", this.#onClose);
  }

  /** Opens the socket. A refusal and an unreachable host look alike to a browser: both `network`. */
  static open(options: ConnectionOptions): { connection: Connection; opened: Promise<void> } {
    const connection = new Connection(options);
    const opened = new Promise<void>((resolve, reject) => {
      connection.#socket.addEventListener("open", () => resolve(), { once: true });
      connection.#socket.addEventListener(
        "close",
        () => reject(new SignalingError("network", "The connection could not be opened.")),
        { once: true },
      );
    });
    return { connection, opened };
  }

  /** Sends a frame; an `error` that answers it becomes a rejection. */
  request<F extends ClientFrame>(frame: Identified<F>): Promise<ReplyTo<F>> {
    if (this.#over || this.#socket.readyState !== 1) {
      return Promise.reject(new SignalingError("not-connected", "There is no connection."));
    }
    const { id, action } = frame;
    return new Promise<ReplyTo<F>>((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#pending.delete(id);
        reject(new SignalingError("no-answer", `No answer to ${action} in time.`));
      }, this.#options.answerTimeoutMs);
      this.#pending.set(id, {
        resolve: resolve as Pending["resolve"],
        reject,
        timer,
        sentAt: Date.now(),
      });
      this.#socket.send(JSON.stringify(frame));
    });
  }

  /** Closes the socket; what waits for an answer fails with this error. */
  close(error = new SignalingError("closed", "The connection was closed.")): void {
    if (this.#finish(error)) {
      this.#socket.close(1000);
    }
  }

  readonly #onMessage = (event: MessageEvent): void => {
    const frame = typeof event.data === "string" ? parseServerFrame(event.data) : undefined;
    if (frame === undefined) {
      return;
    }
    const id = "id" in frame ? frame.id : undefined;
    const pending = id === undefined ? undefined : this.#pending.get(id);
    if (id === undefined || pending === undefined) {
      this.#options.onFrame(frame, this);
      return;
    }
    this.#pending.delete(id);
    clearTimeout(pending.timer);
    this.#options.onRoundTrip(Date.now() - pending.sentAt);
    if (frame.action === "error") {
      pending.reject(refusal(frame));
    } else {
      pending.resolve(frame);
    }
  };

  readonly #onClose = (): void => {
    const error = new SignalingError("connection-lost", "The connection was lost.");
    if (this.#finish(error)) {
      this.#options.onLost(error, this);
    }
  };

  #finish(error: SignalingError): boolean {
    if (this.#over) {
      return false;
    }
    this.#over = true;
    this.#socket.removeEventListener("message", this.#onMessage);
    this.#socket.removeEventListener("close", this.#onClose);
    for (const pending of this.#pending.values()) {
      clearTimeout(pending.timer);
      pending.reject(error);
    }
    this.#pending.clear();
    return true;
  }
}

function refusal(frame: ErrorFrame): SignalingError {
  const { retryable, retryAfterMs, path, callId } = frame;
  return new SignalingError(frame.code, frame.message, { retryable, retryAfterMs, path, callId });
}
