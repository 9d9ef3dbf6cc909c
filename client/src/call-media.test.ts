import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Call } from "./call.js";
import { ANSWER, callOver, connectedCall, OFFER } from "./testing/fake-call.js";
import {
  FakeMediaStream,
  FakePeerConnection,
  FakeSender,
  FakeTrack,
} from "./testing/fake-peer-connection.js";
import { FakeSignaling } from "./testing/fake-signaling.js";
import { settle } from "./testing/settle.js";

type Stream = FakeMediaStream & MediaStream;

let signaling: FakeSignaling;

const pc = () => FakePeerConnection.last;
const offersSent = () => signaling.methods().filter((method) => method === "sendOffer").length;
const connected = (stream?: MediaStream) => connectedCall(signaling, stream);
const videoStream = () => FakeMediaStream.of("audio", "video") as Stream;

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
  vi.stubGlobal("MediaStream", FakeMediaStream);
  FakePeerConnection.all = [];
  signaling = new FakeSignaling();
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

/** As browsers do, `replaceTrack` takes some time: 20 ms. */
function replaceSlowly(): void {
  vi.spyOn(FakeSender.prototype, "replaceTrack").mockImplementation(async function (
    this: FakeSender,
    track,
  ) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    this.track = track;
  });
}

function refuseToReplace(): void {
  vi.spyOn(FakeSender.prototype, "replaceTrack").mockRejectedValue(new Error("closed"));
}

/** The screen is shown in an audio call, and no longer. */
async function screenComesAndGoes(call: Call): Promise<void> {
  await call.shareScreen(new FakeTrack("video").track);
  await settle();
  call.receive(ANSWER);
  await call.stopSharing();
  await settle();
  call.receive(ANSWER);
  await settle();
}

describe("tracks can be exchanged", () => {
  test("a camera for another: the old one is stopped, nothing is negotiated", async () => {
    const stream = FakeMediaStream.of("audio", "video") as FakeMediaStream & MediaStream;
    const call = await connected(stream);
    const [, before] = stream.tracks;
    const after = new FakeTrack("video");
    const offers = offersSent();
    call.setCameraOff(true);
    await call.sendTrack(after.track);
    await settle();
    expect(offersSent()).toBe(offers);
    expect(before?.stopped).toBe(true);
    expect(after.enabled).toBe(false);
    expect(pc().tracks).toEqual([stream.tracks[0], after]);
    expect(call.localStream?.getTracks()).toContain(after);
  });

  test("an audio call gets a picture", async () => {
    const call = await connected(FakeMediaStream.of("audio"));
    const offers = offersSent();
    const camera = new FakeTrack("video");
    await call.sendTrack(camera.track);
    await settle();
    expect(pc().tracks.map(({ kind }) => kind)).toEqual(["audio", "video"]);
    expect(offersSent()).toBe(offers + 1);
    expect(call.cameraOff).toBe(false);
    call.hangUp();
    expect(camera.stopped).toBe(true);
  });

  test("who sends nothing can begin to", async () => {
    const call = await connected();
    await call.sendTrack(new FakeTrack("audio").track);
    expect(pc().tracks).toHaveLength(1);
    expect(call.muted).toBe(false);
  });

  test("the screen is shown in place of the camera, and the camera again", async () => {
    const stream = FakeMediaStream.of("audio", "video") as FakeMediaStream & MediaStream;
    const call = await connected(stream);
    const heard = vi.fn();
    call.on("media", heard);
    const screen = new FakeTrack("video");
    await call.shareScreen(screen.track);
    expect(pc().tracks).toEqual([stream.tracks[0], screen]);
    expect(call.sharing).toBe(true);
    expect(stream.tracks[1]?.stopped).toBe(false);
    await call.stopSharing();
    expect(screen.stopped).toBe(true);
    expect(pc().tracks).toEqual(stream.tracks);
    expect(heard.mock.calls.flat().map(({ sharing }) => sharing)).toEqual([true, false]);
  });

  test("in an audio call the screen comes and goes by a new negotiation", async () => {
    const call = await connected(FakeMediaStream.of("audio"));
    const offers = offersSent();
    await call.shareScreen(new FakeTrack("video").track);
    await settle();
    expect(pc().tracks.map(({ kind }) => kind)).toEqual(["audio", "video"]);
    expect(offersSent()).toBe(offers + 1);
    call.receive(ANSWER);
    await settle();
    await call.stopSharing();
    await settle();
    expect(pc().tracks.map(({ kind }) => kind)).toEqual(["audio"]);
    expect(offersSent()).toBe(offers + 2);
  });

  test("a screen that is shown once more is sent as the first one was: the peer sees one picture, not the one that is over", async () => {
    const call = await connected(FakeMediaStream.of("audio"));
    await screenComesAndGoes(call);
    const offers = offersSent();
    const again = new FakeTrack("video");
    await call.shareScreen(again.track);
    await settle();
    expect(pc().senders).toHaveLength(2);
    expect(pc().senders[1]?.track).toBe(again);
    expect(pc().transceivers[1]?.direction).toBe("sendrecv");
    expect(offersSent()).toBe(offers + 1);
  });

  test("what is sent already is left as it is", async () => {
    const stream = FakeMediaStream.of("audio", "video") as FakeMediaStream & MediaStream;
    const call = await connected(stream);
    const [, camera] = stream.tracks as [FakeTrack, FakeTrack];
    await call.sendTrack(camera.track);
    const screen = new FakeTrack("video");
    await call.shareScreen(screen.track);
    await call.shareScreen(screen.track);
    expect([camera.stopped, screen.stopped]).toEqual([false, false]);
    expect(call.localStream?.getTracks()).toContain(camera);
  });

  test("a track that can't be sent leaves the one before", async () => {
    const stream = FakeMediaStream.of("audio", "video") as FakeMediaStream & MediaStream;
    const call = await connected(stream);
    const [, before] = stream.tracks as [FakeTrack, FakeTrack];
    refuseToReplace();
    const camera = new FakeTrack("video");
    await expect(call.sendTrack(camera.track)).rejects.toMatchObject({ problem: "unknown" });
    expect(camera.stopped).toBe(true);
    expect(before.stopped).toBe(false);
    expect(call.localStream?.getTracks()).toContain(before);
  });

  test("a screen that the browser's own button ends is not shown any more", async () => {
    const call = await connected(FakeMediaStream.of("audio", "video"));
    const screen = new FakeTrack("video");
    await call.shareScreen(screen.track);
    screen.dispatchEvent(new Event("ended"));
    await settle();
    expect(call.sharing).toBe(false);
    expect(screen.listeners).toBe(0);
  });

  test("a camera that is exchanged while the screen is shown does not replace that", async () => {
    const call = await connected(FakeMediaStream.of("audio", "video"));
    const screen = new FakeTrack("video");
    await call.shareScreen(screen.track);
    const camera = new FakeTrack("video");
    await call.sendTrack(camera.track);
    expect(pc().tracks[1]).toBe(screen);
    await call.stopSharing();
    expect(pc().tracks[1]).toBe(camera);
  });

  test("a screen is released with the call, and one that comes too late at once", async () => {
    const call = await connected(FakeMediaStream.of("audio"));
    const screen = new FakeTrack("video");
    await call.shareScreen(screen.track);
    call.hangUp();
    const late = new FakeTrack("video");
    await call.shareScreen(late.track);
    expect([screen, late]).toMatchObject([
      { stopped: true, listeners: 0 },
      { stopped: true, listeners: 0 },
    ]);
  });

  test("a device that can't be had leaves all as it was", async () => {
    const call = await connected(FakeMediaStream.of("audio", "video"));
    const refused = Object.assign(new Error(), { name: "NotReadableError" });
    const getUserMedia = () => Promise.reject(refused);
    vi.stubGlobal("navigator", { mediaDevices: { getUserMedia } });
    await expect(call.switchDevice("video", "camera-2")).rejects.toMatchObject({
      name: "MediaError",
      problem: "in-use",
    });
    expect(pc().tracks.map(({ stopped }) => stopped)).toEqual([false, false]);
  });

  test("another device is asked for by its id, and sent in place of the one before", async () => {
    const call = await connected(FakeMediaStream.of("audio", "video"));
    const [before] = pc().tracks;
    const headset = FakeMediaStream.of("audio") as FakeMediaStream & MediaStream;
    const getUserMedia = vi.fn(async () => headset);
    vi.stubGlobal("navigator", { mediaDevices: { getUserMedia } });
    await call.switchDevice("audio", "headset");
    expect(getUserMedia).toHaveBeenCalledWith({ audio: { deviceId: { exact: "headset" } } });
    expect(pc().tracks[0]).toBe(headset.tracks[0]);
    expect(before?.stopped).toBe(true);
  });
});

describe("while a track is exchanged", () => {
  test("the call may end: the camera that was to be sent is not left on", async () => {
    const call = await connected(videoStream());
    replaceSlowly();
    const camera = new FakeTrack("video");
    const exchanged = call.sendTrack(camera.track);
    await vi.advanceTimersByTimeAsync(5);
    call.receive({ action: "webrtc:call-end", callId: "c-1", reason: "hangup" });
    expect(camera.stopped).toBe(true);
    await vi.advanceTimersByTimeAsync(20);
    await exchanged;
    expect(camera.stopped).toBe(true);
  });

  test("it may be muted: so is what is sent then", async () => {
    const call = await connected(FakeMediaStream.of("audio"));
    replaceSlowly();
    const microphone = new FakeTrack("audio");
    const exchanged = call.sendTrack(microphone.track);
    await vi.advanceTimersByTimeAsync(5);
    call.setMuted(true);
    await vi.advanceTimersByTimeAsync(20);
    await exchanged;
    expect(pc().senders[0]?.track).toBe(microphone);
    expect([microphone.enabled, call.muted]).toEqual([false, true]);
  });

  test("another kind may be switched off: that is on", async () => {
    const call = await connected(videoStream());
    replaceSlowly();
    const camera = new FakeTrack("video");
    const exchanged = call.sendTrack(camera.track);
    await vi.advanceTimersByTimeAsync(5);
    call.setMuted(true);
    await vi.advanceTimersByTimeAsync(20);
    await exchanged;
    expect([camera.enabled, call.muted, call.cameraOff]).toEqual([true, true, false]);
  });

  test("another is to be sent: one after the other, and the last one stays", async () => {
    const call = await connected(FakeMediaStream.of("audio"));
    replaceSlowly();
    const [first, second] = [new FakeTrack("audio"), new FakeTrack("audio")];
    const exchanged = [call.sendTrack(first.track), call.sendTrack(second.track)];
    await vi.advanceTimersByTimeAsync(40);
    await Promise.all(exchanged);
    expect([first.stopped, second.stopped]).toEqual([true, false]);
    call.setMuted(true);
    expect(pc().senders[0]?.track).toBe(second);
    expect(second.enabled).toBe(false);
  });

  test("one that can't be sent keeps none behind it from being sent", async () => {
    const call = await connected(videoStream());
    refuseToReplace();
    await expect(call.sendTrack(new FakeTrack("video").track)).rejects.toThrow();
    vi.restoreAllMocks();
    const camera = new FakeTrack("video");
    await call.sendTrack(camera.track);
    expect(pc().senders[1]?.track).toBe(camera);
  });
});

describe("while the screen begins to be shown", () => {
  /** An audio call in which a screen was shown before. */
  async function shownBefore(): Promise<Call> {
    const call = await connected(FakeMediaStream.of("audio"));
    await screenComesAndGoes(call);
    replaceSlowly();
    return call;
  }

  test("another is to be shown: the peer sees one picture", async () => {
    const call = await shownBefore();
    const [first, second] = [new FakeTrack("video"), new FakeTrack("video")];
    const shown = [call.shareScreen(first.track), call.shareScreen(second.track)];
    await vi.advanceTimersByTimeAsync(40);
    await Promise.all(shown);
    expect(pc().senders).toHaveLength(2);
    expect(pc().senders[1]?.track).toBe(second);
  });

  test("it is to be shown no longer: nothing is sent then", async () => {
    const call = await shownBefore();
    const screen = new FakeTrack("video");
    const shown = call.shareScreen(screen.track);
    await vi.advanceTimersByTimeAsync(5);
    const over = call.stopSharing();
    await vi.advanceTimersByTimeAsync(40);
    await Promise.all([shown, over]);
    expect([call.sharing, pc().senders[1]?.track, screen.stopped]).toEqual([false, null, true]);
  });
});

test("a screen that can't be sent is not shown, and not left on", async () => {
  const call = await connected(videoStream());
  refuseToReplace();
  const screen = new FakeTrack("video");
  await expect(call.shareScreen(screen.track)).rejects.toMatchObject({ name: "MediaError" });
  expect(screen).toMatchObject({ stopped: true, listeners: 0 });
  expect(call.sharing).toBe(false);
});

test("a camera that can't be sent again after the browser's own button is nobody's unhandled error", async () => {
  const call = await connected(videoStream());
  const screen = new FakeTrack("video");
  await call.shareScreen(screen.track);
  refuseToReplace();
  screen.dispatchEvent(new Event("ended"));
  await settle();
  expect(call.sharing).toBe(false);
});

describe("before a call is accepted", () => {
  test("it may be muted: it is so then, whatever brings the microphone", async () => {
    const call = callOver(signaling, OFFER);
    call.setMuted(true);
    call.accept(FakeMediaStream.of("audio"));
    expect(call.muted).toBe(true);
    call.setMuted(false);
    expect(call.muted).toBe(false);
    const other = callOver(signaling, OFFER);
    other.setMuted(true);
    other.accept(undefined);
    await other.sendTrack(new FakeTrack("audio").track);
    expect(other.muted).toBe(true);
    const third = callOver(signaling, OFFER);
    third.setMuted(true);
    third.setMuted(false);
    third.accept(FakeMediaStream.of("audio"));
    expect(third.muted).toBe(false);
    for (const one of [call, other, third]) {
      one.hangUp();
    }
  });

  test("what is to be sent goes along, unless it is accepted with other media", async () => {
    const call = callOver(signaling, OFFER);
    const camera = new FakeTrack("video");
    await call.sendTrack(camera.track);
    call.accept(undefined);
    expect(pc().tracks).toEqual([camera]);
    const other = callOver(signaling, OFFER);
    await other.sendTrack(camera.track);
    const stream = videoStream();
    other.accept(stream);
    expect(pc().tracks).toEqual(stream.tracks);
    call.hangUp();
    other.hangUp();
  });
});

test("the same stream twice is no other: it stays on", async () => {
  const incoming = callOver(signaling, OFFER);
  const stream = videoStream();
  incoming.accept(stream);
  incoming.accept(stream);
  const outgoing = callOver(signaling);
  const another = videoStream();
  outgoing.start(another);
  outgoing.start(another);
  const tracks = [...stream.tracks, ...another.tracks];
  expect(tracks.map(({ stopped }) => stopped)).toEqual([false, false, false, false]);
  incoming.hangUp();
  outgoing.hangUp();
});
