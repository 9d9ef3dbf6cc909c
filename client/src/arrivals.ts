import type { ArrivingFrame, Delivery } from "./delivery.js";

/** How long a frame may be overtaken by others before it counts as lost. */
const OVERTAKEN_MS = 3000;

/** Passes on the numbered frames of a call in order, and asks for one that does not come. */
export class Arrivals {
  readonly #delivery: Delivery;
  readonly #onFrame: (frame: ArrivingFrame) => void;
  readonly #onRepeat: () => void;
  readonly #onMissing: (callId: string) => void;
  #timer: ReturnType<typeof setInterval> | undefined;
  /** The call in which a frame was asked for. */
  #asked: string | undefined;

  /**
   * @param onFrame gets every frame once, in order
   * @param onMissing a frame of that call has not come that should be here: has the peer send it again
   */
  constructor(
    delivery: Delivery,
    onFrame: (frame: ArrivingFrame) => void,
    onRepeat: () => void,
    onMissing: (callId: string) => void,
  ) {
    this.#delivery = delivery;
    this.#onFrame = onFrame;
    this.#onRepeat = onRepeat;
    this.#onMissing = onMissing;
  }

  receive(frame: ArrivingFrame): void {
    const frames = this.#delivery.receive(frame);
    if (!frames) {
      this.#onRepeat();
    }
    this.#pass(frames ?? []);
  }

  /** Nothing can arrive at this time. */
  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#asked = undefined;
  }

  #pass(frames: ArrivingFrame[]): void {
    const { gap } = this.#delivery;
    if (frames.length > 0 || !gap) {
      this.stop();
    }
    if (gap) {
      this.#timer ??= setInterval(this.#late, OVERTAKEN_MS);
    }
    frames.forEach(this.#onFrame);
  }

  readonly #late = (): void => {
    const { gap } = this.#delivery;
    if (!gap) {
      this.stop();
    } else if (gap === this.#asked) {
      // It did not come even so: what is behind it waits no longer.
      this.#pass(this.#delivery.skipGap());
    } else {
      this.#asked = gap;
      this.#onMissing(gap);
    }
  };
}
