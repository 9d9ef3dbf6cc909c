import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Call } from "./call.js";
import type { CallOptions, CallState, Resumable } from "./call-types.js";
import { SignalingError } from "./errors.js";
import type { OfferFrame } from "./frames.js";
import { ANSWER, BOB, callOver, OFFER } from "./testing/fake-call.js";
import { FakeMediaStream, FakePeerConnection, FakeTrack } from "./testing/fake-peer-connection.js";
import { FakeSignaling } from "./testing/fake-signaling.js";
import { settle } from "./testing/settle.js";

let signaling: FakeSignaling;
let states: CallState[];
let refreshIceServers: () => Promise<RTCIceServer[]>;

function make(
  incoming?: OfferFrame,
  options: Partial<CallOptions> = {},
  resumable?: Resumable,
): Call {
  const call = callOver(signaling, incoming, { refreshIceServers, ...options }, resumable);
  states = [];
  call.on("state", (state) => states.push(state));
  return call;
}

/** An outgoing call whose offer is sent and not yet answered by the service. */
async function offered(stream?: MediaStream): Promise<Call> {
  const call = make();
  call.start(stream);
  await settle();
  return call;
}

async function ringing(stream?: MediaStream): Promise<Call> {
  const call = await offered(stream);
  signaling.latest("sendOffer").resolve({ callId: "c-1" });
  await settle();
  return call;
}

async function connected(stream?: MediaStream): Promise<Call> {
  const call = await ringing(stream);
  call.receive(ANSWER);
  await settle();
  pc().becomes("connected");
  return call;
}

const pc = () => FakePeerConnection.last;
const offersSent = () => signaling.methods().filter((method) => method === "sendOffer").length;
const ended = (call: Call) => call.state as Extract<CallState, { status: "ended" }>;

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
  vi.stubGlobal("MediaStream", FakeMediaStream);
  FakePeerConnection.all = [];
  signaling = new FakeSignaling();
  refreshIceServers = async () => [];
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe("a caller", () => {
  test("offers to the peer, rings, connects, and tells how long it took", async () => {
    const call = await ringing(FakeMediaStream.of("audio", "video"));
    const offer = { type: "offer", sdp: "local-offer-1" };
    expect(signaling.latest("sendOffer").args).toEqual([offer, "video", { to: "bob" }]);
    expect(call.state).toEqual({ status: "ringing" });
    expect(call.callId).toBe("c-1");
    call.receive(ANSWER);
    await settle();
    pc().becomes("connected");
    vi.advanceTimersByTime(75_000);
    expect(call.durationMs).toBe(75_000);
    call.hangUp();
    expect(states).toEqual([
      { status: "connecting" },
      { status: "connected", since: 1_000_000 },
      { status: "ended", reason: "hangup", by: "local", durationMs: 75_000 },
    ]);
    expect(signaling.latest("sendCallEnd").args).toEqual([{ callId: "c-1", reason: "hangup" }]);
  });

  test("sends its tracks and receives what it does not send", async () => {
    await offered(FakeMediaStream.of("audio"));
    expect(pc().tracks.map(({ kind }) => kind)).toEqual(["audio"]);
    expect(pc().receivedOnly).toEqual(["video"]);
  });

  test("of an audio call asks for no picture", () => {
    make(undefined, { type: "audio" }).start(undefined);
    expect(pc().receivedOnly).toEqual(["audio"]);
  });

  test("uses the ICE servers it is given", () => {
    make(undefined, { iceServers: [{ urls: "stun:a" }] }).start(undefined);
    expect(pc().configuration).toMatchObject({ iceServers: [{ urls: "stun:a" }] });
  });

  test("takes one transport for all media, and no pool of candidates: with one some calls get no media", () => {
    make(undefined).start(undefined);
    expect(pc().configuration.bundlePolicy).toBe("max-bundle");
    expect(pc().configuration).not.toHaveProperty("iceCandidatePoolSize");
  });

  test("goes through a TURN server alone if it is told to", () => {
    make(undefined, { iceTransportPolicy: "relay" }).start(undefined);
    expect(pc().configuration).toMatchObject({ iceServers: [], iceTransportPolicy: "relay" });
  });

  test("sends its candidates, and that no more are to come", async () => {
    await ringing();
    pc().gathers({ candidate: "1" });
    pc().gathers(null);
    expect(signaling.latest("sendIceCandidate").args).toEqual([
      { candidate: "1" },
      { callId: "c-1" },
    ]);
    expect(signaling.methods().at(-1)).toBe("flushIceCandidates");
  });

  test("gives up when nobody answers, and says so", async () => {
    const call = await ringing();
    vi.advanceTimersByTime(44_999);
    expect(call.state.status).toBe("ringing");
    vi.advanceTimersByTime(1);
    expect(ended(call)).toMatchObject({ reason: "timeout", by: "local", durationMs: 0 });
    expect(signaling.latest("sendCallTimeout").args).toEqual([{ callId: "c-1" }]);
  });

  test("hangs up if it was answered at the very moment it gave up", async () => {
    await ringing();
    signaling.answering = false;
    vi.advanceTimersByTime(45_000);
    signaling.latest("sendCallTimeout").reject(new SignalingError("bad-state", ""));
    await settle();
    expect(signaling.latest("sendCallEnd").args).toEqual([{ callId: "c-1" }]);
  });

  test("does not give up once it is answered", async () => {
    const call = await connected();
    vi.advanceTimersByTime(60_000);
    expect(call.state.status).toBe("connected");
  });

  test("cancels", async () => {
    const call = await ringing();
    call.hangUp();
    expect(ended(call)).toMatchObject({ reason: "cancelled", by: "local" });
    expect(signaling.latest("sendCallEnd").args).toEqual([{ callId: "c-1", reason: "cancelled" }]);
  });

  test("that cancels before the service has named the call cancels it then", async () => {
    const call = await offered();
    call.hangUp();
    expect(signaling.methods()).toEqual(["sendOffer"]);
    signaling.latest("sendOffer").resolve({ callId: "c-1" });
    await settle();
    expect(signaling.latest("sendCallEnd").args).toEqual([{ callId: "c-1", reason: "cancelled" }]);
    expect(call.callId).toBeUndefined();
  });

  test("of a busy peer is told", async () => {
    const call = await offered();
    signaling.latest("sendOffer").resolve({ action: "webrtc:call-reject", reason: "busy" });
    await settle();
    expect(ended(call)).toMatchObject({ reason: "busy", by: "remote" });
    expect(signaling.methods()).toEqual(["sendOffer"]);
  });

  test("whose offer is refused is told why", async () => {
    const call = await offered();
    const error = new SignalingError("peer-unavailable", "gone");
    signaling.latest("sendOffer").reject(error);
    await settle();
    expect(ended(call)).toMatchObject({ reason: "signaling-failed", error });
  });

  test.each([
    [{ action: "webrtc:call-reject", callId: "c-1", reason: "rejected" }, "rejected"],
    [{ action: "webrtc:call-timeout", callId: "c-1" }, "timeout"],
    [
      { action: "webrtc:call-end", callId: "c-1", reason: "peer-disconnected" },
      "peer-disconnected",
    ],
  ] as const)("%j ends the call", async (frame, reason) => {
    const call = await ringing();
    call.receive(frame);
    expect(ended(call)).toMatchObject({ reason, by: "remote" });
  });
});

describe("two who call at once", () => {
  test("the one whose offer was second gives it up and answers the other", async () => {
    const stream = FakeMediaStream.of("audio");
    const call = await offered(stream);
    const first = pc();
    call.receive(OFFER);
    await settle();
    signaling.latest("sendOffer").reject(new SignalingError("glare", "", { callId: "c-1" }));
    await settle();
    expect(first).toMatchObject({ connectionState: "closed", listeners: 0 });
    expect(pc()).not.toBe(first);
    expect(pc().remoteDescription).toEqual(OFFER.offer);
    expect(pc().tracks).toEqual((stream as FakeMediaStream).tracks);
    expect(pc().tracks[0]?.stopped).toBe(false);
    expect(call).toMatchObject({ role: "callee", callId: "c-1", state: { status: "connecting" } });
    expect(signaling.latest("sendAnswer").args[1]).toEqual({ callId: "c-1" });
    vi.advanceTimersByTime(19_999);
    expect(call.state.status).toBe("connecting");
  });

  test("candidates of the offer that lost are not sent", async () => {
    const call = await offered();
    const first = pc();
    first.gathers({ candidate: "lost" });
    call.receive(OFFER);
    first.gathers({ candidate: "lost too" });
    pc().gathers({ candidate: "new" });
    const sent = signaling.sent.filter(({ method }) => method === "sendIceCandidate");
    expect(sent.map(({ args }) => args)).toEqual([[{ candidate: "new" }, { callId: "c-1" }]]);
  });

  test("an offer that was not sent yet is not sent any more", async () => {
    const call = make();
    call.start(undefined);
    pc().needNegotiation();
    call.receive(OFFER);
    await settle();
    expect(signaling.methods()).toEqual(["sendAnswer"]);
  });

  test("the call that won may end before its offer is here: so does this one", async () => {
    const call = await offered();
    signaling.latest("sendOffer").reject(new SignalingError("glare", "", { callId: "c-1" }));
    await settle();
    expect(call.callId).toBe("c-1");
    call.receive({ action: "webrtc:call-end", callId: "c-1", reason: "cancelled" });
    expect(ended(call)).toMatchObject({ reason: "cancelled", by: "remote" });
  });

  test("the offer that lost was sent for no call: that there is none does not end the one that won", async () => {
    const call = await offered();
    call.receive(OFFER);
    await settle();
    signaling.latest("sendOffer").reject(new SignalingError("no-call"));
    await settle();
    vi.advanceTimersByTime(10_000);
    expect(call.state.status).toBe("connecting");
  });

  test("the refusal alone ends nothing: the peer's offer is on the way", async () => {
    const call = await offered();
    signaling.latest("sendOffer").reject(new SignalingError("glare", "", { callId: "c-1" }));
    await settle();
    expect(call.state.status).toBe("ringing");
    call.receive(OFFER);
    await settle();
    expect(signaling.methods()).toEqual(["sendOffer", "sendAnswer"]);
  });
});

describe("a callee", () => {
  test("has no peer connection before it accepts", () => {
    const call = make(OFFER);
    expect(call).toMatchObject({ role: "callee", callId: "c-1", peer: BOB, type: "video" });
    expect(call.peerConnection).toBeUndefined();
  });

  test("accepts: answers the offer, with the candidates that came meanwhile", async () => {
    const call = make(OFFER);
    const candidate = { candidate: "early" };
    call.receive({ action: "webrtc:ice-candidate", from: BOB, callId: "c-1", candidate });
    call.accept(FakeMediaStream.of("audio", "video"));
    await settle();
    expect(pc().remoteDescription).toEqual(OFFER.offer);
    expect(pc().addedCandidates).toEqual([candidate]);
    const answer = { type: "answer", sdp: "local-answer-1" };
    expect(signaling.latest("sendAnswer").args).toEqual([answer, { callId: "c-1" }]);
    expect(states).toEqual([{ status: "connecting" }]);
  });

  test("answers the newest offer of a caller that offered again", async () => {
    const call = make(OFFER);
    const { polite: _, ...again } = { ...OFFER, offer: { type: "offer", sdp: "newer" } as const };
    call.receive(again);
    call.accept(undefined);
    await settle();
    expect(pc().remoteDescription).toEqual({ type: "offer", sdp: "newer" });
  });

  test("accepts once: a second stream is released", () => {
    const call = make(OFFER);
    call.accept(undefined);
    const second = FakeMediaStream.of("audio");
    call.accept(second);
    expect((second as FakeMediaStream).tracks[0]?.stopped).toBe(true);
    expect(FakePeerConnection.all.length).toBe(1);
  });

  test.each(["reject", "hangUp"] as const)("%s declines while it rings", (method) => {
    const call = make(OFFER);
    call[method]();
    expect(ended(call)).toMatchObject({ reason: "rejected", by: "local" });
    expect(signaling.methods()).toEqual(["sendCallReject"]);
  });

  test("can't decline what it has accepted", () => {
    const call = make(OFFER);
    call.accept(undefined);
    call.reject();
    expect(call.state.status).toBe("connecting");
  });

  test("stops ringing by itself, some seconds after the caller's time", () => {
    const call = make(OFFER);
    vi.advanceTimersByTime(49_999);
    expect(call.state.status).toBe("ringing");
    vi.advanceTimersByTime(1);
    expect(ended(call)).toMatchObject({ reason: "timeout" });
    expect(signaling.methods()).toEqual(["sendCallReject"]);
  });

  test("whose answer does not arrive hangs up", async () => {
    const call = make(OFFER);
    signaling.answering = false;
    call.accept(undefined);
    await settle();
    const error = new SignalingError("connection-lost", "");
    signaling.latest("sendAnswer").reject(error);
    await settle();
    expect(ended(call)).toMatchObject({ reason: "signaling-failed", error });
    expect(signaling.latest("sendCallEnd").args).toEqual([{ callId: "c-1" }]);
  });

  test("whose answer came too late waits for the word of how the call ended", async () => {
    const call = make(OFFER);
    signaling.answering = false;
    call.accept(undefined);
    await settle();
    signaling.latest("sendAnswer").reject(new SignalingError("no-call", ""));
    await settle();
    expect(call.state.status).toBe("connecting");
    call.receive({ action: "webrtc:call-end", callId: "c-1", reason: "cancelled" });
    expect(ended(call)).toMatchObject({ reason: "cancelled", by: "remote" });
  });
});

describe("media", () => {
  test("that does not come in time ends the call", async () => {
    const call = await ringing();
    call.receive(ANSWER);
    vi.advanceTimersByTime(20_000);
    expect(ended(call)).toMatchObject({ reason: "ice-failed", by: "local" });
    expect(signaling.latest("sendCallEnd").args).toEqual([{ callId: "c-1", reason: "ice-failed" }]);
  });

  test("that stays away ends the call after half a minute", async () => {
    const call = await connected();
    pc().becomes("disconnected");
    expect(call.state).toEqual({ status: "interrupted", since: 1_000_000 });
    pc().becomes("failed");
    vi.advanceTimersByTime(29_999);
    expect(call.state.status).toBe("interrupted");
    vi.advanceTimersByTime(1);
    expect(ended(call)).toMatchObject({ reason: "ice-failed", durationMs: 30_000 });
  });

  test("that comes back goes on, and the time counts on", async () => {
    const call = await connected();
    pc().becomes("disconnected");
    vi.advanceTimersByTime(29_999);
    pc().becomes("connected");
    vi.advanceTimersByTime(60_000);
    expect(call.state).toEqual({ status: "connected", since: 1_000_000 });
  });

  test("that fails because the peer hung up leaves time to hear that", async () => {
    const call = await connected();
    pc().becomes("failed");
    vi.advanceTimersByTime(499);
    call.receive({ action: "webrtc:call-end", callId: "c-1", reason: "hangup" });
    vi.advanceTimersByTime(60_000);
    expect(ended(call)).toMatchObject({ reason: "hangup", by: "remote" });
    expect(pc().restarts).toBe(0);
  });

  test("descriptions that don't fit end the call", async () => {
    const call = await ringing();
    pc().failing = true;
    call.receive(ANSWER);
    await settle();
    expect(ended(call).reason).toBe("media-failed");
    expect(signaling.latest("sendCallEnd").args).toEqual([
      { callId: "c-1", reason: "media-failed" },
    ]);
  });

  test("the peer's tracks come in one stream", async () => {
    const call = await connected();
    const heard = vi.fn();
    call.on("remotestream", heard);
    pc().receivesTrack(new FakeTrack("audio"));
    pc().receivesTrack(new FakeTrack("video"));
    expect(heard).toHaveBeenCalledTimes(2);
    expect(call.remoteStream.getTracks().map(({ kind }) => kind)).toEqual(["audio", "video"]);
  });

  test("there is something to show from the peer's first track on", async () => {
    const call = await connected();
    const shown = vi.fn();
    call.on("stream", (stream) => shown(stream, stream.getTracks().length));
    pc().receivesTrack(new FakeTrack("audio"));
    pc().receivesTrack(new FakeTrack("video"));
    expect(shown.mock.calls).toEqual([[call.remoteStream, 1]]);
  });

  describe("that come with an offer", () => {
    function comeWithOffer(...tracks: FakeTrack[]): void {
      pc().signalingState = "have-remote-offer";
      for (const track of tracks) {
        pc().receivesTrack(track);
      }
      pc().signalingState = "stable";
    }

    async function accepted(): Promise<Call> {
      const call = make(OFFER);
      call.accept(undefined);
      await settle();
      return call;
    }

    test("are shown when the call is connected", async () => {
      const call = await accepted();
      const shown = vi.fn();
      call.on("stream", shown);
      comeWithOffer(new FakeTrack("audio"), new FakeTrack("video"));
      expect(call.remoteStream.getTracks()).toEqual([]);
      expect(shown).not.toHaveBeenCalled();
      pc().becomes("connected");
      expect(call.remoteStream.getTracks().map(({ kind }) => kind)).toEqual(["audio", "video"]);
      expect(shown).toHaveBeenCalledExactlyOnceWith(call.remoteStream);
    });

    test("are shown when a call that is interrupted is connected again", async () => {
      const call = await connected();
      pc().becomes("disconnected");
      comeWithOffer(new FakeTrack("video"));
      expect(call.remoteStream.getTracks()).toEqual([]);
      pc().becomes("connected");
      expect(call.remoteStream.getTracks()).toHaveLength(1);
    });

    test("are shown at once when it is connected already", async () => {
      const call = await connected();
      comeWithOffer(new FakeTrack("video"));
      expect(call.remoteStream.getTracks()).toHaveLength(1);
    });

    test("are released if the call ends before", async () => {
      const call = await accepted();
      const track = new FakeTrack("video");
      comeWithOffer(track);
      call.hangUp();
      expect(track).toMatchObject({ stopped: true, listeners: 0 });
      expect(call.remoteStream.getTracks()).toEqual([]);
    });
  });

  test("mute and camera off switch the own tracks, and say so", async () => {
    const stream = FakeMediaStream.of("audio", "video");
    const call = await connected(stream);
    const heard = vi.fn();
    call.on("media", heard);
    call.setMuted(true);
    call.setCameraOff(true);
    call.setMuted(false);
    expect(heard.mock.calls.flat()).toEqual([
      { muted: true, cameraOff: false, sharing: false },
      { muted: true, cameraOff: true, sharing: false },
      { muted: false, cameraOff: true, sharing: false },
    ]);
    expect((stream as FakeMediaStream).tracks.map(({ enabled }) => enabled)).toEqual([true, false]);
    call.hangUp();
    call.setMuted(true);
    await call.stopSharing();
    expect(heard).toHaveBeenCalledTimes(3);
  });
});

test("who waits without end is not told at once that it was too long", async () => {
  const ringSeconds = Number.POSITIVE_INFINITY;
  const times = { connectTimeoutMs: ringSeconds, interruptionTimeoutMs: ringSeconds };
  const call = make(OFFER, { ringSeconds, ...times });
  await vi.advanceTimersByTimeAsync(1000);
  expect(call.state.status).toBe("ringing");
  call.accept(undefined);
  await vi.advanceTimersByTimeAsync(1000);
  expect(call.state.status).toBe("connecting");
  pc().becomes("connected");
  pc().becomes("disconnected");
  await vi.advanceTimersByTimeAsync(1000);
  expect(call.state.status).toBe("interrupted");
});

describe("another path is looked for", () => {
  const fresh = [{ urls: "turn:fresh", username: "u", credential: "c" }];

  async function withFreshServers(): Promise<Call> {
    refreshIceServers = vi.fn(async () => fresh);
    return connected();
  }

  test("with fresh ICE servers, when the media has failed", async () => {
    await withFreshServers();
    pc().becomes("failed");
    await vi.advanceTimersByTimeAsync(500);
    expect(pc().configuration).toMatchObject({ iceServers: fresh });
    expect(pc().restarts).toBe(1);
  });

  test("when an interruption does not pass", async () => {
    await withFreshServers();
    pc().becomes("disconnected");
    await vi.advanceTimersByTimeAsync(1999);
    expect(pc().restarts).toBe(0);
    await vi.advanceTimersByTimeAsync(1);
    expect(pc().restarts).toBe(1);
  });

  test("again, when it failed too", async () => {
    await withFreshServers();
    pc().becomes("failed");
    await vi.advanceTimersByTimeAsync(500);
    pc().becomes("connecting");
    pc().becomes("failed");
    await vi.advanceTimersByTimeAsync(500);
    expect(pc().restarts).toBe(2);
  });

  test("with the old ICE servers if fresh ones can't be had", async () => {
    refreshIceServers = () => Promise.reject(new SignalingError("network"));
    await connected();
    pc().becomes("failed");
    await vi.advanceTimersByTimeAsync(500);
    expect(pc().configuration).toMatchObject({ iceServers: [] });
    expect(pc().restarts).toBe(1);
  });

  test("with the old ICE servers if fresh ones are slow", async () => {
    refreshIceServers = () => new Promise(() => undefined);
    const call = await connected();
    const restarted = call.restartIce();
    await vi.advanceTimersByTimeAsync(2999);
    expect(pc().restarts).toBe(0);
    await vi.advanceTimersByTimeAsync(1);
    await restarted;
    expect(pc().restarts).toBe(1);
  });

  test("with the ICE servers of that moment, where the app has a function for them", async () => {
    let iceServers: RTCIceServer[] = [{ urls: "turn:first" }];
    const call = make(OFFER, { iceServers: () => iceServers, refreshIceServers: undefined });
    call.accept(undefined);
    await settle();
    iceServers = fresh;
    await call.restartIce();
    expect(pc().configuration).toMatchObject({ iceServers: fresh });
    expect(pc().restarts).toBe(1);
  });

  test("with the ICE servers of that moment, when the peer looks for one", async () => {
    let iceServers: RTCIceServer[] = [{ urls: "turn:first" }];
    const offer = (fragment: string) => ({
      ...OFFER,
      offer: { type: "offer" as const, sdp: `a=ice-ufrag:${fragment}` },
    });
    const call = make(offer("abcd"), { iceServers: () => iceServers });
    call.accept(undefined);
    await settle();
    iceServers = fresh;
    expect(pc().configuration).toMatchObject({ iceServers: [{ urls: "turn:first" }] });
    call.receive(offer("efgh"));
    await settle();
    expect(pc().configuration).toMatchObject({ iceServers: fresh });
  });

  test("once, however often it is asked for at once", async () => {
    const call = await withFreshServers();
    await Promise.all([call.restartIce(), call.restartIce()]);
    expect(refreshIceServers).toHaveBeenCalledOnce();
    expect(pc().restarts).toBe(1);
  });

  test("not any more when the call ended meanwhile", async () => {
    const call = await withFreshServers();
    const restarted = call.restartIce();
    call.hangUp();
    expect(vi.getTimerCount()).toBe(0);
    await restarted;
    expect(pc().restarts).toBe(0);
  });

  test("when the browser comes online, while the media flows or flowed", async () => {
    const target = new EventTarget();
    vi.stubGlobal("addEventListener", target.addEventListener.bind(target));
    vi.stubGlobal("removeEventListener", target.removeEventListener.bind(target));
    const call = await withFreshServers();
    target.dispatchEvent(new Event("online"));
    await settle();
    expect(pc().restarts).toBe(1);
    call.hangUp();
    target.dispatchEvent(new Event("online"));
    await settle();
    expect(pc().restarts).toBe(1);
  });

  test("when the network is of another kind, not when only its speed is", async () => {
    const connection = Object.assign(new EventTarget(), { type: "wifi" });
    vi.stubGlobal("navigator", { connection });
    const changes = async (type: string) => {
      connection.type = type;
      connection.dispatchEvent(new Event("change"));
      await settle();
    };
    const call = await withFreshServers();
    await changes("wifi");
    expect(pc().restarts).toBe(0);
    await changes("cellular");
    expect(pc().restarts).toBe(1);
    call.hangUp();
    await changes("wifi");
    expect(pc().restarts).toBe(1);
  });
});

describe("a peer whose page was loaded again", () => {
  const sdp = (id: number) => `v=0\r\no=- ${id} 2 IN IP4 127.0.0.1\r\n`;
  const { polite: _, ...again } = OFFER;

  async function connectedTo(id: number): Promise<Call> {
    const call = await ringing(FakeMediaStream.of("audio"));
    call.receive({ ...ANSWER, answer: { type: "answer", sdp: sdp(id) } });
    await settle();
    pc().becomes("connected");
    return call;
  }

  test("is met with a new peer connection, and the call goes on", async () => {
    const call = await connectedTo(1);
    const before = pc();
    const track = new FakeTrack("audio");
    const shown = vi.fn();
    call.on("stream", shown);
    before.receivesTrack(track);
    call.receive({ ...again, offer: { type: "offer", sdp: sdp(2) } });
    await settle();
    expect(before).toMatchObject({ connectionState: "closed", listeners: 0 });
    expect(track.listeners).toBe(0);
    expect(pc().tracks).toEqual(before.tracks);
    expect(call.remoteStream.getTracks()).toEqual([]);
    expect(call.state.status).toBe("interrupted");
    expect(signaling.latest("sendAnswer").args[1]).toEqual({ callId: "c-1" });
    pc().becomes("connected");
    expect(call.state).toEqual({ status: "connected", since: 1_000_000 });
    pc().receivesTrack(new FakeTrack("audio"));
    expect(shown).toHaveBeenCalledTimes(2);
  });

  test("is told from one that only negotiates anew", async () => {
    const call = await connectedTo(1);
    const before = pc();
    call.receive({ ...again, offer: { type: "offer", sdp: sdp(1) } });
    await settle();
    expect(pc()).toBe(before);
  });
});

describe("a call that is gone on with", () => {
  const resume = (role: "caller" | "callee", state: "ringing" | "active") =>
    make(undefined, {}, { callId: "c-1", type: "video", role, state });

  test.each(["caller", "callee"] as const)(
    "is offered anew in the same call by the %s",
    async (role) => {
      const call = resume(role, "active");
      call.start(FakeMediaStream.of("audio"));
      pc().needNegotiation();
      await settle();
      expect(signaling.latest("sendOffer").args[2]).toEqual({ callId: "c-1" });
      expect(call).toMatchObject({ role, callId: "c-1", state: { status: "connecting" } });
      pc().becomes("connected");
      expect(call.state.status).toBe("connected");
    },
  );

  test("rings on if nobody has answered yet", () => {
    const call = resume("caller", "ringing");
    call.start(undefined);
    expect(call.state.status).toBe("ringing");
  });
});

test("how well the media gets through is summed up", async () => {
  const call = await connected();
  expect(await make(OFFER).stats()).toBeUndefined();
  expect(await call.stats()).toMatchObject({ roundTripMs: undefined, relayed: undefined });
});

describe("negotiating again", () => {
  test("names the call", async () => {
    await connected();
    pc().needNegotiation();
    await settle();
    expect(signaling.latest("sendOffer").args[2]).toEqual({ callId: "c-1" });
  });

  test("that is refused leaves the call as it is", async () => {
    const call = await connected();
    pc().needNegotiation();
    await settle();
    signaling.latest("sendOffer").reject(new SignalingError("rate-limited", ""));
    await settle();
    expect(call.state.status).toBe("connected");
  });

  const { polite: _, ...again } = OFFER;

  test("that is refused for good does not keep the peer's from being answered, and is not tried again by itself", async () => {
    const call = await connected();
    pc().needNegotiation();
    await settle();
    signaling.latest("sendOffer").reject(new SignalingError("too-large"));
    await settle();
    const offers = offersSent();
    pc().needNegotiation(); // As a browser does after a rollback.
    await settle();
    expect(offersSent()).toBe(offers);
    call.receive(again);
    await settle();
    expect(signaling.methods()).toContain("sendAnswer");
    await vi.advanceTimersByTimeAsync(100);
    pc().needNegotiation();
    await settle();
    expect(offersSent()).toBe(offers + 1);
  });

  test("of a call that the service knows no more ends it, unless how it ended comes in time", async () => {
    const call = await connected();
    pc().needNegotiation();
    await settle();
    signaling.latest("sendOffer").reject(new SignalingError("no-call"));
    await vi.advanceTimersByTimeAsync(2999);
    expect(call.state.status).toBe("connected");
    await vi.advanceTimersByTimeAsync(1);
    expect(ended(call)).toMatchObject({ reason: "peer-disconnected", by: "remote" });
    expect(vi.getTimerCount()).toBe(0);
  });

  test("with a page that was loaded again and has not got the own offer: it is told again, unless it is answered", async () => {
    await connected();
    const call = await ringing();
    call.receive(again);
    await settle();
    const offers = offersSent();
    await vi.advanceTimersByTimeAsync(2000);
    expect(offersSent()).toBe(offers + 1);
    call.receive(again);
    await settle();
    call.receive(ANSWER);
    await vi.advanceTimersByTimeAsync(2000);
    expect(offersSent()).toBe(offers + 1);
  });

  test("a caller does not see the offer that meets its own", async () => {
    const call = await connected();
    pc().needNegotiation();
    await settle();
    call.receive(again);
    await settle();
    expect(signaling.methods()).not.toContain("sendAnswer");
    expect(pc().rollbacks).toBe(0);
  });

  test("a callee rolls its own back and answers the offer that meets it", async () => {
    const call = make(OFFER);
    call.accept(undefined);
    await settle();
    pc().needNegotiation();
    await settle();
    expect(pc().signalingState).toBe("have-local-offer");
    call.receive(again);
    await settle();
    expect(pc().rollbacks).toBe(1);
    expect(signaling.methods().filter((method) => method === "sendAnswer")).toHaveLength(2);
  });
});

describe("a peer connection that the browser does not make ends the call, and leaves nothing on", () => {
  class Refusing {
    constructor() {
      throw new Error("Failed to construct 'RTCPeerConnection': bad server");
    }
  }
  const RTCPeerConnection = Refusing as unknown as typeof FakePeerConnection.constructorForCall;

  test.each([
    ["of a caller", undefined, (call: Call, stream: MediaStream) => call.start(stream)],
    ["of a callee", OFFER, (call: Call, stream: MediaStream) => call.accept(stream)],
  ])("%s", async (_, incoming, begin) => {
    const stream = FakeMediaStream.of("audio", "video") as FakeMediaStream & MediaStream;
    const call = make(incoming, { RTCPeerConnection });
    begin(call, stream);
    await settle();
    expect(states).toMatchObject([{ status: "ended", reason: "media-failed", by: "local" }]);
    expect(ended(call).error).toMatchObject({ code: "internal", message: "internal" });
    expect(stream.tracks.every(({ stopped }) => stopped)).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });
});

test("an offer that opened another call than the one it was taken for has that ended", async () => {
  const call = await offered();
  call.receive(OFFER);
  await settle();
  expect(call.callId).toBe("c-1");
  signaling.sent[0]?.resolve({ callId: "c-2" });
  await settle();
  expect(signaling.latest("sendCallEnd").args).toEqual([{ callId: "c-2", reason: "cancelled" }]);
  expect(call.callId).toBe("c-1");
});

describe("at the end", () => {
  test.each<[string, (call: Call) => void]>([
    ["hung up here", (call) => call.hangUp()],
    [
      "hung up there",
      (call) => call.receive({ action: "webrtc:call-end", callId: "c-1", reason: "hangup" }),
    ],
    ["lost", (call) => call.lost()],
  ])("everything is released: %s", async (_, end) => {
    const stream = FakeMediaStream.of("audio", "video");
    const call = await connected(stream);
    const remote = new FakeTrack("video");
    pc().receivesTrack(remote);
    pc().gathers({ candidate: "late" });
    end(call);
    expect(pc().connectionState).toBe("closed");
    expect(pc().listeners).toBe(0);
    expect([...(stream as FakeMediaStream).tracks, remote].every((track) => track.stopped)).toBe(
      true,
    );
    expect(remote.listeners).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });

  test.each([undefined, OFFER])("nothing is left of one that only rang", (incoming) => {
    make(incoming).lost();
    expect(vi.getTimerCount()).toBe(0);
  });

  test("it ends once", async () => {
    const call = await connected();
    call.hangUp();
    call.hangUp();
    call.receive({ action: "webrtc:call-end", callId: "c-1", reason: "hangup" });
    expect(states.filter(({ status }) => status === "ended")).toHaveLength(1);
    expect(signaling.methods().filter((method) => method === "sendCallEnd")).toHaveLength(1);
  });

  test("no timer is left, though a listener ended it", () => {
    const call = make(OFFER);
    call.on("state", ({ status }) => status === "connecting" && call.hangUp());
    call.accept(undefined);
    expect(call.state.status).toBe("ended");
    expect(vi.getTimerCount()).toBe(0);
  });

  test("nothing is taken any more", async () => {
    const call = await ringing();
    call.hangUp();
    call.receive(OFFER);
    await settle();
    expect(signaling.methods()).not.toContain("sendAnswer");
    expect(FakePeerConnection.all).toHaveLength(1);
  });

  test("nothing more is sent", async () => {
    const call = await connected();
    call.hangUp();
    const sent = signaling.sent.length;
    pc().gathers({ candidate: "late" });
    pc().needNegotiation();
    await settle();
    expect(signaling.sent).toHaveLength(sent);
  });
});
