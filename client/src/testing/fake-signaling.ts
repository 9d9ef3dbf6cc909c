import type { CallSignaling } from "../call-types.js";
import type { SignalingError } from "../errors.js";
import type { AckFrame, CallRejectFrame } from "../frames.js";

type Method = keyof CallSignaling;
type Reply = AckFrame | CallRejectFrame;

interface Sent {
  method: Method;
  args: unknown[];
  resolve: (reply?: Partial<Reply>) => void;
  reject: (error: SignalingError) => void;
}

/** The service as a call sees it: notes what is sent; the test answers. */
export class FakeSignaling implements CallSignaling {
  readonly sent: Sent[] = [];
  /** Answers at once with an ack, all but the first offer. */
  answering = true;

  readonly sendOffer = this.#method<AckFrame | CallRejectFrame>("sendOffer");
  readonly sendAnswer = this.#method<AckFrame>("sendAnswer");
  readonly sendIceCandidate = this.#method<AckFrame>("sendIceCandidate");
  readonly flushIceCandidates = this.#method<AckFrame>("flushIceCandidates");
  readonly sendCallEnd = this.#method<AckFrame>("sendCallEnd");
  readonly sendCallReject = this.#method<AckFrame>("sendCallReject");
  readonly sendCallTimeout = this.#method<AckFrame>("sendCallTimeout");

  methods(): Method[] {
    return this.sent.map(({ method }) => method);
  }

  latest(method: Method): Sent {
    const sent = this.sent.findLast((one) => one.method === method);
    if (sent === undefined) {
      throw new Error(`${method} was not called`);
    }
    return sent;
  }

  #method<R extends Reply>(method: Method) {
    return (...args: unknown[]): Promise<R> =>
      new Promise((resolve, reject) => {
        const ack = { action: "ack", delivery: "delivered" } as const;
        this.sent.push({
          method,
          args,
          resolve: (reply) => resolve({ ...ack, ...reply } as R),
          reject,
        });
        if (this.answering && method !== "sendOffer") {
          resolve(ack as R);
        }
      });
  }
}
