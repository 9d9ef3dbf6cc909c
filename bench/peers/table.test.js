import assert from "node:assert/strict";
import { test } from "node:test";
import { CONTESTANTS } from "./contestants.js";
import { Count } from "./measure.js";
import { confidence, median, table } from "./table.js";

test("the median is the middle one, or the mean of the two in the middle", () => {
  assert.equal(median([10, 9, 100]), 10);
  assert.equal(median([100, 1, 2, 4]), 3);
});

test("ratios are to the first, so that more than 1 is more than the first's", () => {
  const runs = (milliseconds, frames, bytes) => [{ milliseconds, frames, bytes }];
  const rows = table([
    { name: "One", runs: runs(100, 10, 1000) },
    { name: "Two", runs: runs(150, 5, 3000) },
  ]).split("\n");
  assert.equal(rows[3], "| Two | 150 ms | 150 - 150 ms | 1.50 (1.50 - 1.50) | 5 | 0.50 | 3000 | 3.00 |");
});

test("what differs by chance is told by the bounds, and more calls bring them closer", () => {
  const few = [100, 140, 120, 90, 150];
  const [low, high] = confidence(few, few.toReversed());
  assert.ok(low < 1 && high > 1);
  const many = Array.from({ length: 20 }, () => few).flat();
  const [lower, upper] = confidence(many, many.toReversed());
  assert.ok(upper - lower < (high - low) / 2);
});

test("what is slow for both in a turn does not blur the ratio", () => {
  const times = [100, 300, 120, 90, 500];
  const [low, high] = confidence(times.map((time) => time * 1.2), times);
  assert.deepEqual([low.toFixed(3), high.toFixed(3)], ["1.200", "1.200"]);
});

test("what is sent before the click is not counted, and bytes are those of UTF-8", () => {
  const count = new Count(() => false);
  count.add({ payload: "before" });
  count.begin();
  count.add({ payload: "é" });
  assert.deepEqual([count.frames, count.bytes], [1, 2]);
});

test("what only keeps a connection open is not counted, and nothing else is left out", () => {
  const keepAlives = ['{"action":"ping"}', '{"type":"HEARTBEAT"}', "2"];
  const frames = ['{"action":"ack","id":"1"}', '{"type":"OFFER"}', '42["signal",{}]'];
  CONTESTANTS.forEach(({ isKeepAlive }, index) => {
    assert.equal(isKeepAlive(keepAlives[index]), true);
    assert.equal(isKeepAlive(frames[index]), false);
  });
});
