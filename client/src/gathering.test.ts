import { afterEach, beforeEach, describe as describeSuite, expect, test, vi } from "vitest";
import { Gathering } from "./gathering.js";
import { FakePeerConnection } from "./testing/fake-peer-connection.js";
import { settle } from "./testing/settle.js";

let pc: FakePeerConnection;
let gathering: Gathering;
let trickled: (string | undefined)[];
let described: (string | undefined)[];
/** Descriptions and candidates, in the order of their telling. */
let told: (string | undefined)[];

beforeEach(async () => {
  vi.useFakeTimers();
  pc = new FakePeerConnection({});
  pc.iceGatheringState = "gathering";
  trickled = [];
  described = [];
  told = [];
  gathering = new Gathering(pc as unknown as RTCPeerConnection, {
    onCandidate: ({ candidate }) => found(candidate?.match(/^candidate:(\S+)/)?.[1]),
    onEndOfCandidates: () => trickled.push("end"),
  });
});

afterEach(() => {
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

function found(name: string | undefined): void {
  trickled.push(name);
  told.push(name);
}

function describe(type: "offer" | "answer" = "offer"): void {
  gathering.describe(type, (sdp) => {
    described.push(sdp.split("\r\n")[0]);
    told.push("description");
  });
}

/** A candidate is found, and in the local description from then on; the event has more to tell of it. */
function finds(name: string): void {
  const candidate = `candidate:${name} 1 udp 2 host.local 9 typ host`;
  if (pc.localDescription !== null) {
    const sdp = `${pc.localDescription.sdp}\r\na=${candidate}\r\n`;
    pc.localDescription = { ...pc.localDescription, sdp };
  }
  pc.gathers({ candidate: `${candidate} ufrag abcd` });
}

async function pass(ms: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms);
  await settle();
}

test("candidates that are there at once go along in the offer, the others trickle", async () => {
  describe();
  await pass(0);
  finds("host-1");
  await pass(2);
  finds("host-2");
  await pass(2);
  expect(described).toEqual([]);
  await pass(1);
  expect(described).toEqual(["local-offer-1"]);
  finds("reflexive");
  expect(trickled).toEqual(["reflexive"]);
});

test("those that are found before the description is there go along too", async () => {
  const setLocal = pc.setLocalDescription.bind(pc);
  pc.setLocalDescription = async () => {
    await setLocal();
    finds("host");
  };
  describe();
  await pass(2);
  expect(described).toEqual([]);
  await pass(1);
  expect(described).toEqual(["local-offer-1"]);
  expect(trickled).toEqual([]);
});

test("a candidate that is not in the description trickles behind it", async () => {
  describe();
  await pass(0);
  pc.gathers({ candidate: "candidate:missing 1 udp 2 host.local 9 typ host" });
  await pass(5);
  expect(described).toEqual(["local-offer-1"]);
  expect(told).toEqual(["description", "missing"]);
});

test("an answer waits for no candidate: they trickle behind it", async () => {
  pc.remoteDescription = { type: "offer", sdp: "v=0" };
  pc.signalingState = "have-remote-offer";
  describe("answer");
  await pass(0);
  expect(described).toEqual(["local-answer-1"]);
  finds("host");
  expect(told).toEqual(["description", "host"]);
});

test("an offer without candidates goes after 30 ms", async () => {
  describe();
  await pass(29);
  expect(described).toEqual([]);
  await pass(1);
  expect(described).toEqual(["local-offer-1"]);
});

test("an offer waits for nothing when everything is gathered", async () => {
  pc.iceGatheringState = "complete";
  describe();
  await pass(0);
  expect(described).toEqual(["local-offer-1"]);
});

test("the end of candidates ends the waiting", async () => {
  describe();
  await pass(0);
  finds("host");
  pc.gathers(null);
  await pass(0);
  expect(described).toEqual(["local-offer-1"]);
  expect(trickled).toEqual(["end"]);
});

test("candidates trickle if there is no description of that kind", async () => {
  describe("answer");
  await pass(0);
  finds("host");
  await pass(5);
  expect(described).toEqual([]);
  expect(trickled).toEqual(["host"]);
});

test("candidates of a description that can't be made trickle", async () => {
  pc.setLocalDescription = async () => {
    finds("host");
    throw new Error("bad sdp");
  };
  await expect(gathering.describe("offer", () => undefined)).rejects.toThrow("bad sdp");
  expect(trickled).toEqual(["host"]);
});

describeSuite("between Firefox and another browser", () => {
  const FIREFOX = "v=0\r\no=mozilla...THIS_IS_SDPARTA-99.0 1 0 IN IP4 0.0.0.0\r\n";
  const OTHER = "v=0\r\no=- 2 2 IN IP4 127.0.0.1\r\n";

  /** Both agreed on descriptions before. */
  function agreed(own: string, peers: string, type: "offer" | "answer"): void {
    Object.assign(pc, { currentLocalDescription: { type: "offer", sdp: own } });
    gathering.heard({ type, sdp: peers });
  }

  test("the candidates of a later offer to Firefox wait for its answer, and the offer for none of them", async () => {
    agreed(OTHER, FIREFOX, "answer");
    describe();
    await pass(0);
    expect(told).toEqual(["description"]);
    finds("host");
    await pass(100);
    expect(told).toEqual(["description"]);
    gathering.heard({ type: "answer", sdp: FIREFOX });
    gathering.answered();
    finds("reflexive");
    expect(told).toEqual(["description", "host", "reflexive"]);
  });

  test("they are nobody's when the peer's offer takes the place of that one", async () => {
    agreed(OTHER, FIREFOX, "answer");
    describe();
    await pass(0);
    finds("host");
    gathering.heard({ type: "offer", sdp: FIREFOX });
    finds("of the answer");
    gathering.answered();
    expect(trickled).toEqual(["of the answer".split(" ")[0]]);
  });

  test("when it is closed before that, they are not told at all", async () => {
    agreed(OTHER, FIREFOX, "answer");
    describe();
    await pass(0);
    finds("host");
    gathering.close();
    gathering.answered();
    expect(told).toEqual(["description"]);
  });

  test("those of a later answer to Firefox wait for nothing", async () => {
    agreed(OTHER, FIREFOX, "offer");
    pc.signalingState = "have-remote-offer";
    describe("answer");
    await pass(0);
    finds("host");
    expect(told).toEqual(["description", "host"]);
  });

  test("a later answer of Firefox takes its candidates along", async () => {
    agreed(FIREFOX, OTHER, "offer");
    pc.signalingState = "have-remote-offer";
    describe("answer");
    await pass(0);
    finds("host");
    expect(told).toEqual([]);
    await pass(3);
    expect(told).toEqual(["description"]);
  });
});

test("nothing is waited for, and nothing heard, once it is closed", async () => {
  describe();
  await pass(0);
  finds("host");
  gathering.close();
  await pass(0);
  expect(described).toEqual([]);
  finds("late");
  expect(trickled).toEqual([]);
});
