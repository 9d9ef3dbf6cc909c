import { Call } from "./call.js";
import type { CallFrame, CallOptions, Resumable } from "./call-types.js";
import { Emitter } from "./emitter.js";
import { SignalingError } from "./errors.js";
import type { CallType, EstablishedFrame, OfferFrame, Sender } from "./frames.js";
import { KnownIceServers } from "./known-ice-servers.js";
import { releaseMedia } from "./media.js";
import type { ConnectionState } from "./options.js";
import { ReadyCertificate } from "./ready-certificate.js";
import { Rehearsal } from "./rehearsal.js";
import type { SignalingClient } from "./signaling-client.js";

export interface CallsEvents {
  /** Somebody calls: `accept` or `reject` it. */
  incoming: Call;
  /**
   * This page was loaded again, and its call goes on: `resume` or `abandon` it. Comes with each connection until one of
   * them is done.
   */
  resumable: Resumable;
}

/** What every call of these is made with. */
export type CallDefaults = Omit<Partial<CallOptions>, "signaling" | "type" | "peer">;

export interface StartOptions {
  type: CallType;
  /** Without it one only receives. Belongs to the call from now on. */
  stream?: MediaStream | undefined;
  peer?: Sender | undefined;
}

const MOST_EARLY_FRAMES = 200;
const MOST_FORMER_CALLS = 20;
const SESSION_LOST = ["session-ended", "replaced"];

/**
 * The calls of one client, one at a time. Frames find their call by its id; those that overtake what
 * gives the call its id (its offer, or the answer to the caller's own) are kept for it.
 */
export class Calls extends Emitter<CallsEvents> {
  readonly #client: SignalingClient;
  readonly #defaults: CallDefaults;
  /** What ends the listening; none once that is done. */
  readonly #stops: (() => void)[];
  readonly #iceServers: KnownIceServers;
  readonly #certificate: ReadyCertificate;
  readonly #rehearsal: Rehearsal;
  #current: Call | undefined;
  #early: CallFrame[] = [];
  #former: string[] = [];

  constructor(client: SignalingClient, defaults: CallDefaults = {}) {
    super();
    this.#client = client;
    this.#defaults = defaults;
    this.#iceServers = new KnownIceServers(() => client.iceServers());
    const { RTCPeerConnection: own } = defaults;
    this.#certificate = new ReadyCertificate(own ?? globalThis.RTCPeerConnection);
    this.#rehearsal = new Rehearsal(own ? undefined : globalThis.RTCPeerConnection);
    const { established } = client;
    if (established !== undefined) {
      // Nobody knows how long ago the service said so: this clock has to do.
      this.#keepIceServers({ ...established, serverTime: new Date().toISOString() });
      // As soon as who made these can listen.
      queueMicrotask(() => {
        if (this.#stops.length > 0) {
          this.#reconcile(established);
        }
      });
    }
    this.#stops = [
      client.on("webrtc:offer", (frame) => this.#receiveOffer(frame)),
      client.on("webrtc:answer", (frame) => this.#receive(frame)),
      client.on("webrtc:ice-candidate", (frame) => this.#receive(frame)),
      client.on("webrtc:call-end", (frame) => this.#receive(frame)),
      client.on("webrtc:call-reject", (frame) => this.#receive(frame)),
      client.on("webrtc:call-timeout", (frame) => this.#receive(frame)),
      client.on("connection:established", (frame) => this.#established(frame)),
      client.on("state", (state) => this.#clientIs(state)),
      client.on("forgotten", (callId) => this.#lost(callId)),
    ];
  }

  /** The call that is going on. */
  get current(): Call | undefined {
    return this.#current;
  }

  /** Calls somebody. Throws if a call is going on already, or these are closed, and releases the stream unless it is that call's. */
  start({ type, stream, peer }: StartOptions): Call {
    if (this.#current !== undefined || this.#stops.length === 0) {
      this.#release(stream);
      const why = this.#current ? "A call is going on already." : "They are closed.";
      throw new SignalingError("bad-state", why);
    }
    const { callId, sent = 0 } = this.#client.progress ?? {};
    if (sent > 0) {
      // That of the page before, which nobody wants to go on with.
      this.#client.sendCallEnd({ callId }).catch(() => undefined);
    }
    const call = new Call({ ...this.#options(), type, peer });
    this.#adopt(call);
    call.start(stream);
    return call;
  }

  /** Goes on with the call that this page was in before it was loaded again. Throws if it is over. */
  resume(stream?: MediaStream): Call {
    const { call: known } = this.#client.established ?? {};
    const isOver = known?.callId !== this.#client.progress?.callId;
    if (known === undefined || isOver || this.#current !== undefined) {
      this.#release(stream);
      throw new SignalingError("no-call");
    }
    const { type, peer } = known;
    const call = new Call({ ...this.#options(), type, peer }, undefined, known);
    this.#adopt(call);
    // What has been answered is an offer of the page before.
    this.#early = this.#early.filter(({ action }) => action !== "webrtc:answer");
    call.start(stream);
    this.#replay(known.callId);
    return call;
  }

  /** Ends the call that this page was in before it was loaded again. */
  abandon({ callId }: Resumable): void {
    this.#client.sendCallEnd({ callId }).catch(() => undefined);
  }

  /** Hangs up, and listens no more. */
  close(): void {
    this.#current?.hangUp();
    this.#iceServers.stop();
    this.#rehearsal.stop();
    for (const stop of this.#stops.splice(0)) {
      stop();
    }
  }

  #options() {
    const { limits } = this.#client.established ?? {};
    const { iceServers, refreshIceServers, ringSeconds, certificates, ...defaults } =
      this.#defaults;
    const certificate = this.#certificate.take();
    const own = certificates ?? (certificate && [certificate]);
    return {
      ...defaults,
      refreshIceServers:
        refreshIceServers ?? (iceServers === undefined ? this.#refreshIceServers : undefined),
      ringSeconds: ringSeconds ?? limits?.ringSeconds ?? 45,
      iceServers: iceServers ?? (() => this.#iceServers.current),
      ...(own && { certificates: own }),
      signaling: this.#client,
    };
  }

  readonly #refreshIceServers = async (): Promise<RTCIceServer[]> =>
    (await this.#iceServers.renew()).iceServers;

  #clientIs(state: ConnectionState): void {
    if (state.status !== "connected") {
      this.#iceServers.stop();
    }
    // Without its session there is no call; another page that took over goes on with it.
    if (state.status === "failed" && SESSION_LOST.includes(state.reason)) {
      this.#current?.lost();
    }
  }

  #release(stream: MediaStream | undefined): void {
    if (stream !== this.#current?.localStream) {
      releaseMedia(stream);
    }
  }

  #adopt(call: Call): void {
    this.#rehearsal.stop();
    this.#current = call;
    call.on("identified", (callId) => this.#replay(callId));
    call.on("state", (state) => {
      if (state.status === "ended") {
        this.#forget(call);
      }
    });
  }

  #forget(call: Call): void {
    if (this.#current === call) {
      this.#current = undefined;
      this.#certificate.prepare();
    }
    if (call.callId !== undefined) {
      this.#former = [...this.#former, call.callId].slice(-MOST_FORMER_CALLS);
    }
  }

  #receiveOffer(frame: OfferFrame): void {
    const call = this.#current;
    const { call: known } = this.#client.established ?? {};
    // Sent again to a page that has not seen it, an offer that opened a call looks like any other.
    const opens =
      frame.polite === true ||
      (known?.callId === frame.callId && known.role === "callee" && known.state === "ringing");
    if (!opens || this.#former.includes(frame.callId) || call?.callId === frame.callId) {
      this.#receive(frame);
    } else if (call !== undefined && call.callId === undefined && isWith(call, frame.from)) {
      // They called each other. Sent again, the offer does not say any more that it opened the call.
      call.receive({ ...frame, polite: true });
    } else {
      // The service lets nobody call who is in a call: that one is over, or was not to be.
      call?.lost();
      const incoming = new Call({ ...this.#options(), type: frame.type }, frame);
      this.#adopt(incoming);
      this.emit("incoming", incoming);
      this.#replay(frame.callId);
    }
  }

  #receive(frame: CallFrame): void {
    if (frame.callId !== undefined && frame.callId === this.#current?.callId) {
      this.#current.receive(frame);
    } else if (frame.callId !== undefined) {
      this.#early = [...this.#early, frame].slice(-MOST_EARLY_FRAMES);
    }
  }

  #replay(callId: string): void {
    const early = this.#early;
    this.#early = early.filter((frame) => frame.callId !== callId);
    for (const frame of early.filter((one) => one.callId === callId)) {
      if (frame.action === "webrtc:offer") {
        this.#receiveOffer(frame);
      } else {
        this.#receive(frame);
      }
    }
  }

  #lost(callId: string): void {
    if (this.#current?.callId === callId) {
      this.#current.lost();
    }
  }

  /** After each connection: a call that the service knows and this page does not is of no use. */
  #established(frame: EstablishedFrame): void {
    this.#keepIceServers(frame);
    this.#reconcile(frame);
  }

  /** An app that has its own knows itself how long they are good. */
  #keepIceServers(frame: EstablishedFrame): void {
    if (this.#defaults.iceServers === undefined) {
      this.#iceServers.start(frame);
    }
  }

  #reconcile({ call: known }: EstablishedFrame): void {
    const call = this.#current;
    const isMine = call !== undefined && (call.callId ?? known?.callId) === known?.callId;
    // One that rings here for the first time, as far as this page knows, is on its way.
    const isComing = known?.role === "callee" && known.state === "ringing";
    if (isComing) {
      // Its offer, sent again, may have come before it was known that it is one that opens a call.
      this.#replay(known.callId);
    }
    if (known === undefined || isMine || isComing) {
      return;
    }
    const { callId, sent = 0 } = this.#client.progress ?? {};
    // A page that sent nothing in it, as far as it knows, can't number what it would send.
    if (call === undefined && callId === known.callId && sent > 0) {
      this.emit("resumable", known);
    } else {
      this.abandon(known);
    }
  }
}

/** Whether they are its peer; one that names nobody is with the only other in the room. */
function isWith({ peer }: Call, { sessionId }: Sender): boolean {
  return peer === undefined || peer.sessionId === sessionId;
}
