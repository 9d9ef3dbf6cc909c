import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { ClientFrame, OfferFrame } from "./frames.js";
import type { ConnectionState, SignalingClientOptions } from "./options.js";
import { SignalingClient } from "./signaling-client.js";
import { examples } from "./testing/examples.js";
import { FakeHttp, problem } from "./testing/fake-http.js";
import { established, FakeWebSocket } from "./testing/fake-web-socket.js";
import { sendAs, sendAtOnce } from "./testing/send-as.js";
import { settle } from "./testing/settle.js";

/**
 * Examples of what a method never writes: nulls for absent members, members of no meaning, a list of one, a frame that is
 * full, as the client's own ids are longer.
 */
const ABOUT_FORM = /null|one of cand|no-meaning|no meaning|exactly 32 KiB|^session:|^ping/;

/** For promises that a test leaves open. */
const ignored = () => undefined;

let http: FakeHttp;
let client: SignalingClient;

function make(options: Partial<SignalingClientOptions> = {}): SignalingClient {
  client = new SignalingClient({
    apiUrl: "https://api.example",
    websocketUrl: "wss://ws.example/live",
    displayName: "Ada",
    WebSocket: FakeWebSocket.constructorForClient,
    fetch: http.fetch,
    nextRetryDelayInMs: ({ failedAttempts }) => (failedAttempts < 3 ? 1000 : null),
    ...options,
  });
  return client;
}

async function connected(options: Partial<SignalingClientOptions> = {}): Promise<FakeWebSocket> {
  const connecting = make(options).connect();
  await openAndGreet();
  await connecting;
  return FakeWebSocket.last;
}

async function openAndGreet(): Promise<void> {
  await settle();
  FakeWebSocket.last.open();
  await settle();
  FakeWebSocket.last.answer("session:hello", { ...established() });
  await settle();
}

beforeEach(() => {
  vi.useFakeTimers({ now: new Date("2026-03-01T12:00:00.000Z") });
  FakeWebSocket.all = [];
  http = new FakeHttp();
});
afterEach(() => {
  client.close();
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

describe("connecting", () => {
  test("a guest gets a session, and the first frame is session:hello", async () => {
    const socket = await connected();
    expect(http.requests[0]?.body).toEqual({ displayName: "Ada" });
    expect(http.asked()).toEqual(["POST /sessions", "POST /tickets"]);
    expect(http.requests[1]?.authorization).toBe("Bearer token-1");
    expect(socket.url).toBe("wss://ws.example/live?token=ticket-of-token-1");
    expect(socket.sent.map(({ action }) => action)).toEqual(["session:hello"]);
    expect(client.state).toEqual({ status: "connected" });
    expect(client.established?.sessionId).toBe("ada");
  });

  test("a kept token gets the ticket", async () => {
    const socket = await connected({ token: "kept" });
    expect(http.asked()).toEqual(["POST /tickets"]);
    expect(socket.url).toContain("?token=ticket-of-kept");
  });

  test("nothing happens before connect", async () => {
    make();
    await settle();
    expect(http.requests).toEqual([]);
    expect(FakeWebSocket.all).toEqual([]);
    expect(client.state).toEqual({ status: "closed" });
  });

  test("two who wait for the connection share it", async () => {
    make();
    const both = [client.connect(), client.connect()];
    await openAndGreet();
    expect((await both[0])?.connectionId).toBe((await both[1])?.connectionId);
    expect(FakeWebSocket.all.length).toBe(1);
  });

  test("after a refused handshake there is a new ticket, and the token stays", async () => {
    make({ token: "kept" }).connect().catch(ignored);
    await settle();
    FakeWebSocket.last.break();
    await vi.advanceTimersByTimeAsync(1000);
    expect(http.asked()).toEqual(["POST /tickets", "POST /tickets"]);
    await openAndGreet();
    expect(client.state.status).toBe("connected");
  });

  test("a token that ran out is renewed at once, and gets the ticket", async () => {
    http.answers["POST /tickets"] = problem(401, "unauthorized");
    make({ token: "old" }).on("session", () => delete http.answers["POST /tickets"]);
    client.connect().catch(ignored);
    await openAndGreet();
    expect(client.state.status).toBe("connected");
    expect(http.asked()).toEqual(["POST /tickets", "POST /sessions/refresh", "POST /tickets"]);
    expect(FakeWebSocket.last.url).toContain("ticket-of-token-2");
  });

  test("a renewed token that is refused as well is tried again later", async () => {
    http.answers["POST /tickets"] = problem(401, "unauthorized");
    make({ token: "old" }).connect().catch(ignored);
    await settle();
    expect(client.state).toMatchObject({ status: "reconnecting", attempt: 1 });
  });

  test("a token that is not a guest's fails for good", async () => {
    http.answers["POST /tickets"] = problem(403, "forbidden");
    const failed = expect(make({ token: "other" }).connect()).rejects.toMatchObject({
      code: "forbidden",
    });
    await settle();
    await failed;
    expect(client.state.status).toBe("failed");
  });

  test("a renewed token is not renewed again after a mere loss of connection", async () => {
    http.answers["POST /tickets"] = problem(401, "unauthorized");
    make({ token: "old" }).on("session", () => delete http.answers["POST /tickets"]);
    client.connect().catch(ignored);
    await openAndGreet();
    FakeWebSocket.last.break();
    await vi.advanceTimersByTimeAsync(1000);
    await openAndGreet();
    expect(client.state.status).toBe("connected");
    expect(http.asked().filter((asked) => asked === "POST /sessions/refresh")).toHaveLength(1);
  });

  test.each(["session-not-found", "unauthorized"])(
    "if the session is gone (%s) a new guest is made, once, and the app is told",
    async (code) => {
      http.answers["POST /sessions/refresh"] = problem(401, code);
      http.answers["POST /tickets"] = problem(401, code);
      const told = vi.fn((_: unknown) => delete http.answers["POST /tickets"]);
      make({ token: "old" }).on("session", told);
      client.connect().catch(ignored);
      await settle();
      await vi.advanceTimersByTimeAsync(1000);
      await openAndGreet();
      expect(client.state.status).toBe("connected");
      expect(http.asked().filter((asked) => asked === "POST /sessions")).toHaveLength(1);
      expect(told).toHaveBeenCalledOnce();
      expect(told.mock.calls[0]?.[0]).toMatchObject({ token: "token-1" });
    },
  );

  test("a service that is unreachable is tried again", async () => {
    http.answers["POST /sessions"] = "unreachable";
    make().connect().catch(ignored);
    await settle();
    expect(client.state).toMatchObject({ status: "reconnecting", attempt: 1 });
    delete http.answers["POST /sessions"];
    http.answers["POST /sessions"] = new FakeHttp().answers["POST /sessions"] ?? "unreachable";
    await vi.advanceTimersByTimeAsync(1000);
    await openAndGreet();
    expect(client.state).toEqual({ status: "connected" });
  });

  test("a refusal that can't pass is told at once", async () => {
    http.answers["POST /sessions"] = problem(400, "bad-request", { path: "/displayName" });
    await expect(make().connect()).rejects.toMatchObject({
      code: "bad-request",
      path: "/displayName",
    });
    expect(client.state.status).toBe("failed");
  });

  test("no answer to session:hello is a failed attempt", async () => {
    make({ answerTimeoutMs: 500 }).connect().catch(ignored);
    await settle();
    FakeWebSocket.last.open();
    await vi.advanceTimersByTimeAsync(500);
    expect(client.state).toMatchObject({ status: "reconnecting" });
    expect(FakeWebSocket.last.readyState).toBe(3);
  });
});

describe("reconnecting", () => {
  test("a lost connection is made anew, with the kept token, and listeners stay", async () => {
    const socket = await connected();
    const heard = vi.fn();
    client.on("chat:text", heard);
    socket.break();
    expect(client.state).toEqual({
      status: "reconnecting",
      attempt: 1,
      nextRetryAt: Date.now() + 1000,
    });
    await vi.advanceTimersByTimeAsync(1000);
    await openAndGreet();
    expect(FakeWebSocket.last.url).toContain("ticket-of-token-1");
    FakeWebSocket.last.receive(TEXT);
    expect(heard).toHaveBeenCalledWith(TEXT);
    expect(FakeWebSocket.all.length).toBe(2);
  });

  test("the ticket for the next connection is fetched while that waits for its time", async () => {
    const socket = await connected();
    const before = http.asked().length;
    socket.break();
    await settle();
    expect(http.asked().slice(before)).toEqual(["POST /tickets"]);
    expect(FakeWebSocket.all.length).toBe(1);
    await vi.advanceTimersByTimeAsync(1000);
    await openAndGreet();
    expect(client.state.status).toBe("connected");
    expect(http.asked().slice(before)).toEqual(["POST /tickets"]);
  });

  test("a ticket that could not be fetched ahead is fetched when it is needed", async () => {
    const socket = await connected();
    http.answers["POST /tickets"] = "unreachable";
    socket.break();
    await settle();
    delete http.answers["POST /tickets"];
    await vi.advanceTimersByTimeAsync(1000);
    await openAndGreet();
    expect(client.state.status).toBe("connected");
  });

  test("every connection has a ticket of its own", async () => {
    const socket = await connected();
    socket.break();
    for (let attempt = 0; attempt < 3; attempt++) {
      await vi.advanceTimersByTimeAsync(1000);
      FakeWebSocket.last.break();
      await settle();
    }
    expect(FakeWebSocket.all.length).toBe(4);
    expect(http.asked().filter((asked) => asked === "POST /tickets")).toHaveLength(4);
  });

  test("the states tell the way", async () => {
    make();
    const states: ConnectionState["status"][] = [];
    client.on("state", ({ status }) => states.push(status));
    client.connect();
    await openAndGreet();
    FakeWebSocket.last.break();
    await vi.advanceTimersByTimeAsync(1000);
    await openAndGreet();
    client.close();
    expect(states).toEqual(["connecting", "connected", "reconnecting", "connected", "closed"]);
  });

  test("when the policy gives up, the client has failed, and connect begins anew", async () => {
    const socket = await connected();
    socket.break();
    for (let attempt = 0; attempt < 3; attempt++) {
      await vi.advanceTimersByTimeAsync(1000);
      FakeWebSocket.last.break();
      await settle();
    }
    expect(client.state).toMatchObject({ status: "failed", error: { code: "network" } });
    const again = client.connect();
    await openAndGreet();
    expect((await again).sessionId).toBe("ada");
  });

  test("a connection that did not last counts as a failed attempt", async () => {
    (await connected()).break();
    await vi.advanceTimersByTimeAsync(1000);
    await openAndGreet();
    FakeWebSocket.last.break();
    expect(client.state).toMatchObject({ status: "reconnecting", attempt: 2 });
  });

  test("after one that lasted the counting begins anew", async () => {
    (await connected()).break();
    await vi.advanceTimersByTimeAsync(1000);
    await openAndGreet();
    await vi.advanceTimersByTimeAsync(10_000);
    FakeWebSocket.last.break();
    expect(client.state).toMatchObject({ status: "reconnecting", attempt: 1 });
  });

  test("connect does not wait for the time of the next attempt", async () => {
    (await connected()).break();
    client.connect().catch(ignored);
    await settle();
    expect(FakeWebSocket.all.length).toBe(2);
  });

  test("the browser's coming online does not wait for it either", async () => {
    const target = new EventTarget();
    vi.stubGlobal("addEventListener", target.addEventListener.bind(target));
    vi.stubGlobal("removeEventListener", target.removeEventListener.bind(target));
    (await connected()).break();
    target.dispatchEvent(new Event("online"));
    await settle();
    target.dispatchEvent(new Event("online"));
    await settle();
    vi.unstubAllGlobals();
    expect(FakeWebSocket.all.length).toBe(2);
  });

  test.each([
    [{ action: "connection:replaced" }, "replaced"],
    [{ action: "session:ended", reason: "revoked" }, "session-ended"],
  ])("%j is final", async (frame, code) => {
    const socket = await connected();
    socket.receive(frame);
    socket.break();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(client.state).toMatchObject({ status: "failed", reason: code, error: { code } });
    expect(FakeWebSocket.all.length).toBe(1);
  });

  test("close is final, and may be repeated", async () => {
    const socket = await connected();
    client.close();
    client.close();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(socket.readyState).toBe(3);
    expect([socket.onmessage, socket.onclose]).toEqual([null, null]);
    expect(client.state).toEqual({ status: "closed" });
    await expect(client.ping()).rejects.toMatchObject({ code: "not-connected" });
    await expect(client.sendText("hello")).rejects.toMatchObject({ code: "closed" });
  });

  test("who waits for a connection is told that it was closed", async () => {
    const connecting = make().connect();
    client.close();
    await expect(connecting).rejects.toMatchObject({ code: "closed" });
    await settle();
    expect(FakeWebSocket.all).toEqual([]);
  });
});

describe("a retry policy of the app's", () => {
  const policies: [string, () => number | null][] = [
    ["that has no number any more", () => undefined as unknown as number],
    ["that says NaN", () => Number.NaN],
    ["that says Infinity", () => Number.POSITIVE_INFINITY],
  ];

  test.each(policies)("%s gives up", async (_, nextRetryDelayInMs) => {
    http.answers["POST /sessions"] = "unreachable";
    await expect(make({ nextRetryDelayInMs }).connect()).rejects.toMatchObject({ code: "network" });
    expect(client.state).toMatchObject({ status: "failed", reason: "network" });
    expect(http.requests).toHaveLength(1);
  });

  test("that throws gives up, and what it threw is reported", async () => {
    const bug = new Error("of the app");
    const nextRetryDelayInMs = () => {
      throw bug;
    };
    const socket = await connected({ nextRetryDelayInMs });
    const report = vi.spyOn(globalThis, "queueMicrotask").mockImplementationOnce(() => undefined);
    socket.break();
    const [reported] = report.mock.calls[0] ?? [];
    report.mockRestore();
    expect(client.state).toMatchObject({ status: "failed", reason: "connection-lost" });
    expect(reported).toThrow(bug);
  });
});

describe("keeping the connection", () => {
  test("a heartbeat after every heartbeatSeconds", async () => {
    const socket = await connected();
    const pings = () => socket.sent.filter(({ action }) => action === "ping").length;
    await vi.advanceTimersByTimeAsync(299_999);
    expect(pings()).toBe(0);
    await vi.advanceTimersByTimeAsync(1);
    expect(pings()).toBe(1);
    socket.answer("ping", PONG);
    await vi.advanceTimersByTimeAsync(300_000);
    expect(pings()).toBe(2);
    socket.answer("ping", PONG);
    expect(client.state.status).toBe("connected");
  });

  test("a heartbeat without an answer gives the connection up", async () => {
    const socket = await connected();
    await vi.advanceTimersByTimeAsync(310_000);
    expect(client.state.status).toBe("reconnecting");
    expect(socket.readyState).toBe(3);
  });

  test("the token is renewed in time, and put behind the connection", async () => {
    const socket = await connected();
    await connectedFor(socket, 0.8 * 3_600_000 - 1);
    expect(http.asked()).not.toContain("POST /sessions/refresh");
    await vi.advanceTimersByTimeAsync(1);
    expect(http.requests.at(-1)).toMatchObject({ authorization: "Bearer token-1" });
    expect(socket.latest("session:refresh").token).toBe("token-2");
  });

  test("session-expired renews it at once, and the frame is sent again", async () => {
    const socket = await connected();
    const text = client.sendText("hello");
    const refused = { action: "error", code: "session-expired", message: "", retryable: true };
    const { id } = socket.latest("chat:text");
    socket.answer("chat:text", refused);
    await settle();
    expect(socket.latest("session:refresh").token).toBe("token-2");
    socket.answer("session:refresh", { action: "ack", delivery: "none" });
    await settle();
    expect(socket.sent.at(-1)).toEqual({ action: "chat:text", text: "hello", id });
    socket.answer("chat:text", { action: "ack", delivery: "delivered" });
    expect((await text).delivery).toBe("delivered");
  });

  test("a renewal that fails for the moment is tried again", async () => {
    const socket = await connected();
    http.answers["POST /sessions/refresh"] = "unreachable";
    await connectedFor(socket, 0.8 * 3_600_000);
    http.answers["POST /sessions/refresh"] =
      new FakeHttp().answers["POST /sessions/refresh"] ?? "unreachable";
    await vi.advanceTimersByTimeAsync(5000);
    expect(socket.latest("session:refresh").token).toBe("token-2");
  });
});

describe("requests", () => {
  test("each has an id of its own, and gets the answer of that id", async () => {
    const socket = await connected();
    const first = client.joinRoom("one");
    const second = client.joinRoom("two");
    const ids = socket.sent.slice(1).map(({ id }) => id);
    expect(new Set(ids).size).toBe(2);
    expect(ids.every((id) => /^[A-Za-z0-9_-]{1,64}$/.test(id))).toBe(true);
    const joined = { action: "room:joined", peers: [], youOffer: false };
    socket.receive({ ...joined, id: ids[1], room: "two" });
    socket.receive({ ...joined, id: ids[0], room: "one" });
    expect((await first).room).toBe("one");
    expect((await second).room).toBe("two");
  });

  test("an error becomes a rejection with everything it tells", async () => {
    const socket = await connected();
    const joining = client.joinRoom("one");
    const error = { action: "error", code: "room-full", message: "slow", retryable: true };
    socket.answer("room:join", { ...error, retryAfterMs: 40, path: "/room", callId: "c" });
    await expect(joining).rejects.toMatchObject({
      name: "SignalingError",
      code: "room-full",
      message: "slow",
      retryable: true,
      retryAfterMs: 40,
      path: "/room",
      callId: "c",
    });
  });

  test("no answer in time is a failure", async () => {
    await connected({ answerTimeoutMs: 500 });
    const failed = expect(client.ping()).rejects.toMatchObject({ code: "no-answer" });
    await vi.advanceTimersByTimeAsync(500);
    await failed;
  });

  test("the loss of the connection fails what waits", async () => {
    const socket = await connected();
    const failed = expect(client.ping()).rejects.toMatchObject({ code: "connection-lost" });
    socket.break();
    await failed;
  });

  test("without a connection they fail at once", async () => {
    await expect(make().ping()).rejects.toMatchObject({ code: "not-connected" });
  });

  test("busy is an answer, not an error", async () => {
    const socket = await connected();
    const offering = client.sendOffer({ type: "offer", sdp: "v=0" }, "audio");
    await settle();
    socket.answer("webrtc:offer", { action: "webrtc:call-reject", reason: "busy" });
    expect(await offering).toMatchObject({ action: "webrtc:call-reject", reason: "busy" });
  });

  test("an answer's candidates share a frame, after a window at most", async () => {
    const socket = await connected();
    client.sendAnswer({ type: "answer", sdp: "v=0" }, { callId: "a" }).catch(ignored);
    for (const candidate of ["one", "two"]) {
      client.sendIceCandidate({ candidate }, { callId: "a" }).catch(ignored);
      await settle();
    }
    expect(socket.sent.at(-1)?.action).toBe("webrtc:answer");
    await vi.advanceTimersByTimeAsync(50);
    expect(socket.sent.at(-1)).toMatchObject({
      action: "webrtc:ice-candidate",
      candidates: [{ candidate: "one" }, { candidate: "two" }],
    });
  });

  test("what is sent in a call is numbered, and the next call from 1", async () => {
    const socket = await connected();
    client.sendOffer({ type: "offer", sdp: "v=0" }, "audio").catch(ignored);
    await settle();
    socket.answer("webrtc:offer", { action: "ack", delivery: "delivered", callId: "a" });
    sendAtOnce(client, [null], { callId: "a" }).catch(ignored);
    await settle();
    sendAtOnce(client, [{}], { callId: "a" }).catch(ignored);
    await settle();
    socket.receive({ action: "webrtc:call-end", callId: "a", reason: "hangup" });
    client.sendAnswer({ type: "answer", sdp: "v=0" }, { callId: "b" }).catch(ignored);
    await settle();
    socket.answer("webrtc:answer", { action: "ack", delivery: "delivered" });
    client.sendCallEnd({ callId: "b" }).catch(ignored);
    await settle();
    socket.answer("webrtc:call-end", { action: "ack", delivery: "delivered" });
    client.sendOffer({ type: "offer", sdp: "v=0" }, "audio").catch(ignored);
    await settle();
    const seqs = socket.sent.flatMap((frame) => ("seq" in frame ? [frame.seq] : []));
    expect(seqs).toEqual([1, 2, 3, 1, 1]);
  });
});

test.each([
  { action: "webrtc:call-end", callId: "a", reason: "hangup" },
  { action: "webrtc:call-reject", callId: "a", reason: "rejected" },
  { action: "webrtc:call-timeout", callId: "a" },
])("after the peer's $action the numbers begin at 1", async (frame) => {
  const socket = await connected();
  client.sendAnswer({ type: "answer", sdp: "v=0" }, { callId: "a" }).catch(ignored);
  await settle();
  socket.answer("webrtc:answer", { action: "ack", delivery: "delivered" });
  socket.receive(frame);
  client.sendOffer({ type: "offer", sdp: "v=0" }, "audio").catch(ignored);
  await settle();
  expect(socket.latest("webrtc:offer").seq).toBe(1);
});

describe("a frame above 32 KiB, of which the gateway would close the connection", () => {
  test("is refused alone: one that is full goes, one of a byte more not", async () => {
    const socket = await connected();
    vi.spyOn(Math, "random").mockReturnValueOnce(0.123).mockReturnValueOnce(0.456);
    const frame = { action: "chat:text", text: "ä", id: "123" };
    const bytes = new TextEncoder().encode(JSON.stringify(frame)).length;
    const full = `ä${"x".repeat(32_768 - bytes)}`;
    client.sendText(full).catch(ignored);
    expect(socket.latest("chat:text")).toEqual({ ...frame, text: full });
    await expect(client.sendText(`${full}x`)).rejects.toMatchObject({
      code: "too-large",
      retryable: false,
    });
    expect(socket.sent.filter(({ action }) => action === "chat:text")).toHaveLength(1);
    expect(client.state.status).toBe("connected");
  });
});

describe("the methods write the example frames", () => {
  const written = examples("client").filter(({ name }) => !ABOUT_FORM.test(name));

  test.each(written)("$name", async ({ frame }) => {
    const socket = await connected();
    sendAs(client, frame as unknown as ClientFrame).catch(ignored);
    await settle();
    const {
      id: _,
      seq: __,
      ...sent
    } = socket.latest(frame.action as ClientFrame["action"]) as {
      id: string;
      seq?: number;
    };
    const { id: ___, seq: ____, ...expected } = frame;
    expect(sent).toEqual(expected);
  });

  test("there is one of every action but those that the client sends by itself", () => {
    expect(new Set(written.map(({ frame }) => frame.action)).size).toBe(11);
  });
});

test("a description is sent as the browser made it", async () => {
  const socket = await connected();
  const offer: RTCSessionDescriptionInit = { type: "offer", sdp: "v=0" };
  client.sendOffer(offer, "video").catch(ignored);
  await settle();
  expect(socket.latest("webrtc:offer")).toMatchObject({ offer });
});

describe("events", () => {
  test("a frame that answers nothing is an event, an answer is none", async () => {
    const socket = await connected();
    const heard: string[] = [];
    client.on("webrtc:offer", ({ callId }) => heard.push(callId));
    client.on("pong", () => heard.push("pong"));
    client.on("error", ({ code }) => heard.push(code));
    const ping = client.ping();
    socket.answer("ping", PONG);
    await ping;
    socket.receive(OFFER);
    socket.receive({ action: "error", code: "bad-request", message: "", retryable: false });
    expect(heard).toEqual(["c-1", "bad-request"]);
  });

  test("what is no frame disturbs nobody", async () => {
    const socket = await connected();
    socket.receiveText('{"message": "Internal server error", "connectionId":"a"}');
    socket.receiveText("}");
    expect(client.state.status).toBe("connected");
  });
});

const PONG = { action: "pong", serverTime: "2026-03-01T12:00:00.000Z" };
const BOB = { sessionId: "bob", displayName: "Bob" };
const TEXT = { action: "chat:text", from: BOB, text: "hello" };
const OFFER: OfferFrame = {
  action: "webrtc:offer",
  from: BOB,
  callId: "c-1",
  offer: { type: "offer", sdp: "v=0" },
  type: "video",
  polite: true,
  seq: 1,
};

function answerPings(socket: FakeWebSocket): void {
  for (const { action, id } of socket.sent) {
    if (action === "ping") {
      socket.receive({ ...PONG, id });
    }
  }
}

async function connectedFor(socket: FakeWebSocket, ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 60_000) {
    await vi.advanceTimersByTimeAsync(Math.min(60_000, ms - passed));
    answerPings(socket);
  }
}
