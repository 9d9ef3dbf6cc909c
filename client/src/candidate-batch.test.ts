import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { CandidateBatch } from "./candidate-batch.js";

let sent: string[][];
let batch: CandidateBatch;

beforeEach(() => {
  vi.useFakeTimers();
  sent = [];
  batch = new CandidateBatch(
    (candidates) => sent.push(candidates.map(({ candidate }) => candidate ?? "")),
    50,
    3,
  );
});
afterEach(() => vi.useRealTimers());

const add = (...names: string[]) => {
  for (const candidate of names) {
    batch.add({ candidate });
  }
};

test("the first goes at once, the others together when the window is over", () => {
  add("a", "b", "c");
  expect(sent).toEqual([["a"]]);
  vi.advanceTimersByTime(50);
  expect(sent).toEqual([["a"], ["b", "c"]]);
});

test("after an empty window the next goes at once again", () => {
  add("a");
  vi.advanceTimersByTime(50);
  add("b");
  expect(sent).toEqual([["a"], ["b"]]);
});

test("no frame has more than the largest number", () => {
  add("a", "b", "c", "d", "e");
  vi.advanceTimersByTime(50);
  expect(sent).toEqual([["a"], ["b", "c", "d"], ["e"]]);
});

test("the end of candidates waits for no window", () => {
  add("a", "b");
  batch.flush();
  expect(sent).toEqual([["a"], ["b"]]);
});

test("after clear nothing of before is sent and no timer is left", () => {
  add("a", "b");
  batch.clear();
  expect(vi.getTimerCount()).toBe(0);
  vi.advanceTimersByTime(50);
  expect(sent).toEqual([["a"]]);
  add("c");
  expect(sent).toEqual([["a"], ["c"]]);
});
