import { beforeEach, describe, expect, test } from "vitest";
import { Negotiation } from "./negotiation.js";
import { FakePeerConnection } from "./testing/fake-peer-connection.js";
import { settle } from "./testing/settle.js";

let pc: FakePeerConnection;
let said: string[];

function negotiation(polite: boolean): Negotiation {
  return new Negotiation(pc as unknown as RTCPeerConnection, polite, {
    onOffer: ({ sdp }) => said.push(`offer ${sdp}`),
    onAnswer: ({ sdp }) => said.push(`answer ${sdp}`),
    onCandidate: ({ candidate }) => said.push(`candidate ${candidate}`),
    onEndOfCandidates: () => said.push("end of candidates"),
    onRestart: () => said.push("restart"),
    onFailure: (error) => said.push(`failure ${(error as Error).message}`),
  });
}

const OFFER = { type: "offer", sdp: "theirs" } as const;
const ANSWER = { type: "answer", sdp: "theirs" } as const;

beforeEach(() => {
  pc = new FakePeerConnection({});
  said = [];
});

test("an offer is made when one is needed, and the answer applied", async () => {
  const side = negotiation(false);
  pc.needNegotiation();
  await settle();
  expect(said).toEqual(["offer local-offer-1"]);
  await side.receiveDescription(ANSWER);
  expect(pc.signalingState).toBe("stable");
  expect(pc.remoteDescription).toEqual(ANSWER);
});

test("who doesn't wait for the browser to ask makes one offer, however late it asks", async () => {
  const side = negotiation(false);
  side.offer();
  await settle();
  expect(said).toEqual(["offer local-offer-1"]);
  pc.needNegotiation();
  await settle();
  expect(said).toEqual(["offer local-offer-1"]);
});

test("an offer is answered", async () => {
  await negotiation(true).receiveDescription(OFFER);
  expect(said).toEqual(["answer local-answer-1"]);
});

test("an offer is made when the answer before it is on its way", async () => {
  const setLocal = pc.setLocalDescription.bind(pc);
  const made = new Promise<void>((resolve) => {
    pc.setLocalDescription = () => setLocal().then(() => made);
    setTimeout(resolve);
  });
  const answered = negotiation(true).receiveDescription(OFFER);
  await settle();
  pc.needNegotiation();
  expect(said).toEqual([]);
  await answered;
  await settle();
  expect(said).toEqual(["answer local-answer-1", "offer local-offer-2"]);
});

test("what is to be negotiated while the peer's offer is applied comes after it", async () => {
  const side = negotiation(true);
  const setRemote = pc.setRemoteDescription.bind(pc);
  pc.setRemoteDescription = async (description) => {
    pc.needNegotiation();
    await settle();
    await setRemote(description);
  };
  await side.receiveDescription(OFFER);
  await settle();
  expect(said).toEqual(["answer local-answer-1", "offer local-offer-2"]);
});

test("an offer that restarts ICE is told before it is applied, others are not", async () => {
  const side = negotiation(true);
  const offer = (fragment: string) => ({
    type: "offer" as const,
    sdp: `v=0\r\na=ice-ufrag:${fragment}\r\n`,
  });
  await side.receiveDescription(offer("abcd"));
  await side.receiveDescription(offer("abcd"));
  expect(said).toEqual(["answer local-answer-1", "answer local-answer-2"]);
  await side.receiveDescription(offer("efgh"));
  expect(said.slice(2)).toEqual(["restart", "answer local-answer-3"]);
});

describe("when two offers meet", () => {
  test("the polite side rolls its own back and answers", async () => {
    const side = negotiation(true);
    pc.needNegotiation();
    await settle();
    await side.receiveDescription(OFFER);
    expect(pc.rollbacks).toBe(1);
    expect(said).toEqual(["offer local-offer-1", "answer local-answer-2"]);
  });

  test("the impolite side does not see the other, nor its candidates' failures", async () => {
    const side = negotiation(false);
    pc.needNegotiation();
    await settle();
    await side.receiveDescription(OFFER);
    await side.receiveCandidates([{ candidate: "of the ignored offer" }]);
    expect(pc.rollbacks).toBe(0);
    expect(said).toEqual(["offer local-offer-1"]);
  });

  test("an offer that is just being made collides too", async () => {
    const side = negotiation(false);
    pc.iceGatheringState = "gathering";
    pc.needNegotiation();
    const received = side.receiveDescription(OFFER);
    pc.gathers(null);
    await received;
    expect(pc.remoteDescription).toBeNull();
    expect(said).toEqual(["end of candidates", "offer local-offer-1"]);
  });
});

describe("candidates", () => {
  test("that come before the description are kept, in order, and added after it", async () => {
    const side = negotiation(true);
    await side.receiveCandidates([{ candidate: "1" }, { candidate: "2" }]);
    await side.receiveCandidates([{ candidate: "3" }]);
    expect(pc.addedCandidates).toEqual([]);
    await side.receiveDescription(OFFER);
    expect(pc.addedCandidates.map(({ candidate }) => candidate)).toEqual(["1", "2", "3"]);
  });

  test("are handed over unchanged, the empty one included, and null is left out", async () => {
    const side = negotiation(true);
    await side.receiveDescription(OFFER);
    const empty = { candidate: "", sdpMid: null, sdpMLineIndex: 0, usernameFragment: "u" };
    await side.receiveCandidates([empty, null]);
    expect(pc.addedCandidates).toEqual([empty]);
  });

  test("one that can't be added harms neither the others nor the call", async () => {
    const side = negotiation(true);
    await side.receiveDescription(OFFER);
    const add = pc.addIceCandidate.bind(pc);
    pc.addIceCandidate = (candidate) =>
      candidate.candidate === "bad" ? Promise.reject(new Error("bad")) : add(candidate);
    await side.receiveCandidates([{ candidate: "bad" }, { candidate: "good" }]);
    expect(pc.addedCandidates).toEqual([{ candidate: "good" }]);
    expect(said).toEqual(["answer local-answer-1"]);
  });

  test("of this side are told, and their end", () => {
    negotiation(false);
    pc.gathers({ candidate: "mine" });
    pc.gathers(null);
    expect(said).toEqual(["candidate mine", "end of candidates"]);
  });
});

test("an answer that nobody waits for is left alone", async () => {
  const side = negotiation(false);
  pc.needNegotiation();
  await settle();
  await side.receiveDescription(ANSWER);
  await side.receiveDescription(ANSWER);
  expect(said).toEqual(["offer local-offer-1"]);
});

test("a description that can't be applied is a failure", async () => {
  pc.failing = true;
  await negotiation(true).receiveDescription(OFFER);
  expect(said).toEqual(["failure bad sdp"]);
});

test("after close nothing is said and no listener is left", async () => {
  const side = negotiation(true);
  const coming = side.receiveDescription(OFFER);
  side.close();
  await coming;
  pc.needNegotiation();
  await settle();
  expect(said).toEqual([]);
  expect(pc.listeners).toBe(0);
});

describe("a later offer to Firefox", () => {
  const FIREFOX = "v=0\r\no=mozilla...THIS_IS_SDPARTA-99.0 1 0 IN IP4 0.0.0.0\r\n";

  async function offered(): Promise<Negotiation> {
    const side = negotiation(false);
    pc.needNegotiation();
    await settle();
    await side.receiveDescription({ type: "answer", sdp: FIREFOX });
    Object.assign(pc, { currentLocalDescription: { type: "offer", sdp: "v=0\r\no=- 2 2\r\n" } });
    pc.needNegotiation();
    await settle();
    return side;
  }
  const candidates = () => said.filter((one) => one.startsWith("candidate"));

  test("has its candidates told when the answer is applied", async () => {
    const side = await offered();
    pc.gathers({ candidate: "new" });
    expect(candidates()).toEqual([]);
    await side.receiveDescription({ type: "answer", sdp: FIREFOX });
    expect(candidates()).toEqual(["candidate new"]);
  });

  test("that is given up has them told to nobody", async () => {
    const side = await offered();
    pc.gathers({ candidate: "old" });
    await side.giveUpOffer();
    pc.gathers({ candidate: "new" });
    expect(candidates()).toEqual(["candidate new"]);
    side.close();
  });
});
