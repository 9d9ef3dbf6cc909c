import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Gathering } from "./gathering.js";
import { FakePeerConnection } from "./testing/fake-peer-connection.js";
import { settle } from "./testing/settle.js";

let pc: FakePeerConnection;
let gathering: Gathering;
let trickled: (string | undefined)[];
let described: (string | undefined)[];

beforeEach(async () => {
  vi.useFakeTimers();
  pc = new FakePeerConnection({});
  await pc.setLocalDescription();
  pc.iceGatheringState = "gathering";
  trickled = [];
  described = [];
  gathering = new Gathering(pc as unknown as RTCPeerConnection, {
    onCandidate: ({ candidate }) => trickled.push(candidate),
    onEndOfCandidates: () => trickled.push("end"),
  });
});

afterEach(() => {
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

function describe(type: "offer" | "answer" = "offer"): void {
  gathering.describe(type).then((sdp) => described.push(sdp));
}

async function pass(ms: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms);
  await settle();
}

test("candidates that are there at once go along in the description, the others trickle", async () => {
  describe();
  pc.gathers({ candidate: "host 1" });
  await pass(4);
  pc.gathers({ candidate: "host 2" });
  await pass(4);
  expect(described).toEqual([]);
  await pass(1);
  expect(described).toEqual(["local-offer-1"]);
  pc.gathers({ candidate: "reflexive" });
  expect(trickled).toEqual(["reflexive"]);
});

test("a description without candidates goes after 30 ms", async () => {
  describe();
  await pass(29);
  expect(described).toEqual([]);
  await pass(1);
  expect(described).toEqual(["local-offer-1"]);
});

test("a description waits for nothing when everything is gathered", async () => {
  pc.iceGatheringState = "complete";
  describe();
  await pass(0);
  expect(described).toEqual(["local-offer-1"]);
});

test("the end of candidates ends the waiting", async () => {
  describe();
  pc.gathers({ candidate: "host" });
  pc.gathers(null);
  await pass(0);
  expect(described).toEqual(["local-offer-1"]);
  expect(trickled).toEqual(["end"]);
});

test("candidates trickle if there is no description of that kind any more", async () => {
  describe();
  pc.gathers({ candidate: "host" });
  await pc.setRemoteDescription({ type: "offer", sdp: "theirs" });
  await pc.setLocalDescription();
  await pass(5);
  expect(described).toEqual([undefined]);
  expect(trickled).toEqual(["host"]);
});

test("nothing is waited for, and nothing heard, once it is closed", async () => {
  describe();
  pc.gathers({ candidate: "host" });
  gathering.close();
  await pass(0);
  expect(described).toHaveLength(1);
  pc.gathers({ candidate: "late" });
  expect(trickled).toEqual([]);
});
