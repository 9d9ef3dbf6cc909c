import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { CandidateBatch } from "./candidate-batch.js";
import { SignalingError } from "./errors.js";
import type { AckFrame } from "./frames.js";
import { settle } from "./testing/settle.js";

const ACK: AckFrame = { action: "ack", delivery: "delivered" };

let sent: [string, ...(string | null)[]][];
let open: () => void;
let gate: Promise<void>;
let batch: CandidateBatch;

beforeEach(() => {
  vi.useFakeTimers();
  sent = [];
  open = () => undefined;
  gate = Promise.resolve();
  batch = new CandidateBatch(
    50,
    () => gate,
    async (candidates, callId = "none") => {
      sent.push([callId, ...candidates.map((one) => one && (one.candidate ?? ""))]);
      return ACK;
    },
  );
});
afterEach(() => {
  batch.close();
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

function closeGate(): void {
  gate = new Promise((resolve) => {
    open = resolve;
  });
}

const add = (...names: string[]) =>
  Promise.allSettled(names.map((candidate) => batch.add({ candidate }, "c")));

test("the first goes at once, the others together when the window is over", async () => {
  add("a");
  await settle();
  add("b", "c");
  await settle();
  expect(sent).toEqual([["c", "a"]]);
  await vi.advanceTimersByTimeAsync(50);
  expect(sent).toEqual([
    ["c", "a"],
    ["c", "b", "c"],
  ]);
});

test("what comes in the same moment goes together", async () => {
  add("a", "b");
  await settle();
  expect(sent).toEqual([["c", "a", "b"]]);
});

test("a window that gathered something is followed by another", async () => {
  add("a");
  await settle();
  add("b");
  await vi.advanceTimersByTimeAsync(50);
  add("c");
  await settle();
  expect(sent).toHaveLength(2);
  await vi.advanceTimersByTimeAsync(50);
  expect(sent).toHaveLength(3);
});

test("after an empty window the next goes at once again", async () => {
  add("a");
  await vi.advanceTimersByTimeAsync(50);
  add("b");
  await settle();
  expect(sent).toEqual([
    ["c", "a"],
    ["c", "b"],
  ]);
});

test("a null goes with those before it, at once", async () => {
  add("a", "b");
  batch.add(null, "c");
  await settle();
  expect(sent.flat().filter((one) => one !== "c")).toEqual(["a", "b", null]);
});

test("the end of candidates waits for no window", async () => {
  add("a");
  await settle();
  add("b");
  batch.flush();
  await settle();
  expect(sent).toEqual([
    ["c", "a"],
    ["c", "b"],
  ]);
});

test("what waits for an opening offer's answer goes in one frame", async () => {
  closeGate();
  add("a", "b");
  await vi.advanceTimersByTimeAsync(50);
  add("c");
  await vi.advanceTimersByTimeAsync(50);
  expect(sent).toEqual([]);
  open();
  await settle();
  expect(sent).toEqual([["c", "a", "b", "c"]]);
});

test("what follows what has waited for an answer goes together when the window is over", async () => {
  closeGate();
  add("a");
  await vi.advanceTimersByTimeAsync(50);
  open();
  await settle();
  add("b");
  await vi.advanceTimersByTimeAsync(20);
  add("c");
  await settle();
  expect(sent).toEqual([["c", "a"]]);
  await vi.advanceTimersByTimeAsync(30);
  expect(sent).toEqual([
    ["c", "a"],
    ["c", "b", "c"],
  ]);
});

test("after a description that opens a window, candidates go together when it is over", async () => {
  batch.seal(true);
  add("a");
  await vi.advanceTimersByTimeAsync(20);
  add("b");
  await settle();
  expect(sent).toEqual([]);
  await vi.advanceTimersByTimeAsync(30);
  expect(sent).toEqual([["c", "a", "b"]]);
});

test("after a description that opens a window, the end of candidates waits for nothing", async () => {
  batch.seal(true);
  add("a", "b");
  batch.flush();
  await settle();
  expect(sent).toEqual([["c", "a", "b"]]);
});

test("what comes after a description does not go with what was before it", async () => {
  closeGate();
  add("a");
  batch.seal();
  add("b");
  batch.flush();
  open();
  await settle();
  expect(sent).toEqual([
    ["c", "a"],
    ["c", "b"],
  ]);
});

test("candidates of two calls go apart", async () => {
  closeGate();
  batch.add({ candidate: "a" }, undefined);
  batch.add({ candidate: "b" }, "c");
  batch.flush();
  open();
  await settle();
  expect(sent).toEqual([
    ["none", "a"],
    ["c", "b"],
  ]);
});

test("each is answered by the answer to its frame", async () => {
  expect(await add("a", "b")).toEqual([
    { status: "fulfilled", value: ACK },
    { status: "fulfilled", value: ACK },
  ]);
});

test("what has no call to go to is not sent", async () => {
  gate = Promise.reject(new SignalingError("glare"));
  expect(await add("a")).toMatchObject([{ status: "rejected", reason: { code: "glare" } }]);
  expect(sent).toEqual([]);
});

test("what waits in a call that is over is not sent, and who waits is told", async () => {
  await add("a");
  const answered = add("b");
  batch.drop("another");
  batch.drop("c");
  expect(await answered).toMatchObject([{ status: "rejected", reason: { code: "no-call" } }]);
  await vi.advanceTimersByTimeAsync(50);
  expect(sent).toEqual([["c", "a"]]);
});

test("what waits for the answer to an offer is dropped with its call, and who sent it is told", async () => {
  gate = new Promise((resolve) => {
    open = resolve;
  });
  const answered = Promise.allSettled([batch.add({ candidate: "a" }, undefined)]);
  await settle();
  batch.drop(undefined);
  open();
  expect(await answered).toMatchObject([{ status: "rejected", reason: { code: "no-call" } }]);
  expect(sent).toEqual([]);
});

test.each([
  [0, 20],
  [50, 5],
  [200, 2],
])(
  "with a window of %i ms, 20 candidates, one every 10 ms, are %i frames",
  async (windowMs, frames) => {
    let count = 0;
    const windowed = new CandidateBatch(
      windowMs,
      () => gate,
      async () => {
        count++;
        return ACK;
      },
    );
    for (let n = 0; n < 20; n++) {
      windowed.add({ candidate: String(n) }, "c");
      await vi.advanceTimersByTimeAsync(10);
    }
    windowed.flush();
    await vi.advanceTimersByTimeAsync(1000);
    expect(count).toBe(frames);
  },
);
