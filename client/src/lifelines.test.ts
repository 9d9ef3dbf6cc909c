import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { LogLevel } from "./diagnostics.js";
import { SignalingError } from "./errors.js";
import type { OfferFrame } from "./frames.js";
import type { SignalingClientOptions } from "./options.js";
import { SignalingClient } from "./signaling-client.js";
import { FakeHttp, problem, session } from "./testing/fake-http.js";
import { FakeService } from "./testing/fake-service.js";
import { established } from "./testing/fake-web-socket.js";
import { sendAtOnce } from "./testing/send-as.js";
import { settle } from "./testing/settle.js";

const ignored = () => undefined;
const refusal = (code: string, retryable = false) => ({
  action: "error",
  code,
  message: "",
  retryable,
});
const OFFER = { type: "offer", sdp: "v=0 secret" } as const;

let http: FakeHttp;
let service: FakeService;
let clients: SignalingClient[];

function client(session: string, options: Partial<SignalingClientOptions> = {}): SignalingClient {
  const made = new SignalingClient({
    apiUrl: "https://api.example",
    websocketUrl: "wss://ws.example",
    token: session,
    WebSocket: service.WebSocket,
    fetch: http.fetch,
    nextRetryDelayInMs: () => 1000,
    ...options,
  });
  clients.push(made);
  return made;
}

async function connected(
  session = "ann",
  options: Partial<SignalingClientOptions> = {},
): Promise<SignalingClient> {
  const one = client(session, options);
  const connecting = one.connect();
  await pass();
  await connecting;
  return one;
}

/** Lets happen what happens at once, or within this time. */
const pass = async (ms = 0) => {
  await settle();
  await vi.advanceTimersByTimeAsync(ms);
  await settle();
};

const arrived = (action: string, from = "ann") =>
  service.arrived.flatMap((one) =>
    one.from === from && one.frame.action === action ? [one.frame] : [],
  );
const sockets = (session = "ann") =>
  service.sockets.filter((socket) => socket.session === session && socket.readyState === 1);

beforeEach(() => {
  vi.useFakeTimers({ now: new Date("2026-03-01T12:00:00.000Z") });
  http = new FakeHttp();
  service = new FakeService();
  clients = [];
});
afterEach(async () => {
  for (const one of clients) {
    one.close();
  }
  await pass();
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

describe("frames that are sent while there is no connection", () => {
  test("wait, and go in order when it is there", async () => {
    const ann = await connected();
    service.cut("ann");
    const sent = ["a", "b", "c"].map((text) => ann.sendText(text));
    await pass(999);
    expect(arrived("chat:text")).toEqual([]);
    await pass(1);
    await Promise.all(sent);
    expect(arrived("chat:text")).toMatchObject([{ text: "a" }, { text: "b" }, { text: "c" }]);
  });

  test("are no more than the option allows", async () => {
    const ann = await connected("ann", { maxWaitingFrames: 2 });
    service.cut("ann");
    const sent = ["a", "b", "c"].map((text) => ann.sendText(text));
    await expect(sent[2]).rejects.toMatchObject({ code: "queue-full", retryable: true });
    await pass(1000);
    expect(await Promise.all(sent.slice(0, 2))).toHaveLength(2);
  });

  test("fail when there will be none", async () => {
    const ann = await connected("ann", { nextRetryDelayInMs: () => null });
    service.cut("ann");
    await expect(ann.sendText("a")).rejects.toMatchObject({ code: "connection-lost" });
    expect(ann.state).toMatchObject({ status: "failed", reason: "connection-lost" });
  });

  test("are not sent any more once they are aborted", async () => {
    const ann = await connected();
    service.cut("ann");
    const abort = new AbortController();
    const failed = expect(ann.sendText("a", { signal: abort.signal })).rejects.toMatchObject({
      code: "aborted",
    });
    abort.abort();
    await failed;
    await pass(1000);
    expect(arrived("chat:text")).toEqual([]);
  });
});

describe("a frame without an answer", () => {
  test("is sent again over the next connection, with the same id", async () => {
    const ann = await connected();
    service.scripts["chat:text"] = ignored;
    const sent = ann.sendText("a");
    await pass();
    delete service.scripts["chat:text"];
    service.cut("ann");
    await pass(1000);
    expect(await sent).toMatchObject({ action: "ack" });
    const [first, second] = arrived("chat:text");
    expect(second).toEqual(first);
    expect(ann.diagnostics).toMatchObject({ sent: 1, repeated: 1, reconnects: 1 });
  });

  test("is sent again over the connection that there is, and then that is given up", async () => {
    const ann = await connected("ann", { answerTimeoutMs: 500 });
    service.scripts["chat:text"] = ignored;
    ann.sendText("a").catch(ignored);
    await pass(500);
    expect(arrived("chat:text")).toHaveLength(2);
    expect(ann.state.status).toBe("connected");
    const states: string[] = [];
    ann.on("state", ({ status }) => states.push(status));
    await pass(500);
    expect(states).toEqual(["reconnecting", "connected"]);
    expect(ann.diagnostics.lastError?.code).toBe("no-answer");
  });

  test("is given up when the service may have forgotten its id", async () => {
    const ann = await connected("ann", { answerTimeoutMs: 60_000 });
    service.scripts["chat:text"] = ignored;
    const failed = expect(ann.sendText("a")).rejects.toMatchObject({ code: "no-answer" });
    await pass(600_000);
    await failed;
  });
});

describe("a frame that is refused for the moment", () => {
  test("is sent again after the time that the service asks for", async () => {
    const ann = await connected();
    service.scripts["chat:text"] = () => ({ ...refusal("rate-limited", true), retryAfterMs: 700 });
    const sent = ann.sendText("a");
    await pass();
    delete service.scripts["chat:text"];
    await pass(699);
    expect(arrived("chat:text")).toHaveLength(1);
    await pass(1);
    expect(await sent).toMatchObject({ action: "ack" });
  });

  test("is told when that goes on", async () => {
    const ann = await connected();
    service.scripts["chat:text"] = () => refusal("internal", true);
    const failed = expect(ann.sendText("a")).rejects.toMatchObject({ code: "internal" });
    await pass(60_000);
    await failed;
    expect(arrived("chat:text")).toHaveLength(6);
  });
});

describe("a session or a ticket that is refused for the moment", () => {
  const limited = (retryAfterMs: number) =>
    problem(429, "rate-limited", { retryable: true, retryAfterMs });
  const asked = (request: string) => http.asked().filter((one) => one === request).length;

  test.each([
    ["POST /sessions", {}],
    ["POST /tickets", { token: "ann" }],
  ])("%s is asked again after the time that the service asks for", async (request, options) => {
    http.answers[request] = limited(4000);
    const one = client("", { token: undefined, ...options });
    const connecting = one.connect();
    await pass();
    expect(one.state).toMatchObject({ status: "reconnecting", nextRetryAt: Date.now() + 4000 });
    delete http.answers[request];
    http.answers["POST /sessions"] ??= { status: 201, body: session("ann") };
    await pass(3900);
    expect(asked(request)).toBe(1);
    await pass(100);
    await connecting;
    expect(asked(request)).toBe(2);
  });

  test("it is not waited for less than without that, nor for longer than a minute", async () => {
    http.answers["POST /tickets"] = limited(5);
    const one = client("ann");
    const connecting = one.connect().catch(ignored);
    await pass();
    expect(one.state).toMatchObject({ nextRetryAt: Date.now() + 1000 });
    http.answers["POST /tickets"] = limited(86_400_000);
    await pass(1000);
    expect(one.state).toMatchObject({ nextRetryAt: Date.now() + 60_000 });
    one.close();
    await connecting;
  });
});

describe("another page with the same session", () => {
  test("takes it over, and the first does not come back", async () => {
    const first = await connected();
    const second = await connected();
    await pass(600_000);
    expect(first.state).toMatchObject({ status: "failed", reason: "replaced" });
    expect(second.state.status).toBe("connected");
    expect(service.sockets).toHaveLength(2);
  });

  test("that came first answers this one's greeting: it stays", async () => {
    service.scripts["session:hello"] = () => ({ action: "connection:replaced" });
    const ann = client("ann");
    const failed = expect(ann.connect()).rejects.toMatchObject({ code: "replaced" });
    await pass(60_000);
    await failed;
    expect(service.sockets).toHaveLength(1);
  });
});

describe("before the connection has to go", () => {
  const IN_A_MINUTE = { reconnectBefore: "2026-03-01T12:01:00.000Z" };

  beforeEach(() => {
    service.greeting = IN_A_MINUTE;
  });

  test("there is a new one, and the state does not change", async () => {
    const ann = await connected();
    const states = vi.fn();
    ann.on("state", states);
    await pass(47_999);
    expect(service.sockets).toHaveLength(1);
    await pass(1);
    expect(service.sockets).toHaveLength(2);
    expect(states).not.toHaveBeenCalled();
    expect(ann.diagnostics).toMatchObject({ rollOvers: 1, reconnects: 0 });
    await pass(5000);
    expect(sockets()).toEqual([service.sockets[1]]);
  });

  test("the old one brings what was on its way, and sends until the new one is there", async () => {
    service.weather = () => 10;
    const ann = client("ann");
    ann.connect();
    await pass(30);
    const heard: string[] = [];
    ann.on("chat:text", ({ text }) => heard.push(text));
    const from = { sessionId: "bob", displayName: "Bob" };
    await pass(48_000 + 15);
    const sent = ann.sendText("over the old one");
    service.sockets[0]?.deliver({ action: "chat:text", from, text: "late" });
    await pass(60);
    expect(heard).toEqual(["late"]);
    expect(await sent).toMatchObject({ action: "ack" });
    expect(arrived("chat:text")).toHaveLength(1);
    expect(ann.diagnostics.repeated).toBe(0);
  });

  test("what the old one did not answer is sent again over the new one", async () => {
    service.scripts["chat:text"] = ignored;
    const ann = await connected("ann", { answerTimeoutMs: 60_000 });
    await pass(47_000);
    const sent = ann.sendText("a");
    await pass(1000);
    delete service.scripts["chat:text"];
    await pass(5000);
    expect(await sent).toMatchObject({ action: "ack" });
    expect(arrived("chat:text").map(({ id }) => id)).toHaveLength(2);
    expect(ann.state.status).toBe("connected");
  });

  test("what the old one answers with being replaced is sent over the new one", async () => {
    service.weather = () => 10;
    const ann = client("ann");
    ann.connect();
    await pass(30);
    service.scripts["chat:text"] = (_, from) =>
      from === service.sockets[0]
        ? { action: "connection:replaced" }
        : { action: "ack", delivery: "none" };
    await pass(48_000 + 15);
    const sent = ann.sendText("a");
    await pass(100);
    expect(await sent).toMatchObject({ action: "ack" });
    expect(ann.state.status).toBe("connected");
    expect(new Set(arrived("chat:text").map(({ id }) => id)).size).toBe(1);
  });

  test("a new one that can't be made is tried again, and the old one serves", async () => {
    const ann = await connected();
    service.scripts["session:hello"] = () => refusal("internal", true);
    await pass(48_000);
    delete service.scripts["session:hello"];
    expect(ann.state.status).toBe("connected");
    await pass(5000);
    expect(ann.diagnostics.rollOvers).toBe(1);
  });

  test("and the old one breaks meanwhile, nothing is lost", async () => {
    service.weather = () => 10;
    const ann = client("ann");
    ann.connect();
    await pass(30);
    await pass(48_000 + 5);
    service.sockets[0]?.break();
    const sent = ann.sendText("a");
    expect(ann.state.status).toBe("connected");
    await pass(60);
    expect(await sent).toMatchObject({ action: "ack" });
  });

  test("a newer page takes over all the same", async () => {
    const ann = await connected();
    service.scripts["session:hello"] = () => ({ action: "connection:replaced" });
    await pass(48_000);
    expect(ann.state).toMatchObject({ status: "failed", reason: "replaced" });
  });
});

describe("a session that is no more", () => {
  test("is followed by a new guest, one for all that wait, and the app is told", async () => {
    const told = vi.fn();
    const ann = await connected("gone", { displayName: "Ann" });
    ann.on("session", told);
    await pass(10_000);
    http.answers["POST /sessions"] = { status: 201, body: session("new") };
    service.scripts["chat:text"] = (_, from) =>
      from.session === "gone" ? refusal("session-not-found") : { action: "ack", delivery: "none" };
    const sent = ["a", "b", "c"].map((text) => ann.sendText(text));
    await pass();
    expect(await Promise.all(sent)).toHaveLength(3);
    expect(http.asked().filter((asked) => asked === "POST /sessions")).toHaveLength(1);
    expect(told.mock.calls).toMatchObject([[{ token: "new", isNew: true }]]);
  });

  test("because it has expired is followed by a new guest as well", async () => {
    const ann = await connected("gone");
    await pass(10_000);
    http.answers["POST /sessions"] = { status: 201, body: session("new") };
    service.connectionOf("gone")?.deliver({ action: "session:ended", reason: "expired" });
    await pass();
    expect(ann.state.status).toBe("connected");
    expect(service.connectionOf("new")).toBeDefined();
  });

  test("again and again is told", async () => {
    const ann = await connected("gone");
    service.scripts["chat:text"] = () => refusal("session-not-found");
    const failed = expect(ann.sendText("a")).rejects.toMatchObject({ code: "session-not-found" });
    await pass(60_000);
    await failed;
  });
});

describe("a token that the app provides", () => {
  test("is asked for before connecting, and again when it has run out", async () => {
    const wishes: boolean[] = [];
    const provider = ({ renew }: { renew: boolean }) => {
      wishes.push(renew);
      return renew ? "second" : "first";
    };
    const ann = await connected("", { token: provider });
    expect(sockets("first")).toHaveLength(1);
    service.scripts["chat:text"] = ({ id }) =>
      id === arrived("chat:text", "first")[0]?.id && wishes.length === 1
        ? refusal("session-expired", true)
        : { action: "ack", delivery: "none" };
    const sent = ann.sendText("a");
    await pass();
    expect(await sent).toMatchObject({ action: "ack" });
    expect(wishes).toEqual([false, true]);
    expect(arrived("session:refresh", "first")).toMatchObject([{ token: "second" }]);
    expect(http.asked()).toEqual(["POST /tickets"]);
  });

  test("is asked for again when it can't be had: what failed may pass", async () => {
    let online = false;
    const token = () => (online ? "ann" : Promise.reject(new TypeError("Failed to fetch")));
    const ann = client("", { token });
    const connecting = ann.connect();
    await pass();
    expect(ann.state).toMatchObject({ status: "reconnecting", attempt: 1 });
    expect(ann.diagnostics.lastError).toMatchObject({
      code: "no-token",
      cause: { message: "Failed to fetch" },
    });
    online = true;
    await pass(1000);
    expect(await connecting).toMatchObject({ action: "connection:established" });
  });

  test("that can't be had fails for good if the app says so", async () => {
    const token = () => Promise.reject(new SignalingError("forbidden", "logged out"));
    const failed = expect(client("", { token }).connect()).rejects.toMatchObject({
      code: "forbidden",
      message: "logged out",
    });
    await pass();
    await failed;
  });

  test("that can't be had for frames which wait for it fails them with a SignalingError", async () => {
    let left = 1;
    const token = () => (left-- > 0 ? "ann" : Promise.reject(new Error("logged out")));
    const ann = await connected("", { token, nextRetryDelayInMs: () => null });
    service.scripts["chat:text"] = () => refusal("session-expired", true);
    const failed = expect(ann.sendText("a")).rejects.toMatchObject({
      name: "SignalingError",
      code: "no-token",
    });
    await pass();
    await failed;
  });
});

test("however many frames are refused for the token, it is renewed once", async () => {
  const ann = await connected();
  let refreshed = false;
  service.scripts["session:refresh"] = () => {
    refreshed = true;
    return { action: "ack", delivery: "none" };
  };
  service.scripts["chat:text"] = () =>
    refreshed ? { action: "ack", delivery: "none" } : refusal("session-expired", true);
  const sent = ["a", "b", "c"].map((text) => ann.sendText(text));
  await pass();
  expect(await Promise.all(sent)).toHaveLength(3);
  expect(http.asked()).toEqual(["POST /tickets", "POST /sessions/refresh"]);
  expect(arrived("session:refresh")).toHaveLength(1);
});

test("a token that can't be renewed is followed by a new guest, and what waits is sent", async () => {
  http.answers["POST /sessions/refresh"] = problem(401, "unauthorized", { retryable: false });
  http.answers["POST /sessions"] = { status: 201, body: session("new") };
  const ann = await connected();
  const told = vi.fn();
  ann.on("session", told);
  service.scripts["chat:text"] = (_, from) =>
    from.session === "ann" ? refusal("session-expired", true) : { action: "ack", delivery: "none" };
  const sent = ["a", "b"].map((text) => ann.sendText(text));
  await pass(1000);
  expect(await Promise.all(sent)).toHaveLength(2);
  expect(told.mock.calls).toMatchObject([[{ token: "new", isNew: true }]]);
});

test("a token that can't be renewed for the moment is asked for again with a new connection", async () => {
  const ann = await connected();
  await pass(10_000);
  http.answers["POST /sessions/refresh"] = "unreachable";
  service.scripts["chat:text"] = () => {
    delete service.scripts["chat:text"];
    return refusal("session-expired", true);
  };
  const sent = ann.sendText("a");
  await pass();
  expect(await sent).toMatchObject({ action: "ack" });
  expect(ann.diagnostics.reconnects).toBe(1);
});

test("ICE servers are asked for again with a new token if the one that there is ran out", async () => {
  const ann = await connected();
  const answer = { iceServers: [{ urls: "stun:a" }], expiresAt: "2026-03-01T13:00:00.000Z" };
  http.answers["GET /ice-servers"] = ({ authorization }) =>
    authorization === "Bearer token-2"
      ? { status: 200, body: answer }
      : problem(401, "unauthorized", { retryable: false });
  expect(await ann.iceServers()).toEqual(answer);
  http.answers["GET /ice-servers"] = problem(401, "unauthorized", { retryable: false });
  await expect(ann.iceServers()).rejects.toMatchObject({ code: "unauthorized" });
  expect(http.asked().filter((asked) => asked === "POST /sessions/refresh")).toHaveLength(2);
});

describe("the signal of a method", () => {
  const aborted = (sent: Promise<unknown>) =>
    expect(sent).rejects.toMatchObject({ name: "SignalingError", code: "aborted" });

  test.each<[string, (ann: SignalingClient, signal: AbortSignal) => Promise<unknown>]>([
    ["ping", (ann, signal) => ann.ping({ signal })],
    ["joinRoom", (ann, signal) => ann.joinRoom("kitchen", { signal })],
    ["sendOffer", (ann, signal) => ann.sendOffer(OFFER, "video", { signal })],
    ["sendIceCandidate", (ann, signal) => ann.sendIceCandidate(null, { callId: "c-1", signal })],
    ["sendCallEnd", (ann, signal) => ann.sendCallEnd({ signal })],
  ])("ends the waiting: %s", async (_, send) => {
    const ann = await connected();
    service.weather = () => "lost";
    const abort = new AbortController();
    const failed = aborted(send(ann, abort.signal));
    await pass(5);
    abort.abort();
    await failed;
    await aborted(send(ann, AbortSignal.abort()));
  });

  test("of an opening offer that is under way leaves its call as it is: what follows arrives", async () => {
    const [ann, bob] = [await connected(), await connected("bob")];
    const heard: (string | undefined)[] = [];
    bob.on("webrtc:offer", ({ offer }) => heard.push(offer.sdp));
    bob.on("webrtc:ice-candidate", ({ candidate }) => heard.push(candidate?.candidate));
    service.weather = () => 100;
    const abort = new AbortController();
    const failed = aborted(ann.sendOffer(OFFER, "video", { to: "bob", signal: abort.signal }));
    await pass(50);
    abort.abort();
    await failed;
    await pass(1000);
    ann.sendIceCandidate({ candidate: "one" }, { callId: "c-1" }).catch(ignored);
    ann.sendOffer({ type: "offer", sdp: "again" }, "video", { to: "bob" }).catch(ignored);
    await pass(10_000);
    expect(heard).toEqual([OFFER.sdp, "one", "again"]);
  });
});

describe("a call", () => {
  async function inCall() {
    const [ann, bob] = [await connected("ann"), await connected("bob")];
    const offers: OfferFrame[] = [];
    bob.on("webrtc:offer", (offer) => offers.push(offer));
    ann.sendOffer(OFFER, "video").catch(ignored);
    await pass();
    return { ann, bob, offers };
  }

  const candidates = (one: SignalingClient) => {
    const heard: (string | undefined)[] = [];
    one.on("webrtc:ice-candidate", ({ candidate }) => heard.push(candidate?.candidate));
    return heard;
  };

  test("is resumed from the frame up to which everything has arrived", async () => {
    const { bob } = await inCall();
    service.cut("bob");
    await pass(1000);
    expect(arrived("session:hello", "bob").at(-1)).toMatchObject({
      resume: { callId: "c-1", lastSeq: 1 },
    });
    expect(bob.progress).toEqual({ callId: "c-1", sent: 0, received: 1 });
  });

  test("is resumed by both when both were cut off, whoever is back first", async () => {
    const { ann, bob } = await inCall();
    const heard = candidates(bob);
    service.weather = () => (arrived("webrtc:ice-candidate").length === 1 ? "lost" : 0);
    sendAtOnce(ann, [{ candidate: "1" }], { callId: "c-1" }).catch(ignored);
    await pass();
    service.weather = () => 0;
    service.cut("ann");
    service.cut("bob");
    await pass(1000);
    expect(heard).toEqual(["1"]);
  });

  test("that was waiting is asked for, as what came after its offer may be lost", async () => {
    const from = { sessionId: "ann", displayName: "Ann" };
    const call = { callId: "c-1", peer: { ...from, connected: true }, role: "callee" };
    const offer = { action: "webrtc:offer", from, callId: "c-1", seq: 1, offer: OFFER };
    service.scripts["session:hello"] = (_, to) => {
      to.deliver({ ...offer, type: "video", polite: true });
      const state = { ...call, state: "ringing", type: "video" };
      return { ...established(), call: state } as unknown as { action: string };
    };
    await connected("bob");
    expect(arrived("session:hello", "bob")).toMatchObject([
      {},
      { resume: { callId: "c-1", lastSeq: 1 } },
    ]);
  });

  test("that another page took is not asked for", async () => {
    const peer = { sessionId: "ann", displayName: "Ann", connected: true };
    const call = { callId: "c-1", peer, role: "callee", state: "active", type: "video" };
    service.scripts["session:hello"] = () =>
      ({ ...established(), call }) as unknown as { action: string };
    await connected("bob");
    expect(arrived("session:hello", "bob")).toHaveLength(1);
  });

  test("is asked for by its caller if the answer to its offer may be lost", async () => {
    const ann = await connected("ann");
    service.weather = () => (arrived("webrtc:offer").length === 1 ? "lost" : 0);
    ann.sendOffer(OFFER, "video").catch(ignored);
    await pass();
    service.weather = () => 0;
    service.cut("ann");
    await pass(1000);
    expect(arrived("session:hello").slice(1)).toMatchObject([
      {},
      { resume: { callId: "c-1", lastSeq: 0 } },
    ]);
  });

  test("whose peer comes back is not resumed by who was there all the time", async () => {
    await inCall();
    service.cut("bob");
    await pass(1000);
    expect(arrived("session:hello")).toHaveLength(1);
  });

  test("goes on with what the peer missed, in order", async () => {
    const { ann, bob } = await inCall();
    const heard = candidates(bob);
    service.cut("bob");
    for (const candidate of ["1", "2", "3"]) {
      sendAtOnce(ann, [{ candidate }], { callId: "c-1" }).catch(ignored);
      await settle();
    }
    await pass(1000);
    expect(heard).toEqual(["1", "2", "3"]);
    expect(ann.diagnostics.repeated).toBe(3);
  });

  test("brings a repeated frame once", async () => {
    const { bob, offers } = await inCall();
    service.connectionOf("bob")?.deliver({ ...(offers[0] as OfferFrame) });
    await pass();
    expect(offers).toHaveLength(1);
    expect(bob.diagnostics.dropped).toBe(1);
  });

  test("asks for a frame that was lost, while the connection is there", async () => {
    const { ann, bob } = await inCall();
    const heard = candidates(bob);
    service.weather = () => (arrived("webrtc:ice-candidate").length === 1 ? "lost" : 0);
    sendAtOnce(ann, [{ candidate: "1" }]).catch(ignored);
    await pass();
    service.weather = () => 0;
    sendAtOnce(ann, [{ candidate: "2" }]).catch(ignored);
    await pass(2999);
    expect(heard).toEqual([]);
    await pass(1);
    expect(heard).toEqual(["1", "2"]);
  });

  test("goes on without a frame that the peer does not have any more", async () => {
    const { bob } = await inCall();
    const heard = candidates(bob);
    const from = { sessionId: "ann", displayName: "Ann" };
    const frame = { action: "webrtc:ice-candidate", from, callId: "c-1", seq: 9 };
    service.connectionOf("bob")?.deliver({ ...frame, candidate: { candidate: "9" } });
    await pass(6000);
    expect(heard).toEqual(["9"]);
  });

  test("that rings is known again to a page that was loaded again", async () => {
    await inCall();
    clients.pop()?.close();
    const again = client("bob");
    const offers: OfferFrame[] = [];
    again.on("webrtc:offer", (offer) => offers.push(offer));
    again.connect().catch(ignored);
    await pass();
    expect(offers).toMatchObject([{ callId: "c-1", offer: OFFER, seq: 1 }]);
  });

  test("whose answer was lost with its page rings again, and is answered without a gap", async () => {
    const { ann, bob } = await inCall();
    const heardByAnn: string[] = [];
    ann.on("webrtc:answer", ({ answer }) => heardByAnn.push(answer.sdp));
    service.weather = () => "lost";
    bob.sendAnswer({ type: "answer", sdp: "lost" }, { callId: "c-1" }).catch(ignored);
    await pass();
    const { progress } = bob;
    clients.pop()?.close();
    service.weather = () => 0;
    const again = client("bob", { progress });
    const offers: OfferFrame[] = [];
    again.on("webrtc:offer", (offer) => offers.push(offer));
    again.connect().catch(ignored);
    await pass();
    expect(offers).toMatchObject([{ callId: "c-1", seq: 1 }]);
    again.sendAnswer({ type: "answer", sdp: "again" }, { callId: "c-1" }).catch(ignored);
    await pass(3000);
    expect(heardByAnn).toEqual(["again"]);
  });

  test("whose caller breaks off whenever its offer is asked for rings when the caller is back", async () => {
    const ann = await connected("ann");
    ann.sendOffer(OFFER, "video").catch(ignored);
    await pass();
    service.cut("ann");
    const bob = client("bob");
    const offers: OfferFrame[] = [];
    bob.on("webrtc:offer", (offer) => offers.push(offer));
    bob.connect().catch(ignored);
    await pass();
    const timesAsked = () => arrived("session:hello", "bob").length - 1;
    service.weather = () => (timesAsked() === 2 ? "lost" : 0);
    await pass(1000);
    expect([timesAsked(), offers]).toEqual([2, []]);
    service.weather = () => 0;
    service.cut("ann");
    await pass(1000);
    expect(offers).toMatchObject([{ callId: "c-1", seq: 1 }]);
  });

  test("that neither page knows any more is not asked for without end", async () => {
    const ann = await connected("ann");
    ann.sendOffer(OFFER, "video").catch(ignored);
    await pass();
    service.cut("ann");
    clients.pop()?.close();
    await connected("bob");
    await connected("ann");
    await pass(1000);
    expect([
      arrived("session:hello", "ann").length,
      arrived("session:hello", "bob").length,
    ]).toEqual([4, 4]);
  });

  test("that rings is not asked for again by a page that has its offer", async () => {
    const { offers } = await inCall();
    service.cut("bob");
    await pass(1000);
    expect(arrived("session:hello", "bob")).toHaveLength(2);
    expect(offers).toHaveLength(1);
  });

  test("goes on in a page that was loaded again and knows how far it had come", async () => {
    const { ann, bob } = await inCall();
    await Promise.all([bob.sendAnswer({ type: "answer", sdp: "v=0" }, { callId: "c-1" }), pass()]);
    const { progress } = bob;
    bob.close();
    const heardByAnn: string[] = [];
    ann.on("webrtc:offer", ({ offer }) => heardByAnn.push(offer.sdp));
    const again = await connected("bob", { progress });
    again.sendOffer({ type: "offer", sdp: "again" }, "video", { callId: "c-1" }).catch(ignored);
    await pass();
    expect(heardByAnn).toEqual(["again"]);
  });

  test("sends nothing before its opening offer is answered", async () => {
    const ann = await connected("ann");
    service.scripts["webrtc:offer"] = ignored;
    ann.sendOffer(OFFER, "video").catch(ignored);
    ann.sendIceCandidate({ candidate: "1" }).catch(ignored);
    ann.sendIceCandidate({ candidate: "2" }).catch(ignored);
    await pass(100);
    expect(arrived("webrtc:ice-candidate")).toEqual([]);
    delete service.scripts["webrtc:offer"];
    service.cut("ann");
    await pass(1000);
    expect(arrived("webrtc:ice-candidate")).toMatchObject([
      { candidates: [{ candidate: "1" }, { candidate: "2" }], callId: "c-1", seq: 2 },
    ]);
  });

  test("that does not come about takes its candidates with it", async () => {
    const ann = await connected("ann");
    service.scripts["webrtc:offer"] = () => ({ action: "webrtc:call-reject", reason: "busy" });
    ann.sendOffer(OFFER, "video").catch(ignored);
    const failed = expect(ann.sendIceCandidate({ candidate: "1" })).rejects.toMatchObject({
      code: "no-call",
    });
    await pass(100);
    await failed;
    expect(arrived("webrtc:ice-candidate")).toEqual([]);
  });

  test("sends one description after the other, candidates between them in order", async () => {
    const { ann } = await inCall();
    service.weather = () => 100;
    const call = { callId: "c-1" };
    ann.sendOffer({ type: "offer", sdp: "2" }, "video", call).catch(ignored);
    ann.sendIceCandidate({ candidate: "of 2" }, call).catch(ignored);
    ann.sendOffer({ type: "offer", sdp: "3" }, "video", call).catch(ignored);
    ann.sendIceCandidate({ candidate: "of 3" }, call).catch(ignored);
    await pass(199);
    expect(arrived("webrtc:offer")).toHaveLength(2);
    await pass(1000);
    const inOrder = service.arrived
      .flatMap(({ frame }) => ("seq" in frame ? [frame] : []))
      .sort((one, other) => (one.seq ?? 0) - (other.seq ?? 0));
    expect(inOrder).toMatchObject([
      { offer: { sdp: OFFER.sdp } },
      { offer: { sdp: "2" } },
      { candidate: { candidate: "of 2" } },
      { offer: { sdp: "3" } },
      { candidate: { candidate: "of 3" } },
    ]);
  });

  test("that the service does not know any more is forgotten, and the app is told", async () => {
    const { ann } = await inCall();
    const forgotten = vi.fn();
    ann.on("forgotten", forgotten);
    service.forgetCall();
    service.cut("ann");
    await pass(1000);
    expect(forgotten).toHaveBeenCalledWith("c-1");
    expect(ann.progress).toBeUndefined();
  });

  test("that the service does not know any more when a frame is asked for is forgotten too", async () => {
    const { bob } = await inCall();
    const forgotten = vi.fn();
    bob.on("forgotten", forgotten);
    service.forgetCall();
    const from = { sessionId: "ann", displayName: "Ann" };
    const frame = { action: "webrtc:ice-candidate", from, callId: "c-1", seq: 9 };
    service.connectionOf("bob")?.deliver({ ...frame, candidate: null });
    await pass(3000);
    expect(forgotten).toHaveBeenCalledWith("c-1");
    expect(bob.progress).toBeUndefined();
  });
});

describe("the browser's coming online", () => {
  test("finds out that the connection does not answer any more", async () => {
    const target = new EventTarget();
    vi.stubGlobal("addEventListener", target.addEventListener.bind(target));
    vi.stubGlobal("removeEventListener", target.removeEventListener.bind(target));
    const ann = await connected("ann", { answerTimeoutMs: 500 });
    await pass(10_000);
    service.scripts.ping = ignored;
    target.dispatchEvent(new Event("online"));
    await pass(500);
    vi.unstubAllGlobals();
    expect(service.sockets).toHaveLength(2);
    expect(ann.diagnostics.reconnects).toBe(1);
  });
});

describe("an abort", () => {
  test("of connecting closes the client", async () => {
    const abort = new AbortController();
    const ann = client("ann");
    const connecting = ann.connect({ signal: abort.signal });
    abort.abort();
    await expect(connecting).rejects.toMatchObject({ code: "closed" });
    expect(ann.state.status).toBe("closed");
  });

  test("before connecting lets nothing begin", async () => {
    const connecting = client("ann").connect({ signal: AbortSignal.abort() });
    await expect(connecting).rejects.toMatchObject({ code: "aborted" });
    expect(service.sockets).toEqual([]);
  });

  test("leaves no listener behind when the answer was first", async () => {
    const ann = await connected();
    const { signal } = new AbortController();
    const added = vi.spyOn(signal, "addEventListener");
    const removed = vi.spyOn(signal, "removeEventListener");
    await Promise.all([ann.sendText("a", { signal }), pass()]);
    await settle();
    expect(removed).toHaveBeenCalledTimes(added.mock.calls.length);
  });
});

test("diagnostics tell how long an answer took", async () => {
  service.weather = () => 40;
  const ann = client("ann");
  ann.connect().catch(ignored);
  await pass(40);
  await pass(80);
  expect(ann.diagnostics.roundTripMs).toBe(80);
});

test("the log tells each step, and never a token, a description or a candidate", async () => {
  const lines: [LogLevel, string][] = [];
  const log = (level: LogLevel, message: string, details?: object) =>
    lines.push([level, `${message} ${JSON.stringify(details)}`]);
  const ann = await connected("secret-token", { log });
  ann.sendOffer(OFFER, "video").catch(ignored);
  ann.sendIceCandidate({ candidate: "secret-candidate" }).catch(ignored);
  await pass();
  service.cut("secret-token");
  await pass(1000);
  ann.close();
  const steps = lines.filter(([level]) => level !== "debug").map(([, line]) => line);
  expect(steps.map((line) => line.split(" ")[0])).toEqual(
    expect.arrayContaining([
      "connecting",
      "connected",
      "connection-lost",
      "reconnecting",
      "closed",
    ]),
  );
  expect(lines.map(([, line]) => line).join()).not.toContain("secret");
  expect(lines.some(([, line]) => line.startsWith("sent webrtc:offer"))).toBe(true);
});
