import { expect, test, vi } from "vitest";
import { Emitter } from "./emitter.js";

class Bell extends Emitter<{ ring: number }> {
  ring(times: number): void {
    this.emit("ring", times);
  }
}

test("every listener hears, until it is taken off, by either way", () => {
  const bell = new Bell();
  const first = vi.fn();
  const second = vi.fn();
  const stop = bell.on("ring", first);
  bell.on("ring", second);
  bell.ring(1);
  stop();
  bell.ring(2);
  bell.off("ring", second);
  bell.ring(3);
  expect(first.mock.calls).toEqual([[1]]);
  expect(second.mock.calls).toEqual([[1], [2]]);
});

test("a listener that throws is reported and keeps nobody from hearing", () => {
  const reported: unknown[] = [];
  vi.stubGlobal("queueMicrotask", (report: () => void) => {
    try {
      report();
    } catch (error) {
      reported.push(error);
    }
  });
  const bell = new Bell();
  const second = vi.fn();
  const fault = new Error("listener");
  bell.on("ring", () => {
    throw fault;
  });
  bell.on("ring", second);
  bell.ring(1);
  vi.unstubAllGlobals();
  expect(second).toHaveBeenCalledWith(1);
  expect(reported).toEqual([fault]);
});
