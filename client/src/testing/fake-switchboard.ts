import type { CallRole, CallType, EstablishedFrame, HelloFrame } from "../frames.js";
import type { FakeExchangeSocket, Frame, Sent } from "./fake-exchange-socket.js";

/** Somebody as the service knows them. */
export interface Guest {
  readonly id: string;
  /** Where they are reached. */
  live: FakeExchangeSocket | undefined;
  /** What waits for them to come back. */
  mail: Frame[];
  /** They are connected, or may come back. */
  isPresent: boolean;
  absence: ReturnType<typeof setTimeout> | undefined;
}

type Offer = Extract<Sent, { action: "webrtc:offer" }>;

interface SwitchedCall {
  readonly callId: string;
  readonly caller: Guest;
  readonly callee: Guest;
  readonly type: CallType;
  state: "ringing" | "active";
  ringTimer: ReturnType<typeof setTimeout> | undefined;
}

/** The offer that last opened a call of a guest's. */
interface Opening {
  id: string;
  call: SwitchedCall;
}

const RING_MS = 45_000;
const TIMED_OUT = { action: "webrtc:call-timeout" };

/** The calls of a fake exchange: the table in `docs/protocol.md`. */
export class FakeSwitchboard {
  /** The numbers of the offers that opened a call, each as it first arrived. */
  readonly openings: (number | undefined)[] = [];
  readonly #post: (guest: Guest, frame: Frame) => string;
  readonly #current = new Map<Guest, SwitchedCall>();
  readonly #opened = new Map<Guest, Opening>();
  #calls = 0;

  constructor(post: (guest: Guest, frame: Frame) => string) {
    this.#post = post;
  }

  /** The call as `connection:established` tells of it. */
  summary(guest: Guest): EstablishedFrame["call"] {
    const call = this.#current.get(guest);
    if (call === undefined) {
      return undefined;
    }
    const { callId, state, type } = call;
    const { id, live } = otherIn(call, guest);
    const peer = { sessionId: id, displayName: id, connected: live !== undefined };
    return { callId, peer, role: roleIn(call, guest), state, type };
  }

  resume(guest: Guest, resume: HelloFrame["resume"]): void {
    const call = this.#current.get(guest);
    if (call !== undefined && resume?.callId === call.callId) {
      this.#post(otherIn(call, guest), { action: "webrtc:peer-resumed", ...resume });
    }
  }

  departed(guest: Guest): void {
    const call = this.#current.get(guest);
    if (call !== undefined) {
      this.#end(call);
      const { callId } = call;
      const notice = { action: "webrtc:call-end", callId, reason: "peer-disconnected" };
      this.#post(otherIn(call, guest), notice);
    }
  }

  /** @param to whom an offer is for */
  answer(frame: Sent, from: Guest, to: Guest | undefined): Frame {
    if (frame.action === "webrtc:offer") {
      return this.#repeated(frame, from) ?? this.#offered(frame, from, to);
    }
    const call = this.#callOf(from, frame.callId);
    switch (frame.action) {
      case "webrtc:answer":
        return this.#answered(frame, from, call);
      case "webrtc:ice-candidate":
        return call === undefined ? refusal("no-call") : this.#relay(frame, from, call);
      case "webrtc:call-end":
      case "webrtc:call-reject":
      case "webrtc:call-timeout":
        return call === undefined ? ack("none") : this.#ended(frame, from, call);
      default:
        return ack("none");
    }
  }

  /** The answer to an offer that opened a call before. */
  #repeated(frame: Sent, from: Guest): Frame | undefined {
    const opening = this.#opened.get(from);
    if (opening === undefined || opening.id !== frame.id) {
      return undefined;
    }
    const { call } = opening;
    if (this.#current.get(from) !== call) {
      return ack("none", call.callId);
    }
    return call.state === "active"
      ? ack("delivered", call.callId)
      : this.#relay(frame, from, call, true);
  }

  #offered(frame: Offer, from: Guest, to: Guest | undefined): Frame {
    const call = this.#current.get(from);
    if (call === undefined) {
      return frame.callId === undefined ? this.#open(frame, from, to) : refusal("no-call");
    }
    if (frame.to !== undefined && to !== otherIn(call, from)) {
      return refusal("bad-state");
    }
    if (frame.callId !== undefined && frame.callId !== call.callId) {
      return refusal("no-call");
    }
    const isGlare = call.state === "ringing" && roleIn(call, from) === "callee";
    return isGlare ? { ...refusal("glare"), callId: call.callId } : this.#relay(frame, from, call);
  }

  #open(frame: Offer, caller: Guest, callee: Guest | undefined): Frame {
    if (callee?.isPresent !== true) {
      return refusal(callee === undefined ? "no-peer" : "peer-unavailable");
    }
    if (this.#current.has(callee)) {
      return { action: "webrtc:call-reject", reason: "busy" };
    }
    const callId = `c-${++this.#calls}`;
    const ringTimer = setTimeout(() => this.#rangOut(call), RING_MS);
    const { type } = frame;
    const call: SwitchedCall = { callId, caller, callee, type, state: "ringing", ringTimer };
    this.#current.set(caller, call).set(callee, call);
    this.#opened.set(caller, { id: frame.id, call });
    this.openings.push(frame.seq);
    return this.#relay(frame, caller, call, true);
  }

  #answered(frame: Sent, from: Guest, call: SwitchedCall | undefined): Frame {
    if (call === undefined) {
      return refusal("no-call");
    }
    if (call.state === "ringing") {
      if (from === call.caller) {
        return refusal("bad-state");
      }
      clearTimeout(call.ringTimer);
      call.state = "active";
    }
    return this.#relay(frame, from, call);
  }

  #ended(frame: Sent, from: Guest, call: SwitchedCall): Frame {
    const notice = noticeOf(frame, roleIn(call, from), call.state);
    if (notice === undefined) {
      return refusal("bad-state");
    }
    this.#end(call);
    const { callId } = call;
    this.#post(otherIn(call, from), { ...notice, callId, from: sender(from) });
    return ack("delivered", callId);
  }

  #rangOut(call: SwitchedCall): void {
    this.#end(call);
    for (const side of [call.caller, call.callee]) {
      this.#post(side, { ...TIMED_OUT, callId: call.callId });
    }
  }

  #end(call: SwitchedCall): void {
    clearTimeout(call.ringTimer);
    this.#current.delete(call.caller);
    this.#current.delete(call.callee);
  }

  #callOf(guest: Guest, named: string | undefined): SwitchedCall | undefined {
    const call = this.#current.get(guest);
    return named === undefined || named === call?.callId ? call : undefined;
  }

  #relay(frame: Sent, from: Guest, call: SwitchedCall, opens = false): Frame {
    const { id: _, to: __, ...members } = frame;
    const delivery = this.#post(otherIn(call, from), {
      ...members,
      from: sender(from),
      callId: call.callId,
      ...(opens && { polite: true }),
    });
    return ack(delivery, call.callId);
  }
}

/** What the other side is told, if the table allows that. */
function noticeOf(frame: Sent, role: CallRole, state: SwitchedCall["state"]): Frame | undefined {
  const { action, reason } = frame as Sent & { reason?: string };
  if (action === "webrtc:call-end") {
    if (state === "active") {
      return { action, reason: reason ?? "hangup" };
    }
    return role === "caller"
      ? { action, reason: "cancelled" }
      : { action: "webrtc:call-reject", reason: "rejected" };
  }
  const isRejection = action === "webrtc:call-reject";
  if (state !== "ringing" || isRejection !== (role === "callee")) {
    return undefined;
  }
  return isRejection ? { action, reason: reason ?? "rejected" } : TIMED_OUT;
}

function otherIn({ caller, callee }: SwitchedCall, guest: Guest): Guest {
  return guest === caller ? callee : caller;
}

function roleIn({ caller }: SwitchedCall, guest: Guest): CallRole {
  return guest === caller ? "caller" : "callee";
}

function sender({ id }: Guest) {
  return { sessionId: id, displayName: id };
}

function ack(delivery: string, callId?: string): Frame {
  return { action: "ack", delivery, callId };
}

function refusal(code: string): Frame {
  return { action: "error", code, message: "", retryable: false };
}
