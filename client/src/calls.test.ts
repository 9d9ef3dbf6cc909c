import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Call } from "./call.js";
import type { PeerConnectionConstructor, Resumable } from "./call-types.js";
import { type CallDefaults, Calls } from "./calls.js";
import type { Progress } from "./delivery.js";
import type { SignalingClientOptions } from "./options.js";
import { SignalingClient } from "./signaling-client.js";
import { FakeHttp } from "./testing/fake-http.js";
import { FakeMediaStream, FakePeerConnection } from "./testing/fake-peer-connection.js";
import { established, FakeWebSocket } from "./testing/fake-web-socket.js";
import { settle } from "./testing/settle.js";

/** Not what a call has without the service's word. */
const RING_SECONDS = 20;
const BOB = { sessionId: "bob", displayName: "Bob" };
const candidate = (callId: string, text: string) => ({
  action: "webrtc:ice-candidate",
  from: BOB,
  callId,
  candidate: { candidate: text },
});
const offer = (callId: string) => ({
  action: "webrtc:offer",
  from: BOB,
  callId,
  offer: { type: "offer", sdp: "theirs" },
  type: "audio",
  polite: true,
});

let http: FakeHttp;
let client: SignalingClient;
let calls: Calls;
let incoming: Call[];

const socket = () => FakeWebSocket.last;
const pc = () => FakePeerConnection.last;
const actions = () => socket().sent.map(({ action }) => action);

async function greet(members = {}): Promise<void> {
  await settle();
  socket().open();
  await settle();
  socket().answer("session:hello", { ...established(members) });
  await settle();
}

async function startCall(callId?: string): Promise<Call> {
  const call = calls.start({ type: "audio", peer: BOB });
  pc().needNegotiation();
  await settle();
  if (callId !== undefined) {
    socket().answer("webrtc:offer", { action: "ack", delivery: "delivered", callId });
    await settle();
  }
  return call;
}

function makeClient(options: Partial<SignalingClientOptions> = {}): SignalingClient {
  return new SignalingClient({
    apiUrl: "https://api.example",
    websocketUrl: "wss://ws.example",
    WebSocket: FakeWebSocket.constructorForClient,
    fetch: http.fetch,
    nextRetryDelayInMs: () => 1000,
    ...options,
  });
}

beforeEach(async () => {
  vi.useFakeTimers();
  vi.stubGlobal("MediaStream", FakeMediaStream);
  FakeWebSocket.all = [];
  FakePeerConnection.all = [];
  http = new FakeHttp();
  client = makeClient();
  calls = new Calls(client, { RTCPeerConnection: FakePeerConnection.constructorForCall });
  incoming = [];
  calls.on("incoming", (call) => incoming.push(call));
  client.connect();
  const { limits } = established();
  await greet({
    iceServers: [{ urls: "stun:a" }],
    limits: { ...limits, ringSeconds: RING_SECONDS },
  });
});
afterEach(() => {
  calls.close();
  client.close();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

test("a call is made with what the service said of ICE servers and ringing", async () => {
  const call = await startCall("c-1");
  expect(pc().configuration).toMatchObject({ iceServers: [{ urls: "stun:a" }] });
  vi.advanceTimersByTime(RING_SECONDS * 1000 - 1);
  expect(call.state).toMatchObject({ status: "ringing" });
  vi.advanceTimersByTime(1);
  expect(call.state).toMatchObject({ status: "ended", reason: "timeout" });
});

describe("a call's certificate", () => {
  let made: number;

  /** A browser that numbers its certificates by when they expire. */
  class Certifying extends FakePeerConnection {
    static async generateCertificate(): Promise<RTCCertificate> {
      return { expires: Date.now() + 1000 + ++made } as RTCCertificate;
    }
  }
  const RTCPeerConnection = Certifying as unknown as PeerConnectionConstructor;
  const used = () => pc().configuration.certificates;
  const certificate = (number: number) => ({ expires: Date.now() + 1000 + number });

  async function begin(defaults: CallDefaults = {}): Promise<void> {
    made = 0;
    calls.close();
    calls = new Calls(client, { RTCPeerConnection, ...defaults });
    await settle();
  }

  test("is ready before it, and another than that of the call before", async () => {
    await begin();
    const call = await startCall("c-1");
    expect(used()).toEqual([certificate(1)]);
    expect(made).toBe(1);
    call.hangUp();
    await settle();
    expect(made).toBe(2);
    await startCall();
    expect(used()).toEqual([certificate(2)]);
  });

  test("is the same for all its peer connections", async () => {
    await begin();
    await startCall();
    socket().receive(offer("c-1"));
    await settle();
    expect(FakePeerConnection.all).toHaveLength(2);
    expect(used()).toEqual([certificate(1)]);
  });

  test("is left to the browser when none is ready, or has expired", async () => {
    await begin();
    vi.advanceTimersByTime(1001);
    const call = await startCall();
    expect(used()).toBeUndefined();
    call.hangUp();
    await startCall();
    expect(used()).toBeUndefined();
  });

  test("is left to the browser when none can be made", async () => {
    vi.spyOn(Certifying, "generateCertificate").mockRejectedValue(new Error("not this key"));
    await begin();
    await startCall();
    expect(used()).toBeUndefined();
  });

  test("is the app's, if it has one", async () => {
    const own = [certificate(99)] as RTCCertificate[];
    await begin({ certificates: own });
    await startCall();
    expect(used()).toBe(own);
  });
});

describe("the rehearsal of a call", () => {
  beforeEach(() => {
    calls.close();
    vi.stubGlobal("RTCPeerConnection", class extends FakePeerConnection {});
    vi.stubGlobal("navigator", { userAgentData: {} });
  });

  test("comes before the first call, which ends it", async () => {
    calls = new Calls(client);
    expect(FakePeerConnection.all).toHaveLength(2);
    await startCall();
    const [caller, callee, call] = FakePeerConnection.all;
    expect([caller, callee].map((one) => one?.signalingState)).toEqual(["closed", "closed"]);
    expect(call?.signalingState).toBe("have-local-offer");
  });

  test("ends when nobody wants to call any more", () => {
    new Calls(client).close();
    expect(FakePeerConnection.all.map(({ signalingState }) => signalingState)).toEqual([
      "closed",
      "closed",
    ]);
  });

  test("is left out where the app has peer connections of its own", async () => {
    calls = new Calls(client, { RTCPeerConnection: FakePeerConnection.constructorForCall });
    await settle();
    expect(FakePeerConnection.all).toEqual([]);
  });
});

test("a call that begins late is made with ICE servers that are still good", async () => {
  const iceServers = [{ urls: ["turn:a"], username: "u", credential: "c" }];
  http.answers["GET /ice-servers"] = {
    status: 200,
    body: { iceServers, expiresAt: "2026-03-01T14:00:00.000Z" },
  };
  client.close();
  client.connect();
  await greet({ iceServersExpireAt: "2026-03-01T12:01:00.000Z" });
  await vi.advanceTimersByTimeAsync(48_000);
  await startCall();
  expect(pc().configuration).toMatchObject({ iceServers });
});

test("calls that are made known late begin with what the service said", async () => {
  calls.close();
  calls = new Calls(client, { RTCPeerConnection: FakePeerConnection.constructorForCall });
  await startCall();
  expect(pc().configuration).toMatchObject({ iceServers: [{ urls: "stun:a" }] });
});

test("without a connection ICE servers are not renewed", async () => {
  client.close();
  client.connect();
  await greet({ iceServersExpireAt: "2026-03-01T12:01:00.000Z" });
  client.close();
  await vi.advanceTimersByTimeAsync(120_000);
  expect(http.asked()).not.toContain("GET /ice-servers");
});

test("one call at a time", async () => {
  const call = await startCall("c-1");
  expect(calls.current).toBe(call);
  expect(() => calls.start({ type: "audio" })).toThrow("going on");
  call.hangUp();
  expect(calls.current).toBeUndefined();
  expect(await startCall()).not.toBe(call);
});

test("an offer that opens a call announces it", () => {
  socket().receive(offer("c-1"));
  expect(incoming.map(({ callId, peer }) => [callId, peer])).toEqual([["c-1", BOB]]);
  expect(calls.current).toBe(incoming[0]);
});

test("an offer that comes twice announces one call", () => {
  socket().receive(offer("c-1"));
  socket().receive(offer("c-1"));
  expect(incoming).toHaveLength(1);
});

test("an offer of a call that has ended here announces nothing", () => {
  socket().receive(offer("c-1"));
  incoming[0]?.reject();
  socket().receive(offer("c-1"));
  expect(incoming).toHaveLength(1);
});

test("an opening offer says that the call before is over", async () => {
  const call = await startCall("c-1");
  socket().receive(offer("c-2"));
  expect(call.state).toMatchObject({ status: "ended", reason: "peer-disconnected" });
  expect(calls.current).toBe(incoming[0]);
});

test("two who call at once have one call, and nothing rings", async () => {
  const call = await startCall();
  socket().receive(offer("c-1"));
  await settle();
  socket().answer("webrtc:offer", {
    action: "error",
    code: "glare",
    message: "",
    retryable: false,
    callId: "c-1",
  });
  await settle();
  expect(incoming).toEqual([]);
  expect(call).toMatchObject({ callId: "c-1", role: "callee" });
  expect(actions().slice(-2)).toEqual(["webrtc:offer", "webrtc:answer"]);
});

describe("frames that overtake what they belong to are kept for it", () => {
  test("candidates before the offer", async () => {
    socket().receive(candidate("c-1", "early"));
    socket().receive(candidate("another", "foreign"));
    socket().receive(offer("c-1"));
    incoming[0]?.accept(undefined);
    await settle();
    expect(pc().addedCandidates).toEqual([{ candidate: "early" }]);
  });

  test("candidates of the call after the next", async () => {
    socket().receive(candidate("c-2", "early"));
    socket().receive(offer("c-1"));
    socket().receive(offer("c-2"));
    incoming[1]?.accept(undefined);
    await settle();
    expect(pc().addedCandidates).toEqual([{ candidate: "early" }]);
  });

  test("the answer before the service's answer to the offer", async () => {
    const call = await startCall();
    const answer = { type: "answer", sdp: "theirs" };
    socket().receive({ action: "webrtc:answer", from: BOB, callId: "c-1", answer });
    expect(call.state.status).toBe("ringing");
    socket().answer("webrtc:offer", { action: "ack", delivery: "delivered", callId: "c-1" });
    await settle();
    expect(call.state.status).toBe("connecting");
    expect(pc().remoteDescription).toEqual(answer);
  });

  test("late frames of a former call do nothing to the next", async () => {
    (await startCall("c-1")).hangUp();
    socket().receive({ action: "webrtc:call-end", callId: "c-1", reason: "hangup" });
    const next = await startCall("c-2");
    expect(next.state.status).toBe("ringing");
  });
});

describe("after a connection is made anew", () => {
  async function reconnect(members: object): Promise<void> {
    socket().break();
    await vi.advanceTimersByTimeAsync(1000);
    await greet(members);
  }
  const known = (callId: string) => ({
    call: {
      callId,
      peer: { ...BOB, connected: true },
      role: "caller",
      state: "ringing",
      type: "audio",
    },
  });

  test("a call that both know goes on", async () => {
    const call = await startCall("c-1");
    await reconnect(known("c-1"));
    expect(call.state.status).toBe("ringing");
    expect(actions()).toEqual(["session:hello"]);
  });

  test("a call that the service does not know is over", async () => {
    const call = await startCall("c-1");
    await reconnect({});
    expect(call.state).toMatchObject({ status: "ended", reason: "peer-disconnected" });
  });

  test("a call that this page does not know is ended", async () => {
    await reconnect(known("c-9"));
    expect(socket().latest("webrtc:call-end").callId).toBe("c-9");
  });
});

describe("in a page that was loaded again", () => {
  const members = (role: string, state: string) => ({
    call: { callId: "c-1", peer: { ...BOB, connected: true }, role, state, type: "audio" },
  });

  /** The page is there again, and its greeting is on its way. */
  async function comesBack(progress?: Progress): Promise<void> {
    calls.close();
    client.close();
    client = makeClient({ progress });
    calls = new Calls(client, { RTCPeerConnection: FakePeerConnection.constructorForCall });
    calls.on("incoming", (call) => incoming.push(call));
    calls.on("resumable", (call) => resumable.push(call));
    client.connect();
    await settle();
    socket().open();
    await settle();
  }
  async function loadAgain(known: object, progress?: Progress): Promise<void> {
    await comesBack(progress);
    socket().answer("session:hello", { ...established(), ...known });
    await settle();
  }
  const resumable: Resumable[] = [];
  const PROGRESS = { callId: "c-1", sent: 3, received: 4 };

  beforeEach(() => {
    resumable.length = 0;
  });

  test("a call that goes on can be gone on with, its numbers too", async () => {
    await loadAgain(members("callee", "active"), PROGRESS);
    expect(resumable).toMatchObject([{ callId: "c-1", role: "callee", state: "active" }]);
    const call = calls.resume(FakeMediaStream.of("audio"));
    pc().needNegotiation();
    await settle();
    expect(socket().latest("webrtc:offer")).toMatchObject({ callId: "c-1", seq: 4 });
    const answer = { type: "answer", sdp: "theirs" };
    socket().receive({ action: "webrtc:answer", from: BOB, callId: "c-1", answer, seq: 5 });
    await settle();
    expect(pc().remoteDescription).toEqual(answer);
    expect(call.peer).toMatchObject(BOB);
  });

  test("what was for the page before is not taken: neither an answer nor an offer of the peer's old connection", async () => {
    await loadAgain(members("callee", "active"), PROGRESS);
    const origin = (id: number) => `v=0\r\no=- ${id} 2 IN IP4 127.0.0.1\r\n`;
    const frame = { from: BOB, callId: "c-1", type: "audio" };
    socket().receive({
      ...frame,
      action: "webrtc:answer",
      answer: { type: "answer", sdp: origin(1) },
      seq: 5,
    });
    calls.resume(FakeMediaStream.of("audio"));
    socket().receive({
      ...frame,
      action: "webrtc:offer",
      offer: { type: "offer", sdp: origin(1), madeFor: "of the page before" },
      seq: 6,
    });
    await settle();
    expect(pc().remoteDescription).toBeNull();
    expect(actions()).not.toContain("webrtc:answer");
    const answer = { type: "answer", sdp: origin(2) };
    socket().receive({ ...frame, action: "webrtc:answer", answer, seq: 7 });
    await settle();
    expect(pc().remoteDescription).toEqual(answer);
  });

  test("it can also where `Calls` are made when the connection is there already, unless they are closed at once", async () => {
    calls.close();
    await loadAgain(members("callee", "active"), PROGRESS);
    resumable.length = 0;
    calls.close();
    const [late, closed] = [1, 2].map(
      () => new Calls(client, { RTCPeerConnection: FakePeerConnection.constructorForCall }),
    ) as [Calls, Calls];
    late.on("resumable", (call) => resumable.push(call));
    closed.on("resumable", (call) => resumable.push(call));
    closed.close();
    await settle();
    expect(resumable).toMatchObject([{ callId: "c-1" }]);
    late.close();
  });

  test("one that is called instead ends it first, and is numbered from 1", async () => {
    await loadAgain(members("callee", "active"), PROGRESS);
    calls.start({ type: "audio", peer: BOB });
    pc().needNegotiation();
    await settle();
    expect(socket().latest("webrtc:call-end").callId).toBe("c-1");
    socket().answer("webrtc:call-end", { action: "ack", delivery: "delivered" });
    await settle();
    expect(socket().latest("webrtc:offer")).toMatchObject({ to: BOB.sessionId, seq: 1 });
  });

  test("a call that has ended since the page came back can't be gone on with", async () => {
    await loadAgain(members("callee", "active"), PROGRESS);
    socket().receive({ action: "webrtc:call-end", callId: "c-1", reason: "hangup" });
    const stream = FakeMediaStream.of("audio");
    expect(() => calls.resume(stream)).toThrow("no-call");
    expect(stream.tracks[0]?.stopped).toBe(true);
  });

  test("a call of which this page has only heard is not gone on with but ended: it has no numbers in it", async () => {
    await comesBack();
    socket().receive({ ...candidate("c-1", "x"), seq: 1 });
    socket().answer("session:hello", { ...established(), ...members("callee", "active") });
    await settle();
    expect(resumable).toEqual([]);
    expect(socket().latest("webrtc:call-end").callId).toBe("c-1");
  });

  test("a call that is not wanted any more is ended", async () => {
    await loadAgain(members("callee", "active"), PROGRESS);
    calls.abandon(resumable[0] as Resumable);
    expect(socket().latest("webrtc:call-end").callId).toBe("c-1");
  });

  test("a call whose progress is not known is ended", async () => {
    await loadAgain(members("callee", "active"));
    expect(resumable).toEqual([]);
    expect(socket().latest("webrtc:call-end").callId).toBe("c-1");
  });

  test("a call that rings here rings again, once its offer is sent again", async () => {
    await loadAgain(members("callee", "ringing"));
    expect(actions()).toEqual(["session:hello", "session:hello"]);
    const { polite: _, ...again } = offer("c-1");
    socket().receive({ ...again, seq: 1 });
    expect(incoming.map(({ callId }) => callId)).toEqual(["c-1"]);
  });

  test("a call that rings here rings again with what was kept of it, and though its offer comes before the greeting", async () => {
    await comesBack({ callId: "c-1", sent: 0, received: 1 });
    expect(socket().latest("session:hello").resume).toBeUndefined();
    const { polite: _, ...again } = offer("c-1");
    socket().receive({ ...again, seq: 1 });
    socket().answer("session:hello", { ...established(), ...members("callee", "ringing") });
    await settle();
    expect(incoming.map(({ callId }) => callId)).toEqual(["c-1"]);
  });

  test("without a call there is nothing to go on with", async () => {
    await loadAgain({});
    expect(() => calls.resume()).toThrow("no-call");
  });
});

test("ICE servers are asked for anew before an ICE restart, unless the app has its own", async () => {
  const call = await startCall("c-1");
  http.answers["GET /ice-servers"] = { status: 200, body: { iceServers: [{ urls: "stun:b" }] } };
  await call.restartIce();
  expect(pc().configuration).toMatchObject({ iceServers: [{ urls: "stun:b" }] });
  calls.close();
  const iceServers = [{ urls: "stun:own" }];
  calls = new Calls(client, {
    iceServers,
    RTCPeerConnection: FakePeerConnection.constructorForCall,
  });
  await (await startCall("c-2")).restartIce();
  expect(pc().configuration).toMatchObject({ iceServers });
});

test("close hangs up and listens no more", async () => {
  const call = await startCall("c-1");
  calls.close();
  expect(call.state).toMatchObject({ status: "ended", reason: "cancelled" });
  socket().receive(offer("c-2"));
  expect(incoming).toEqual([]);
});

describe("an opening offer of the peer's, while this side calls", () => {
  const refused = (code: string, more = {}) =>
    socket().answer("webrtc:offer", {
      action: "error",
      code,
      message: "",
      retryable: false,
      ...more,
    });

  test("is the same call though it comes again, after a loss of the connection, and does not say that it opened one", async () => {
    const call = await startCall();
    socket().break();
    await vi.advanceTimersByTimeAsync(1000);
    const peer = { ...BOB, connected: true };
    await greet({ call: { callId: "c-1", peer, role: "callee", state: "ringing", type: "audio" } });
    const { polite: _, ...again } = offer("c-1");
    socket().receive({ ...again, seq: 1 });
    await settle();
    refused("glare", { callId: "c-1" });
    await settle();
    expect([call.role, call.callId]).toEqual(["callee", "c-1"]);
    expect(actions()).toContain("webrtc:answer");
  });

  test("is another call if somebody else calls: it rings, and the own one is over", async () => {
    const call = calls.start({ type: "audio", peer: { sessionId: "carol", displayName: "Carol" } });
    await settle();
    socket().receive(offer("c-1"));
    await settle();
    refused("bad-state");
    await settle();
    expect(call.state).toMatchObject({ status: "ended", by: "remote" });
    expect(incoming.map(({ state }) => state.status)).toEqual(["ringing"]);
    expect(actions()).not.toContain("webrtc:call-end");
  });
});

describe("a stream that no call takes is released", () => {
  const video = () => FakeMediaStream.of("video") as FakeMediaStream & MediaStream;

  test("as one is going on, unless it is that one's", async () => {
    const [first, second] = [video(), video()];
    calls.start({ type: "video", stream: first, peer: BOB });
    expect(() => calls.start({ type: "video", stream: second, peer: BOB })).toThrow();
    expect(() => calls.start({ type: "video", stream: first, peer: BOB })).toThrow();
    expect([first, second].map(({ tracks }) => tracks[0]?.stopped)).toEqual([false, true]);
  });

  test("as nobody listens to the calls any more", async () => {
    const stream = video();
    calls.close();
    expect(() => calls.start({ type: "video", stream, peer: BOB })).toThrow("closed");
    await settle();
    expect(actions()).not.toContain("webrtc:offer");
    expect(stream.tracks[0]?.stopped).toBe(true);
  });

  test("as there is none to go on with", () => {
    const stream = video();
    expect(() => calls.resume(stream)).toThrow("no-call");
    expect(stream.tracks[0]?.stopped).toBe(true);
  });
});

test.each([
  ["revoked", { action: "session:ended", reason: "revoked" }],
  ["taken over by another page", { action: "connection:replaced" }],
])("a call whose session was %s is over", async (_, frame) => {
  const stream = FakeMediaStream.of("video") as FakeMediaStream & MediaStream;
  const call = calls.start({ type: "video", stream, peer: BOB });
  await settle();
  socket().receive(frame);
  expect(call.state.status).toBe("ended");
  expect(stream.tracks[0]?.stopped).toBe(true);
});

test("options that are undefined are as absent", async () => {
  calls.close();
  const absent = {
    iceServers: undefined,
    refreshIceServers: undefined,
    ringSeconds: undefined,
    certificates: undefined,
  };
  const RTCPeerConnection = FakePeerConnection.constructorForCall;
  calls = new Calls(client, { ...absent, RTCPeerConnection } as unknown as CallDefaults);
  const call = await startCall("c-1");
  expect(pc().configuration).toMatchObject({ iceServers: [{ urls: "stun:a" }] });
  vi.advanceTimersByTime(RING_SECONDS * 1000 - 1);
  expect(call.state.status).toBe("ringing");
  http.answers["GET /ice-servers"] = { status: 200, body: { iceServers: [{ urls: "stun:b" }] } };
  await call.restartIce();
  expect(pc().configuration).toMatchObject({ iceServers: [{ urls: "stun:b" }] });
});
