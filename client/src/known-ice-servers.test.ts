import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { SignalingError } from "./errors.js";
import { KnownIceServers } from "./known-ice-servers.js";
import type { IceServers } from "./sessions.js";
import { established } from "./testing/fake-web-socket.js";

const turn = (name: string) => [{ urls: ["turn:a"], username: name, credential: "c" }];
const minutes = (count: number) => count * 60_000;
/** By the service's clock, which is an hour ahead of this one. */
const SERVICE = Date.parse("2026-03-01T13:00:00.000Z");
const at = (ms: number) => new Date(SERVICE + ms).toISOString();

let answers: (IceServers | "unreachable")[];
let asked: number;
let known: KnownIceServers;

function start(expireAt?: string): void {
  known.start(
    established({
      iceServers: turn("first"),
      serverTime: at(0),
      ...(expireAt !== undefined && { iceServersExpireAt: expireAt }),
    }),
  );
}

beforeEach(() => {
  vi.useFakeTimers({ now: SERVICE - minutes(60) });
  answers = [];
  asked = 0;
  known = new KnownIceServers(async () => {
    asked++;
    const answer = answers.shift() ?? "unreachable";
    if (answer === "unreachable") {
      throw new SignalingError("network");
    }
    return answer;
  });
});
afterEach(() => {
  known.stop();
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

test("none are known before the service told some", () => {
  expect(known.current).toEqual([]);
});

test("credentials are renewed a minute before they run out, again and again", async () => {
  start(at(minutes(10)));
  answers = [
    { iceServers: turn("second"), expiresAt: at(minutes(19)) },
    { iceServers: turn("third"), expiresAt: at(minutes(28)) },
  ];
  await vi.advanceTimersByTimeAsync(minutes(9) - 1);
  expect(known.current).toEqual(turn("first"));
  await vi.advanceTimersByTimeAsync(1);
  expect(known.current).toEqual(turn("second"));
  await vi.advanceTimersByTimeAsync(minutes(9));
  expect(known.current).toEqual(turn("third"));
});

test("credentials of a short life are renewed when four fifths of it are over", async () => {
  start(at(60_000));
  answers = [{ iceServers: turn("second"), expiresAt: at(minutes(60)) }];
  await vi.advanceTimersByTimeAsync(47_999);
  expect(asked).toBe(0);
  await vi.advanceTimersByTimeAsync(1);
  expect(known.current).toEqual(turn("second"));
});

test("those that ran out are renewed, but not all the time", async () => {
  start(at(-minutes(1)));
  answers = [{ iceServers: turn("second"), expiresAt: at(-minutes(1)) }];
  await vi.advanceTimersByTimeAsync(59_999);
  expect(asked).toBe(1);
});

test("a renewal that fails is tried again after five seconds", async () => {
  start(at(minutes(10)));
  answers = ["unreachable", { iceServers: turn("second"), expiresAt: at(minutes(19)) }];
  await vi.advanceTimersByTimeAsync(minutes(9) + 4999);
  expect(known.current).toEqual(turn("first"));
  await vi.advanceTimersByTimeAsync(1);
  expect(known.current).toEqual(turn("second"));
});

test("servers without credentials are not renewed, also once they were asked for", async () => {
  start();
  answers = [{ iceServers: [{ urls: ["stun:b"] }], expiresAt: at(minutes(1)) }];
  await known.renew();
  expect(known.current).toEqual([{ urls: ["stun:b"] }]);
  await vi.advanceTimersByTimeAsync(minutes(60));
  expect(asked).toBe(1);
});

test("those that were asked for count from then on", async () => {
  start(at(minutes(10)));
  answers = [{ iceServers: turn("second"), expiresAt: at(minutes(30)) }];
  expect(await known.renew()).toMatchObject({ iceServers: turn("second") });
  await vi.advanceTimersByTimeAsync(minutes(29) - 1);
  expect(asked).toBe(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(asked).toBe(2);
});

test("without a connection nothing is renewed, and an answer that was on its way comes too late", async () => {
  start(at(minutes(10)));
  answers = [{ iceServers: turn("second"), expiresAt: at(minutes(30)) }];
  const renewal = known.renew();
  known.stop();
  await renewal;
  await vi.advanceTimersByTimeAsync(minutes(60));
  expect(known.current).toEqual(turn("first"));
  expect(asked).toBe(1);
});

test("credentials that are good for longer than a timer runs are not asked for all the time", async () => {
  const month = at(minutes(40 * 24 * 60));
  answers = [{ iceServers: turn("second"), expiresAt: month }];
  start(month);
  await vi.advanceTimersByTimeAsync(minutes(1));
  expect(asked).toBe(0);
});
