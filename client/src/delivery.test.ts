import { describe, expect, test } from "vitest";
import { type ArrivingFrame, Delivery } from "./delivery.js";
import type { SendAnswerFrame, SendCandidatesFrame, SendOfferFrame } from "./frames.js";

const OFFER: SendOfferFrame = {
  action: "webrtc:offer",
  offer: { type: "offer", sdp: "v=0" },
  type: "audio",
};
const ANSWER: SendAnswerFrame = {
  action: "webrtc:answer",
  answer: { type: "answer", sdp: "v=0" },
};
const candidate = (callId?: string): SendCandidatesFrame => ({
  action: "webrtc:ice-candidate",
  candidate: null,
  ...(callId !== undefined && { callId }),
});
const arriving = (seq: number, callId = "a"): ArrivingFrame => ({
  action: "webrtc:ice-candidate",
  from: { sessionId: "bob", displayName: "Bob" },
  callId,
  candidate: { candidate: `${callId}${seq}` },
  seq,
});
const opening = (callId: string): ArrivingFrame => ({
  action: "webrtc:offer",
  from: { sessionId: "bob", displayName: "Bob" },
  callId,
  offer: { type: "offer", sdp: "v=0" },
  type: "audio",
  polite: true,
  seq: 1,
});
const seqs = (frames: { seq?: number | undefined }[] | undefined) => frames?.map(({ seq }) => seq);

describe("what is sent", () => {
  test("is numbered 1, 2, 3, before and after the call has its id", () => {
    const delivery = new Delivery();
    expect(delivery.number(OFFER).seq).toBe(1);
    delivery.opened("a");
    expect(delivery.number(candidate("a")).seq).toBe(2);
    expect(delivery.number(candidate()).seq).toBe(3);
  });

  test("in another call begins at 1", () => {
    const delivery = new Delivery();
    delivery.number(candidate("a"));
    expect(delivery.number(candidate("b")).seq).toBe(1);
  });

  test("in the peer's call has its id and its numbers, whether or not it names it", () => {
    const delivery = new Delivery();
    delivery.number(OFFER);
    delivery.receive(arriving(1));
    expect(delivery.number(ANSWER)).toEqual({ ...ANSWER, callId: "a", seq: 1 });
    expect(delivery.number(candidate()).seq).toBe(2);
    expect(delivery.number(candidate("a")).seq).toBe(3);
  });

  test("without a call has no id", () => {
    const delivery = new Delivery();
    expect(delivery.number(ANSWER).callId).toBeUndefined();
    delivery.receive(arriving(1));
    expect(delivery.number(OFFER).callId).toBeUndefined();
  });

  test("in a call that is over has no number, takes none of the next call's, and is not kept for its peer", () => {
    const delivery = new Delivery();
    delivery.number(OFFER);
    delivery.opened("a");
    delivery.ended("a");
    delivery.number(OFFER);
    delivery.opened("b");
    expect(delivery.number(candidate("a")).seq).toBeUndefined();
    expect(delivery.number(candidate("b")).seq).toBe(2);
    expect(seqs(delivery.missing("b", 1))).toEqual([2]);
  });

  test("to open a call begins at 1, though the answer to the offer before came after that call's end", () => {
    const delivery = new Delivery();
    delivery.number(OFFER);
    delivery.ended("a");
    delivery.opened("a");
    expect(delivery.number(OFFER).seq).toBe(1);
  });

  test("to open a call begins at 1, though the end of the call before did not arrive", () => {
    const delivery = new Delivery();
    delivery.number(OFFER);
    delivery.opened("a");
    const { from } = arriving(1);
    const offer = { ...OFFER, from, callId: "b", seq: 1, polite: true as const };
    expect(delivery.receive(offer)).toEqual([offer]);
    delivery.ended("b");
    expect(delivery.number(OFFER).seq).toBe(1);
  });

  test("to open a call begins at 1, whatever became of the offer before", () => {
    const delivery = new Delivery();
    delivery.number(OFFER);
    expect(delivery.number(OFFER).seq).toBe(1);
  });

  test("begins at 1 after the end of a call, not of another", () => {
    const delivery = new Delivery();
    delivery.number(candidate("a"));
    delivery.ended("former");
    expect(delivery.number(candidate("a")).seq).toBe(2);
    delivery.ended("a");
    expect(delivery.number(OFFER).seq).toBe(1);
  });

  test("in a call that is over does not count in the next", () => {
    const delivery = new Delivery();
    delivery.number(candidate("a"));
    delivery.ended("a");
    delivery.number(candidate("a"));
    expect(delivery.progress).toBeUndefined();
    expect(delivery.number(OFFER).seq).toBe(1);
  });

  test("is kept for a peer that comes back, from where it has everything", () => {
    const delivery = new Delivery();
    delivery.number(OFFER);
    delivery.opened("a");
    delivery.number(candidate("a"));
    delivery.number(candidate("a"));
    expect(delivery.missing("a", 0)[0]).toEqual({ ...OFFER, callId: "a", seq: 1 });
    expect(seqs(delivery.missing("a", 1))).toEqual([2, 3]);
    expect(delivery.missing("a", 3)).toEqual([]);
    expect(seqs(delivery.missing("a", 2))).toEqual([3]);
    expect(delivery.missing("b", 0)).toEqual([]);
  });

  test("by the page before is not kept: the end of candidates has its numbers, as the peer waits for each", () => {
    const delivery = new Delivery({ callId: "a", sent: 3, received: 1 });
    delivery.number(ANSWER);
    const missing = delivery.missing("a", 1);
    expect(seqs(missing)).toEqual([2, 3, 4]);
    expect(missing.slice(0, 2)).toMatchObject([candidate("a"), candidate("a")]);
    expect(missing[2]).toMatchObject(ANSWER);
  });

  test.each([1e9, 501])("by the page before, %d frames, is no more than is kept", (sent) => {
    const delivery = new Delivery({ callId: "a", sent, received: 1 });
    expect(delivery.missing("a", 0)).toHaveLength(500);
    expect(delivery.number(ANSWER).seq).toBe(sent + 1);
  });
});

describe("what arrives", () => {
  test("is passed on in order, each once", () => {
    const delivery = new Delivery();
    expect(seqs(delivery.receive(arriving(2)))).toEqual([]);
    expect(delivery.gap).toBe("a");
    expect(seqs(delivery.receive(arriving(1)))).toEqual([1, 2]);
    expect(delivery.gap).toBeUndefined();
    expect(delivery.receive(arriving(1))).toBeUndefined();
    expect(delivery.receive(arriving(2))).toBeUndefined();
    expect(seqs(delivery.receive(arriving(3)))).toEqual([3]);
  });

  test("twice before its turn is passed on once", () => {
    const delivery = new Delivery();
    delivery.receive(arriving(2));
    expect(delivery.receive(arriving(2))).toBeUndefined();
    expect(seqs(delivery.receive(arriving(1)))).toEqual([1, 2]);
  });

  test("without a number is passed on as it comes", () => {
    const { seq: _, ...frame } = arriving(1);
    expect(new Delivery().receive(frame as ArrivingFrame)).toEqual([frame]);
  });

  test("of another call begins at 1", () => {
    const delivery = new Delivery();
    delivery.receive(arriving(1));
    delivery.receive(arriving(2));
    expect(seqs(delivery.receive(arriving(1, "b")))).toEqual([1]);
  });

  test("to open a call ends the one before, though a candidate overtook it", () => {
    const delivery = new Delivery();
    delivery.number(candidate("a"));
    delivery.receive(arriving(2, "b"));
    expect(seqs(delivery.receive(opening("b")))).toEqual([1, 2]);
    delivery.receive(arriving(2, "a"));
    expect(delivery.progress).toEqual({ callId: "b", sent: 0, received: 2 });
    expect(delivery.number(candidate("a")).seq).toBeUndefined();
  });

  test("to open a call ends one that only rang", () => {
    const delivery = new Delivery();
    delivery.receive(opening("a"));
    delivery.receive(opening("b"));
    expect(delivery.receive(arriving(2, "a"))).toEqual([]);
    expect(seqs(delivery.receive(arriving(2, "b")))).toEqual([2]);
  });

  test("before the opening offer of another call is perhaps of the next: that is not over", () => {
    const delivery = new Delivery();
    delivery.receive(arriving(2, "b"));
    delivery.receive(opening("a"));
    expect(seqs(delivery.receive(opening("b")))).toEqual([1]);
  });

  test("comes once more if it is expected", () => {
    const delivery = new Delivery();
    delivery.number(candidate("a"));
    delivery.receive(arriving(1));
    delivery.expect("a");
    expect(seqs(delivery.receive(arriving(1)))).toEqual([1]);
    expect(delivery.number(candidate("a")).seq).toBe(2);
  });

  test("of a call that is over is passed on no more, and does not disturb the next", () => {
    const delivery = new Delivery();
    delivery.receive(arriving(1));
    delivery.ended("a");
    delivery.receive(arriving(1, "b"));
    expect(delivery.receive(arriving(2, "a"))).toEqual([]);
    expect(seqs(delivery.receive(arriving(2, "b")))).toEqual([2]);
  });

  test("behind a gap is passed on when nobody waits for that any more", () => {
    const delivery = new Delivery();
    delivery.receive(arriving(3));
    delivery.receive(arriving(4));
    expect(seqs(delivery.skipGap())).toEqual([3, 4]);
    expect(seqs(delivery.receive(arriving(5)))).toEqual([5]);
  });
});

describe("progress", () => {
  test("is what has been sent, and has arrived without a gap", () => {
    const delivery = new Delivery();
    expect(delivery.progress).toBeUndefined();
    delivery.number(OFFER);
    delivery.opened("a");
    delivery.receive(arriving(1));
    delivery.receive(arriving(3));
    expect(delivery.progress).toEqual({ callId: "a", sent: 1, received: 1 });
  });

  test("of a callee is there before it sends anything", () => {
    const delivery = new Delivery();
    delivery.receive(arriving(1));
    expect(delivery.progress).toEqual({ callId: "a", sent: 0, received: 1 });
  });

  test("is gone on with", () => {
    const delivery = new Delivery({ callId: "a", sent: 4, received: 7 });
    expect(delivery.number(candidate("a")).seq).toBe(5);
    expect(delivery.receive(arriving(7))).toBeUndefined();
    expect(seqs(delivery.receive(arriving(8)))).toEqual([8]);
  });

  test("that names no call is none", () => {
    const delivery = new Delivery({ sent: 4, received: 7 });
    expect(delivery.progress).toBeUndefined();
    expect(delivery.number(OFFER).seq).toBe(1);
  });

  test("is none after the end of the call", () => {
    const delivery = new Delivery({ callId: "a", sent: 4, received: 7 });
    delivery.ended("a");
    expect(delivery.progress).toBeUndefined();
  });
});

test("of a call in which nothing was sent before the page was loaded again everything comes again", () => {
  const delivery = new Delivery({ callId: "a", sent: 0, received: 1 });
  expect(delivery.progress).toBeUndefined();
  expect(seqs(delivery.receive(arriving(1)))).toEqual([1]);
});
