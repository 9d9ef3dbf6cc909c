import { LONGEST_TIMER_MS } from "./patience.js";

/** What becomes of the media path. */
export interface MediaWatchEvents {
  onFlowing: () => void;
  /** It has stopped; it may come back. */
  onInterrupted: () => void;
  /** It has stopped for so long that another path has to be found. */
  onRestart: () => void;
  /** It did not come, or come back, in time. */
  onFailed: () => void;
}

export interface MediaWatchOptions extends MediaWatchEvents {
  connectTimeoutMs?: number | undefined;
  interruptionTimeoutMs?: number | undefined;
}

/** An interruption this short may pass by itself. */
const PASSING_MS = 2000;
/** When the path breaks off because the peer hung up, its word of that is on the way. */
const FAILURE_GRACE_MS = 500;

/** Watches whether the media of a peer connection flows, and gives up on it in time. */
export class MediaWatch {
  readonly #pc: RTCPeerConnection;
  readonly #options: MediaWatchOptions;
  #failure: ReturnType<typeof setTimeout> | undefined;
  #restart: ReturnType<typeof setTimeout> | undefined;

  constructor(pc: RTCPeerConnection, options: MediaWatchOptions) {
    this.#pc = pc;
    this.#options = options;
    pc.addEventListener("connectionstatechange", this.#onChange);
  }

  /** From now on the media is on its way. */
  expect(): void {
    this.#failIn(this.#options.connectTimeoutMs ?? 20_000);
  }

  close(): void {
    this.#stop();
    this.#pc.removeEventListener("connectionstatechange", this.#onChange);
  }

  readonly #onChange = (): void => {
    switch (this.#pc.connectionState) {
      case "connected":
        this.#stop();
        this.#options.onFlowing();
        break;
      case "disconnected":
        this.#interrupted(PASSING_MS);
        break;
      case "failed":
        this.#interrupted(FAILURE_GRACE_MS);
        break;
    }
  };

  #interrupted(restartAfterMs: number): void {
    const { interruptionTimeoutMs = 30_000, onInterrupted, onRestart } = this.#options;
    this.#failIn(interruptionTimeoutMs);
    clearTimeout(this.#restart);
    this.#restart = setTimeout(onRestart, restartAfterMs);
    onInterrupted();
  }

  #failIn(ms: number): void {
    this.#failure ??= setTimeout(this.#options.onFailed, Math.min(ms, LONGEST_TIMER_MS));
  }

  #stop(): void {
    clearTimeout(this.#failure);
    clearTimeout(this.#restart);
    this.#failure = undefined;
  }
}
