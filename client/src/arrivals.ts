import type { ArrivingFrame, Delivery } from "./delivery.js";

export interface ArrivalsOptions {
  delivery: Delivery;
  /** Every frame once, in order. */
  onFrame: (frame: ArrivingFrame) => void;
  onRepeat: () => void;
  /** A frame has not come that should be here: has the peer send it again. */
  onMissing: () => void;
}

/** How long a frame may be overtaken by others before it counts as lost. */
const OVERTAKEN_MS = 3000;

/** Passes on the numbered frames of a call in order, and asks for one that does not come. */
export class Arrivals {
  readonly #options: ArrivalsOptions;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asked = false;

  constructor(options: ArrivalsOptions) {
    this.#options = options;
  }

  receive(frame: ArrivingFrame): void {
    const frames = this.#options.delivery.receive(frame);
    if (frames) {
      this.#pass(frames);
    } else {
      this.#options.onRepeat();
    }
  }

  /** Nothing can arrive at this time. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#asked = false;
  }

  #pass(frames: ArrivingFrame[]): void {
    if (frames.length > 0 || !this.#options.delivery.hasGap) {
      this.stop();
    }
    if (this.#options.delivery.hasGap) {
      this.#timer ??= setTimeout(this.#late, OVERTAKEN_MS);
    }
    for (const frame of frames) {
      this.#options.onFrame(frame);
    }
  }

  readonly #late = (): void => {
    const { delivery, onMissing } = this.#options;
    this.#timer = undefined;
    if (this.#asked) {
      // It did not come even so: what is behind it waits no longer.
      this.#pass(delivery.skipGap());
    } else if (delivery.hasGap) {
      this.#asked = true;
      this.#timer = setTimeout(this.#late, OVERTAKEN_MS);
      onMissing();
    }
  };
}
