import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Arrivals } from "./arrivals.js";
import { Delivery } from "./delivery.js";

let delivery: Delivery;
let passed: string[];
let repeats: number;
let asked: string[];
let arrivals: Arrivals;

const arrives = (seq: number, callId = "a") =>
  arrivals.receive({
    action: "webrtc:ice-candidate",
    from: { sessionId: "bob", displayName: "Bob" },
    callId,
    candidate: {},
    seq,
  });

beforeEach(() => {
  vi.useFakeTimers();
  delivery = new Delivery();
  passed = [];
  repeats = 0;
  asked = [];
  arrivals = new Arrivals(
    delivery,
    ({ callId, seq }) => passed.push(`${callId}${seq}`),
    () => repeats++,
    (callId) => asked.push(callId),
  );
});
afterEach(() => {
  arrivals.stop();
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

test("what was overtaken is asked for after 3 s, and what is behind it waits 3 s more", () => {
  arrives(2);
  vi.advanceTimersByTime(2999);
  expect(asked).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(asked).toEqual(["a"]);
  vi.advanceTimersByTime(2999);
  expect(passed).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(passed).toEqual(["a2"]);
});

test("what comes in time is not asked for", () => {
  arrives(2);
  arrives(1);
  vi.advanceTimersByTime(10_000);
  expect(passed).toEqual(["a1", "a2"]);
  expect(asked).toEqual([]);
});

test("what was asked for in a call that is over does not have the next one's frames skipped", () => {
  arrives(2);
  vi.advanceTimersByTime(3000);
  delivery.ended("a");
  vi.advanceTimersByTime(2990);
  arrives(2, "b");
  vi.advanceTimersByTime(20);
  arrives(1, "b");
  expect(passed).toEqual(["b1", "b2"]);
});

test("a call that ends while a frame is missing leaves the numbers of the next one as they are", () => {
  arrives(2);
  vi.advanceTimersByTime(3000);
  delivery.ended("a");
  vi.advanceTimersByTime(10_000);
  arrives(1, "b");
  expect(passed).toEqual(["b1"]);
  expect(asked).toEqual(["a"]);
});

test("what is held over a loss of the connection is passed on, though it only comes again", () => {
  arrives(1);
  arrives(3);
  arrivals.stop();
  arrives(3);
  expect(repeats).toBe(1);
  vi.advanceTimersByTime(6000);
  expect(passed).toEqual(["a1", "a3"]);
});
