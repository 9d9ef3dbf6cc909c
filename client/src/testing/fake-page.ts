import { Calls } from "../calls.js";
import type { Progress } from "../delivery.js";
import { SignalingClient } from "../signaling-client.js";
import type { FakeExchange } from "./fake-exchange.js";
import { FakeHttp } from "./fake-http.js";
import type { FakeMediaConnection } from "./fake-media-connection.js";
import type { FakeNetwork } from "./fake-network.js";

export interface FakePageOptions {
  /** Whose page it is: the session, and its token. */
  session: string;
  exchange: FakeExchange;
  network: FakeNetwork;
  /** How far a call had come before the page was loaded again. */
  progress?: Progress | undefined;
}

/** A page with a client and its calls, until it is closed or loaded again. */
export class FakePage {
  readonly client: SignalingClient;
  readonly calls: Calls;
  /** It has been connected: nobody does anything before. */
  isReady = false;
  readonly #options: FakePageOptions;
  readonly #connections: FakeMediaConnection[] = [];
  #isThere = true;

  constructor(options: FakePageOptions) {
    const { session, exchange, network, progress } = options;
    this.#options = options;
    this.client = new SignalingClient({
      apiUrl: "https://api.example",
      websocketUrl: "wss://ws.example",
      token: session,
      WebSocket: exchange.WebSocket,
      fetch: new FakeHttp().fetch,
      answerTimeoutMs: 2000,
      nextRetryDelayInMs: () => 300,
      progress,
    });
    const RTCPeerConnection = network.constructorFor(this.#connections);
    this.calls = new Calls(this.client, { RTCPeerConnection });
    this.client.connect().then(
      () => {
        this.isReady = true;
      },
      () => undefined,
    );
  }

  /** This end of the media of its call. */
  get media(): FakeMediaConnection | undefined {
    return this.calls.current?.peerConnection as FakeMediaConnection | undefined;
  }

  /** Happens later, if the page is still there. */
  later(delayMs: number, happens: () => void): void {
    setTimeout(() => this.#isThere && happens(), delayMs);
  }

  /** Goes without a word; returns how far its call had come, which it has written down. */
  vanish(): Progress | undefined {
    const { session, exchange } = this.#options;
    const { progress } = this.client;
    this.#isThere = false;
    exchange.vanish(session);
    this.close();
    for (const connection of this.#connections) {
      connection.close();
    }
    return progress;
  }

  /** Disconnects; its call is over, of which it can tell nobody. */
  close(): void {
    this.client.close();
    this.calls.close();
  }
}
