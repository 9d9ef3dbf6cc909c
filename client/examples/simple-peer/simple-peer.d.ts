/** As far as the example uses it. */
declare module "simple-peer/simplepeer.min.js" {
  interface Signal {
    type?: string;
    sdp?: string;
    candidate?: RTCIceCandidateInit | null;
  }

  interface Events {
    signal:
      | ({ type: "offer"; sdp: string } & { candidate?: never })
      | { type: "answer"; sdp: string; candidate?: never }
      | { type: "candidate"; candidate: RTCIceCandidateInit };
    connect: undefined;
    data: Uint8Array;
    close: undefined;
    error: Error;
  }

  export default class SimplePeer {
    constructor(options: { initiator: boolean; config: RTCConfiguration });
    on<E extends keyof Events>(event: E, listener: (value: Events[E]) => void): this;
    signal(data: Signal | { candidate: RTCIceCandidateInit | null | undefined }): void;
    send(text: string): void;
    destroy(): void;
  }
}
