import { expect, test } from "vitest";
import { defaultRetryPolicy } from "./retry.js";

function delays(random: number): (number | null)[] {
  const policy = defaultRetryPolicy(() => random);
  return Array.from({ length: 11 }, (_, failedAttempts) => policy({ failedAttempts }));
}

test("one second, doubling to five, ten attempts", () => {
  expect(delays(0)).toEqual([1000, 2000, 4000, ...Array(7).fill(5000), null]);
});

test("chance makes it shorter, by a fifth at most", () => {
  expect(delays(1).slice(0, 4)).toEqual([800, 1600, 3200, 4000]);
});
