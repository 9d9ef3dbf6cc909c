import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { SignalingClientOptions } from "./options.js";
import { SignalingClient } from "./signaling-client.js";
import { FakeHttp, problem } from "./testing/fake-http.js";
import { established, FakeWebSocket } from "./testing/fake-web-socket.js";
import { sendAtOnce } from "./testing/send-as.js";
import { settle } from "./testing/settle.js";

const ignored = () => undefined;
const BOB = { sessionId: "bob", displayName: "Bob" };
const OFFER = { type: "offer", sdp: "v=0" } as const;

let http: FakeHttp;
let client: SignalingClient;

function make(options: Partial<SignalingClientOptions> = {}): SignalingClient {
  client = new SignalingClient({
    apiUrl: "https://api.example",
    websocketUrl: "wss://ws.example",
    token: "ann",
    WebSocket: FakeWebSocket.constructorForClient,
    fetch: http.fetch,
    nextRetryDelayInMs: () => 1000,
    ...options,
  });
  return client;
}

const socket = () => FakeWebSocket.last;
const actions = () => socket().sent.map(({ action }) => action);

async function greet(): Promise<void> {
  await settle();
  socket().open();
  await settle();
  socket().answer("session:hello", { ...established() });
  await settle();
}

async function connected(options: Partial<SignalingClientOptions> = {}): Promise<SignalingClient> {
  make(options).connect().catch(ignored);
  await greet();
  return client;
}

const pass = async (ms: number) => {
  await settle();
  await vi.advanceTimersByTimeAsync(ms);
  await settle();
};

/** An opening offer that is acknowledged. */
async function call(callId: string): Promise<void> {
  client.sendOffer(OFFER, "audio", { to: "bob" }).catch(ignored);
  await settle();
  socket().answer("webrtc:offer", { action: "ack", delivery: "delivered", callId });
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

describe("the network", () => {
  test("never opens a socket: it is given up like an answer that does not come", async () => {
    make().connect().catch(ignored);
    await pass(9999);
    expect(FakeWebSocket.all).toHaveLength(1);
    await pass(1);
    expect(client.diagnostics.lastError?.code).toBe("no-answer");
    expect(socket().readyState).toBe(3);
    await pass(1000);
    expect(FakeWebSocket.all).toHaveLength(2);
  });

  const brokenOff = (status: number) => {
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('{"tick'));
        controller.error(new TypeError("network error"));
      },
    });
    return new Response(body, { status });
  };

  /** The first answer to this path breaks off. */
  const breakingOff = (path: string, after: () => void = ignored) => {
    let first = true;
    return async (url: string, init: RequestInit): Promise<Response> => {
      if (first && url.endsWith(path)) {
        first = false;
        after();
        return brokenOff(200);
      }
      return http.fetch(url, init);
    };
  };

  test("breaks off the ticket: another one is asked for", async () => {
    make({ fetch: breakingOff("/tickets") })
      .connect()
      .catch(ignored);
    await pass(1000);
    await greet();
    expect(client.state.status).toBe("connected");
  });

  test("breaks off a new token: the session stays", async () => {
    http.answers["POST /tickets"] = problem(401, "unauthorized");
    const fetch = breakingOff("/refresh", () => delete http.answers["POST /tickets"]);
    make({ fetch }).connect().catch(ignored);
    await pass(1000);
    await greet();
    expect(client.state.status).toBe("connected");
    expect(http.asked()).not.toContain("POST /sessions");
  });
});

describe("the service", () => {
  test("tells the end of a call before it answers its offer: the next one is numbered from 1", async () => {
    await connected();
    client.sendOffer(OFFER, "audio", { to: "bob" }).catch(ignored);
    await settle();
    socket().receive({
      action: "webrtc:call-reject",
      callId: "c-1",
      reason: "rejected",
      from: BOB,
    });
    socket().answer("webrtc:offer", { action: "ack", delivery: "none", callId: "c-1" });
    await call("c-2");
    expect(socket().latest("webrtc:offer").seq).toBe(1);
  });

  test("refuses late what named no call: the next call goes on", async () => {
    await connected();
    await call("c-1");
    client.sendIceCandidate({ candidate: "x" }).catch(ignored);
    await settle();
    const { id } = socket().latest("webrtc:ice-candidate");
    socket().receive({ action: "webrtc:call-end", callId: "c-1", reason: "hangup" });
    await call("c-2");
    socket().receive({ action: "error", id, code: "no-call", message: "", retryable: false });
    await settle();
    const answered = vi.fn();
    client.on("webrtc:answer", answered);
    const answer = { type: "answer", sdp: "v=0" };
    socket().receive({ action: "webrtc:answer", from: BOB, callId: "c-2", seq: 1, answer });
    sendAtOnce(client, [{ candidate: "y" }], { callId: "c-2" }).catch(ignored);
    await settle();
    expect(answered).toHaveBeenCalledOnce();
    expect(socket().latest("webrtc:ice-candidate").seq).toBe(2);
  });

  test("refuses late what was sent without a call: one that has begun since goes on", async () => {
    await connected();
    sendAtOnce(client, [{ candidate: "x" }]).catch(ignored);
    await settle();
    const { id } = socket().latest("webrtc:ice-candidate");
    const heard = vi.fn();
    client.on("webrtc:ice-candidate", heard);
    const frame = { from: BOB, callId: "c-1" };
    socket().receive({ ...frame, action: "webrtc:offer", offer: OFFER, type: "audio", seq: 1 });
    socket().receive({ action: "error", id, code: "no-call", message: "", retryable: false });
    await settle();
    socket().receive({ ...frame, action: "webrtc:ice-candidate", candidate: null, seq: 2 });
    expect(heard).toHaveBeenCalledOnce();
  });

  test("refuses a new token without saying that the session is gone: no other is made", async () => {
    http.answers["POST /tickets"] = problem(401, "unauthorized");
    http.answers["POST /sessions/refresh"] = problem(403, "forbidden");
    await expect(make().connect()).rejects.toMatchObject({ code: "forbidden" });
    expect(http.asked()).not.toContain("POST /sessions");
  });

  test("takes frames in any order: an offer waits for the answer to the end before, which it must not overtake", async () => {
    await connected();
    await call("c-1");
    client.sendCallEnd({ callId: "c-1" }).catch(ignored);
    client.sendOffer(OFFER, "audio", { to: "bob" }).catch(ignored);
    await settle();
    expect(actions().slice(2)).toEqual(["webrtc:call-end"]);
    socket().answer("webrtc:call-end", { action: "ack", delivery: "delivered" });
    await settle();
    expect(actions().slice(2)).toEqual(["webrtc:call-end", "webrtc:offer"]);
  });
});

describe("the app", () => {
  test.each(["connecting", "connected"] as const)(
    "closes when it hears of %s: nothing goes on",
    async (status) => {
      make().on("state", (state) => {
        if (state.status === status) {
          client.close();
        }
      });
      const failed = expect(client.connect()).rejects.toMatchObject({ code: "closed" });
      if (status === "connected") {
        await greet();
      }
      await failed;
      expect(client.state.status).toBe("closed");
      expect(vi.getTimerCount()).toBe(0);
      await expect(client.sendText("a")).rejects.toMatchObject({ code: "closed" });
    },
  );

  test("closes when it hears of the greeting: connect does not resolve with nothing", async () => {
    make().on("connection:established", () => client.close());
    const failed = expect(client.connect()).rejects.toMatchObject({ code: "closed" });
    await greet();
    await failed;
  });

  test("gives up frames that wait: others may wait in their place", async () => {
    await connected({ maxWaitingFrames: 2 });
    socket().break();
    const abort = new AbortController();
    for (const text of ["a", "b"]) {
      client.sendText(text, { signal: abort.signal }).catch(ignored);
    }
    await settle();
    abort.abort();
    const sent = client.sendText("c");
    await pass(1000);
    await greet();
    socket().answer("chat:text", { action: "ack", delivery: "delivered" });
    expect(await sent).toMatchObject({ action: "ack" });
  });

  test("connects while as many frames wait as may", async () => {
    await connected({ maxWaitingFrames: 1 });
    socket().break();
    client.sendText("a").catch(ignored);
    const connecting = client.connect();
    await greet();
    expect(await connecting).toMatchObject({ action: "connection:established" });
  });

  test("gives up a frame that has a number in a call: it is sent all the same, without a gap", async () => {
    await connected();
    await call("c-1");
    socket().break();
    const abort = new AbortController();
    const failed = expect(
      sendAtOnce(client, [null], { callId: "c-1", signal: abort.signal }),
    ).rejects.toMatchObject({ code: "aborted" });
    await settle();
    abort.abort();
    await failed;
    await pass(1000);
    await greet();
    expect(socket().latest("webrtc:ice-candidate").seq).toBe(2);
  });

  test("has a log that throws: that is reported, and keeps nothing from going on", async () => {
    const reported: unknown[] = [];
    const onError = (error: unknown) => reported.push(error);
    process.on("uncaughtException", onError);
    const log = () => {
      throw new Error("log");
    };
    await connected({ log });
    socket().break();
    await pass(1000);
    await greet();
    expect(client.state.status).toBe("connected");
    client.close();
    vi.useRealTimers();
    await new Promise((resolve) => setTimeout(resolve));
    process.off("uncaughtException", onError);
    expect(reported.length).toBeGreaterThan(0);
    vi.useFakeTimers();
  });

  test("gives a URL that is none: what the browser says of it, with the ticket, is in no message", async () => {
    const lines: string[] = [];
    class Refusing {
      constructor(url: string) {
        throw new SyntaxError(`Failed to construct 'WebSocket': The URL '${url}' is invalid.`);
      }
    }
    const WebSocket = Refusing as unknown as new (url: string) => WebSocket;
    make({ WebSocket, log: (_, message) => lines.push(message) });
    const error = await client.connect().catch((failure) => failure);
    expect(error).toMatchObject({ code: "internal", cause: { name: "SyntaxError" } });
    expect(`${lines} ${error.message}`).not.toContain("ticket-of-ann");
  });
});
