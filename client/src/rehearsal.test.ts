import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { PeerConnectionConstructor } from "./call-types.js";
import { Rehearsal } from "./rehearsal.js";
import { FakePeerConnection } from "./testing/fake-peer-connection.js";
import { settle } from "./testing/settle.js";

/** A browser that nothing was rehearsed with. */
function browser(): PeerConnectionConstructor {
  return class extends FakePeerConnection {} as unknown as PeerConnectionConstructor;
}

const pair = () => FakePeerConnection.all;
const isOver = () => pair().every(({ signalingState }) => signalingState === "closed");

beforeEach(() => {
  FakePeerConnection.all = [];
  vi.stubGlobal("navigator", { userAgentData: {} });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

test("two peer connections negotiate a call with picture, both ways, and are closed", async () => {
  new Rehearsal(browser());
  await settle();
  const [caller, callee] = pair();
  expect(pair()).toHaveLength(2);
  expect(caller?.receivedOnly).toEqual(["audio", "video"]);
  expect(callee?.remoteDescription).toEqual({ type: "offer", sdp: "local-offer-1" });
  expect(callee?.transceivers.map(({ direction }) => direction)).toEqual(["sendrecv"]);
  expect(caller?.remoteDescription).toEqual({ type: "answer", sdp: "local-answer-1" });
  expect(isOver()).toBe(true);
});

test("no candidate is found: only relays are allowed, and there are none", async () => {
  new Rehearsal(browser());
  for (const { configuration } of pair()) {
    expect(configuration).toMatchObject({ iceTransportPolicy: "relay" });
    expect(configuration).not.toHaveProperty("iceServers");
  }
});

test("it happens once in a page", async () => {
  const Constructor = browser();
  new Rehearsal(Constructor);
  await settle();
  new Rehearsal(Constructor);
  await settle();
  expect(pair()).toHaveLength(2);
});

test("one that was stopped is closed at once, and made up for by the next", async () => {
  const Constructor = browser();
  new Rehearsal(Constructor).stop();
  expect(isOver()).toBe(true);
  new Rehearsal(Constructor);
  await settle();
  expect(pair()).toHaveLength(4);
  expect(pair().at(-2)?.remoteDescription?.type).toBe("answer");
  expect(isOver()).toBe(true);
});

test("what fails is closed, and nobody is told", async () => {
  const Constructor = browser();
  vi.spyOn(FakePeerConnection.prototype, "setRemoteDescription").mockRejectedValueOnce(new Error());
  new Rehearsal(Constructor);
  await settle();
  expect(isOver()).toBe(true);
});

test.each([{ userAgent: "Firefox" }, undefined])(
  "in another browser there is none",
  (navigator) => {
    vi.stubGlobal("navigator", navigator);
    new Rehearsal(browser());
    expect(pair()).toEqual([]);
  },
);

test("without peer connections there is none", () => {
  new Rehearsal(undefined);
  expect(pair()).toEqual([]);
});
