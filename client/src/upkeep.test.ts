import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { SignalingError } from "./errors.js";
import { established } from "./testing/fake-web-socket.js";
import { Upkeep } from "./upkeep.js";

/** The service's clock, which is an hour ahead of this one. */
const SERVICE = Date.parse("2026-03-01T12:00:00.000Z");
const at = (seconds: number) => new Date(SERVICE + seconds * 1000).toISOString();

let tokenExpiresAt: string | undefined;
let renewed: number;
let refreshed: string[];
let rolledOver: number;
let upkeep: Upkeep;
let renew: () => Promise<string>;

/** @param lifeSeconds what is left of the token's life */
function begin(lifeSeconds: number): void {
  upkeep = new Upkeep(
    established({ serverTime: at(0), tokenExpiresAt: at(lifeSeconds), reconnectBefore: at(6600) }),
    {
      renew: () => {
        renewed++;
        return renew();
      },
      get tokenExpiresAt() {
        return tokenExpiresAt;
      },
    },
    async (token) => refreshed.push(token),
    () => undefined,
    async () => {
      rolledOver++;
    },
  );
}

const pass = (seconds: number) => vi.advanceTimersByTimeAsync(seconds * 1000);

beforeEach(() => {
  vi.useFakeTimers({ now: SERVICE - 3_600_000 });
  renewed = 0;
  refreshed = [];
  rolledOver = 0;
  renew = async () => "new";
  tokenExpiresAt = at(3600);
});
afterEach(() => {
  upkeep.stop();
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

test("a token is renewed after four fifths of its life, and put behind the connection", async () => {
  begin(3600);
  await pass(2879);
  expect(renewed).toBe(0);
  await pass(1);
  expect(refreshed).toEqual(["new"]);
});

test("a token that was nearly over is followed by one that lives its own life", async () => {
  begin(10);
  await pass(120);
  expect(renewed).toBe(1);
  await pass(2880);
  expect(renewed).toBe(2);
});

test("a token of the app's, that does not say how long it lives, is renewed no more than once a minute", async () => {
  tokenExpiresAt = undefined;
  begin(10);
  await pass(8 + 59);
  expect(renewed).toBe(1);
  await pass(1);
  expect(renewed).toBe(2);
});

test("who asks for a renewal while there is one shares it, and it is the only one that is left", async () => {
  let finish: (token: string) => void = () => undefined;
  renew = () =>
    new Promise((resolve) => {
      finish = resolve;
    });
  begin(3600);
  const both = [upkeep.refreshNow(), upkeep.refreshNow()];
  finish("new");
  await Promise.all(both);
  expect(renewed).toBe(1);
  expect(refreshed).toEqual(["new"]);
});

test("a renewal that comes when the connection is over is put behind none, and nothing follows", async () => {
  let finish: (token: string) => void = () => undefined;
  renew = () =>
    new Promise((resolve) => {
      finish = resolve;
    });
  begin(3600);
  const renewing = upkeep.refreshNow();
  upkeep.stop();
  finish("late");
  await renewing;
  expect(refreshed).toEqual([]);
  expect(vi.getTimerCount()).toBe(0);
});

test("a renewal that fails for the moment is tried again after five seconds, and told", async () => {
  renew = () => Promise.reject(new SignalingError("network"));
  begin(3600);
  await expect(upkeep.refreshNow()).rejects.toMatchObject({ code: "network" });
  renew = async () => "new";
  await pass(5);
  expect(refreshed).toEqual(["new"]);
});

test("the connection is made anew after four fifths of its life, and tried again until it is over", async () => {
  begin(36_000);
  await pass(5279);
  expect(rolledOver).toBe(0);
  await pass(1);
  expect(rolledOver).toBe(1);
  await pass(5);
  expect(rolledOver).toBe(2);
});
