import { Connection, type ConnectionOptions } from "./connection.js";
import type { Progress } from "./delivery.js";
import { SignalingError } from "./errors.js";
import type { EstablishedFrame, HelloFrame, ServerFrame } from "./frames.js";
import type { Identity } from "./identity.js";
import type { Greeted } from "./line.js";

export interface DialerOptions extends Omit<ConnectionOptions, "url" | "WebSocket"> {
  websocketUrl: string;
  WebSocket: ConnectionOptions["WebSocket"] | undefined;
  identity: Identity;
  progress: () => Progress | undefined;
  nextId: () => string;
}

export type CallProgress = Pick<Progress, "callId" | "received">;

/** A greeting that says up to where everything of a call has arrived. */
export function hello(call: CallProgress | undefined): HelloFrame {
  return call === undefined
    ? { action: "session:hello" }
    : { action: "session:hello", resume: { callId: call.callId, lastSeq: call.received } };
}

/** Makes connections: with a token, and greeted. */
export class Dialer {
  readonly #options: DialerOptions;
  #opening: Connection | undefined;

  constructor(options: DialerOptions) {
    this.#options = options;
  }

  /** A connection that the service has greeted; nothing is left of one that fails. */
  async dial(isWanted: () => boolean): Promise<Greeted> {
    const token = await this.#options.identity.token();
    if (!isWanted()) {
      throw new SignalingError("closed", "It is not wanted any more.");
    }
    const { connection, opened } = Connection.open({
      ...this.#options,
      url: `${this.#options.websocketUrl}?token=${encodeURIComponent(token)}`,
      WebSocket: this.#options.WebSocket ?? WebSocket,
    });
    this.#opening = connection;
    try {
      await this.#isOpen(opened);
      const callId = this.#options.progress()?.callId;
      return { connection, established: await this.#greet(connection), callId };
    } catch (error) {
      connection.close();
      throw error;
    } finally {
      if (this.#opening === connection) {
        this.#opening = undefined;
      }
    }
  }

  /** Gives up what is being opened. */
  hangUp(): void {
    this.#opening?.close();
  }

  async #isOpen(opened: Promise<void>): Promise<void> {
    try {
      await opened;
    } catch (error) {
      this.#options.identity.doubt();
      throw error;
    }
  }

  async #greet(connection: Connection): Promise<EstablishedFrame> {
    let reply: ServerFrame;
    try {
      reply = await connection.request({
        ...hello(this.#options.progress()),
        id: this.#options.nextId(),
      });
    } catch (error) {
      throw this.#options.identity.refused(SignalingError.from(error));
    }
    if (reply.action === "connection:established") {
      return reply;
    }
    throw new SignalingError("replaced", "Another page took this session over.");
  }
}
