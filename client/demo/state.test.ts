import { describe, expect, test } from "vitest";
import { type CallState, SignalingError } from "../src/index.js";
import {
  type DemoEvent,
  type DemoState,
  initialState,
  isInCall,
  type Phase,
  reduce,
} from "./state.js";

const BOB = { sessionId: "bob", displayName: "Bob", connected: true };
const CLEO = { sessionId: "cleo", displayName: "Cleo", connected: true };

function stateAfter(...events: DemoEvent[]): DemoState {
  return events.reduce(reduce, initialState("r"));
}

const joining: DemoEvent = { type: "joining" };
const joined: DemoEvent = { type: "joined", room: "r", me: "Ada", peers: [BOB] };
const call = (state: CallState, role: "caller" | "callee" = "caller"): DemoEvent => ({
  type: "call",
  state,
  role,
  peer: "Bob",
  callType: "video",
});
const connected = call({ status: "connected", since: 5 });

describe("phases", () => {
  test.each<[Phase, DemoEvent[]]>([
    ["join", []],
    ["joining", [joining]],
    ["room", [joining, joined]],
    ["calling", [joining, joined, call({ status: "ringing" })]],
    ["incoming", [joining, joined, call({ status: "ringing" }, "callee")]],
    ["connecting", [joining, joined, call({ status: "connecting" })]],
    ["connected", [joining, joined, connected]],
    ["interrupted", [joining, joined, call({ status: "interrupted", since: 5 })]],
    ["join", [joining, joined, connected, { type: "left" }]],
  ])("%s", (phase, events) => {
    expect(stateAfter(...events).phase).toBe(phase);
  });

  test("a call ends in the room, with a word of how", () => {
    const end = call({ status: "ended", reason: "hangup", by: "remote", durationMs: 75_000 });
    const state = stateAfter(
      joining,
      joined,
      connected,
      { type: "media", muted: true, cameraOff: true },
      end,
    );
    expect(state).toMatchObject({ phase: "room", call: undefined, muted: false, cameraOff: false });
    expect(state.notice).toEqual({
      kind: "info",
      code: "hangup",
      text: "Bob hung up. The call took 01:15.",
    });
  });

  test("a call knows the peer, its type and since when it is connected", () => {
    expect(stateAfter(joining, joined, connected).call).toEqual({
      peer: "Bob",
      type: "video",
      since: 5,
    });
  });

  test("one is in a call in every phase but the first three", () => {
    const phases: Phase[] = [
      "join",
      "joining",
      "room",
      "calling",
      "incoming",
      "connecting",
      "connected",
      "interrupted",
    ];
    expect(phases.filter((phase) => !isInCall(phase))).toEqual(["join", "joining", "room"]);
  });
});

describe("the room", () => {
  test("who comes is there, once; who goes is not", () => {
    const both = stateAfter(joining, joined, { type: "peer-joined", peer: CLEO });
    expect(both.peers).toEqual([BOB, CLEO]);
    const away = { ...BOB, connected: false };
    const again = reduce(both, { type: "peer-joined", peer: away });
    expect(again.peers).toEqual([CLEO, away]);
    expect(reduce(again, { type: "peer-left", peer: BOB }).peers).toEqual([CLEO]);
  });

  test("coming back to it in the middle of a call leaves the call", () => {
    const state = stateAfter(joining, joined, connected, { ...joined, peers: [] });
    expect(state).toMatchObject({ phase: "connected", peers: [] });
  });

  test("leaving it keeps the notice unless there is a newer one", () => {
    const notice = { kind: "error", code: "a", text: "a" } as const;
    const state = stateAfter(joining, joined, { type: "notice", notice });
    expect(reduce(state, { type: "left" }).notice).toEqual(notice);
    const newer = { ...notice, code: "b" };
    expect(reduce(state, { type: "left", notice: newer }).notice).toEqual(newer);
  });

  test("no more messages are kept than are read", () => {
    const message = { from: "Bob", text: "x", mine: false };
    const events = Array.from({ length: 205 }, (_, n) => ({
      type: "message" as const,
      message: { ...message, text: String(n) },
    }));
    const { messages } = stateAfter(...events);
    expect(messages).toHaveLength(200);
    expect(messages.at(-1)?.text).toBe("204");
  });
});

describe("the connection", () => {
  const failed: DemoEvent = {
    type: "connection",
    state: { status: "failed", reason: "network", error: new SignalingError("network", "") },
  };

  test("that has failed is told", () => {
    expect(stateAfter(joining, joined, failed).notice?.code).toBe("network");
  });

  test("that fails while joining is told by the answer to that", () => {
    expect(stateAfter(joining, failed).notice).toBeUndefined();
  });

  test("its loss leaves a call", () => {
    const state = { status: "reconnecting", attempt: 1, nextRetryAt: 9 } as const;
    expect(stateAfter(joining, joined, connected, { type: "connection", state })).toMatchObject({
      phase: "connected",
      connection: state,
    });
  });
});

test("an old notice goes when a call begins", () => {
  const notice = { kind: "error", code: "a", text: "a" } as const;
  expect(
    stateAfter(joining, joined, { type: "notice", notice }, call({ status: "ringing" })).notice,
  ).toBeUndefined();
});

test("the preview is remembered", () => {
  expect(stateAfter({ type: "preview", preview: "on" }).preview).toBe("on");
});
