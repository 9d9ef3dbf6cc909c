/** What becomes of the media path. */
export interface MediaWatchEvents {
  onFlowing: () => void;
  /** It has stopped; it may come back. */
  onInterrupted: () => void;
  /** It did not come, or come back, in time. */
  onFailed: () => void;
}

export interface MediaWatchOptions extends MediaWatchEvents {
  connectTimeoutMs?: number | undefined;
  interruptionTimeoutMs?: number | undefined;
}

/** When the path breaks off because the peer hung up, its word of that is on the way. */
const FAILURE_GRACE_MS = 2000;

/** Watches whether the media of a peer connection flows, and gives up on it in time. */
export class MediaWatch {
  readonly #pc: RTCPeerConnection;
  readonly #options: MediaWatchOptions;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(pc: RTCPeerConnection, options: MediaWatchOptions) {
    this.#pc = pc;
    this.#options = options;
    pc.addEventListener("connectionstatechange", this.#onChange);
  }

  /** From now on the media is on its way. */
  expect(): void {
    this.#giveUpAfter(this.#options.connectTimeoutMs ?? 20_000);
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#pc.removeEventListener("connectionstatechange", this.#onChange);
  }

  readonly #onChange = (): void => {
    switch (this.#pc.connectionState) {
      case "connected":
        clearTimeout(this.#timer);
        this.#options.onFlowing();
        break;
      case "disconnected":
        this.#giveUpAfter(this.#options.interruptionTimeoutMs ?? 6000);
        this.#options.onInterrupted();
        break;
      case "failed":
        this.#giveUpAfter(FAILURE_GRACE_MS);
        this.#options.onInterrupted();
        break;
    }
  };

  #giveUpAfter(timeoutMs: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#options.onFailed, timeoutMs);
  }
}
