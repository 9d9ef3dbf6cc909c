import type { CallState, CallType, ConnectionState, Peer } from "../src/index.js";
import { endNotice, errorNotice, type Notice } from "./texts.js";

/** What the page shows. `join`: not in a room yet; `room`: in it, and in no call. */
export type Phase =
  | "join"
  | "joining"
  | "room"
  | "calling"
  | "incoming"
  | "connecting"
  | "connected"
  | "interrupted";

export interface Message {
  from: string;
  text: string;
  mine: boolean;
}

export interface DemoState {
  phase: Phase;
  room: string;
  /** The name the service knows this guest by. */
  me: string | undefined;
  peers: readonly Peer[];
  connection: ConnectionState;
  call: { peer: string; type: CallType; since: number | undefined } | undefined;
  muted: boolean;
  cameraOff: boolean;
  /** The camera is looked at before a call. */
  preview: "off" | "starting" | "on";
  messages: readonly Message[];
  notice: Notice | undefined;
}

export type DemoEvent =
  | { type: "joining" }
  | { type: "joined"; room: string; me: string; peers: readonly Peer[] }
  | { type: "left"; notice?: Notice }
  | { type: "connection"; state: ConnectionState }
  | { type: "peer-joined"; peer: Peer }
  | { type: "peer-left"; peer: Peer }
  | { type: "call"; state: CallState; role: "caller" | "callee"; peer: string; callType: CallType }
  | { type: "media"; muted: boolean; cameraOff: boolean }
  | { type: "preview"; preview: DemoState["preview"] }
  | { type: "message"; message: Message }
  | { type: "notice"; notice: Notice | undefined };

export function initialState(room: string, notice?: Notice): DemoState {
  return {
    phase: "join",
    room,
    me: undefined,
    peers: [],
    connection: { status: "closed" },
    call: undefined,
    muted: false,
    cameraOff: false,
    preview: "off",
    messages: [],
    notice,
  };
}

const MOST_MESSAGES = 200;

/** The next state; depends on nothing but its arguments. */
export function reduce(state: DemoState, event: DemoEvent): DemoState {
  switch (event.type) {
    case "joining":
      return { ...state, phase: "joining", notice: undefined };
    case "joined":
      return {
        ...state,
        phase: state.phase === "joining" ? "room" : state.phase,
        room: event.room,
        me: event.me,
        peers: event.peers,
      };
    case "left":
      return {
        ...state,
        phase: "join",
        peers: [],
        call: undefined,
        notice: event.notice ?? state.notice,
      };
    case "connection":
      return connectionChanged(state, event.state);
    case "peer-joined":
      return { ...state, peers: [...without(state.peers, event.peer), event.peer] };
    case "peer-left":
      return { ...state, peers: without(state.peers, event.peer) };
    case "call":
      return callChanged(state, event);
    case "media":
      return { ...state, muted: event.muted, cameraOff: event.cameraOff };
    case "preview":
      return { ...state, preview: event.preview };
    case "message":
      return { ...state, messages: [...state.messages, event.message].slice(-MOST_MESSAGES) };
    case "notice":
      return { ...state, notice: event.notice };
  }
}

/** True while a call goes on, in whatever state. */
export function isInCall(phase: Phase): boolean {
  return phase !== "join" && phase !== "joining" && phase !== "room";
}

function connectionChanged(state: DemoState, connection: ConnectionState): DemoState {
  const next = { ...state, connection };
  // Before one is in a room, the failure is the answer to "join", which tells it.
  return connection.status === "failed" && state.phase !== "joining"
    ? { ...next, notice: errorNotice(connection.error) }
    : next;
}

function callChanged(state: DemoState, event: Extract<DemoEvent, { type: "call" }>): DemoState {
  const call = { peer: event.peer, type: event.callType, since: undefined };
  switch (event.state.status) {
    case "ringing":
      return {
        ...state,
        phase: event.role === "caller" ? "calling" : "incoming",
        call,
        notice: undefined,
      };
    case "connecting":
      return { ...state, phase: "connecting", call };
    case "connected":
    case "interrupted":
      return {
        ...state,
        phase: event.state.status,
        call: { ...call, since: event.state.since },
      };
    case "ended":
      return {
        ...state,
        phase: "room",
        call: undefined,
        muted: false,
        cameraOff: false,
        notice: endNotice(event.state, event.peer),
      };
  }
}

function without(peers: readonly Peer[], gone: Peer): Peer[] {
  return peers.filter((peer) => peer.sessionId !== gone.sessionId);
}
