import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { SignalingClientOptions } from "./options.js";
import { SignalingClient } from "./signaling-client.js";
import { FakeHttp } from "./testing/fake-http.js";
import { FakeService } from "./testing/fake-service.js";

const ignored = () => undefined;

let service: FakeService;
let clients: SignalingClient[];

function client(session: string, options: Partial<SignalingClientOptions> = {}): SignalingClient {
  const made = new SignalingClient({
    apiUrl: "https://api.example",
    websocketUrl: "wss://ws.example",
    token: () => session,
    WebSocket: service.WebSocket,
    fetch: new FakeHttp().fetch,
    answerTimeoutMs: 400,
    nextRetryDelayInMs: () => 100,
    ...options,
  });
  clients.push(made);
  return made;
}

beforeEach(() => {
  vi.useFakeTimers({ now: new Date("2026-03-01T12:00:00.000Z") });
  service = new FakeService();
  clients = [];
});
afterEach(() => {
  for (const one of clients) {
    one.close();
  }
  vi.clearAllTimers();
  vi.useRealTimers();
});

/** Numbers that look random and are the same in each run. */
function generator(seed: number): () => number {
  let state = seed * 2654435761 + 1;
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0;
    return state / 2 ** 32;
  };
}

/** What has arrived: descriptions and candidates by their text, in order. */
function heardBy(one: SignalingClient): string[] {
  const heard: string[] = [];
  one.on("webrtc:offer", ({ offer }) => heard.push(offer.sdp));
  one.on("webrtc:answer", ({ answer }) => heard.push(answer.sdp));
  one.on("webrtc:ice-candidate", ({ candidate, candidates }) => {
    for (const each of candidates ?? [candidate]) {
      heard.push(each?.candidate ?? "null");
    }
  });
  return heard;
}

const names = (who: string, count: number) => Array.from({ length: count }, (_, n) => `${who}${n}`);

/** Has connections made anew after 1.6 s: each storm sees some roll-overs. */
const SHORT_LIVED = { reconnectBefore: "2026-03-01T12:00:02.000Z" };

/**
 * Lets both sides of a call send, at times of their own, while frames are lost, late and cut off, and in each third storm
 * while connections are rolled over. Returns how many were.
 */
async function storm(seed: number): Promise<number> {
  const random = generator(seed);
  service.greeting = seed % 3 === 0 ? SHORT_LIVED : {};
  const [ann, bob] = [client("ann"), client("bob")];
  const [toAnn, toBob] = [heardBy(ann), heardBy(bob)];
  await Promise.all([ann.connect(), bob.connect(), vi.advanceTimersByTimeAsync(1000)]);
  service.weather = () => (random() < 0.1 ? "lost" : random() * 120);

  ann.sendOffer({ type: "offer", sdp: "offer" }, "video").catch(ignored);
  bob.on("webrtc:offer", ({ callId }) => {
    const call = seed % 2 === 0 ? { callId } : {};
    bob.sendAnswer({ type: "answer", sdp: "answer" }, call).catch(ignored);
    for (const candidate of names("b", 12)) {
      setTimeout(
        () => {
          bob.sendIceCandidate({ candidate }, call).catch(ignored);
        },
        40 * Number(candidate.slice(1)),
      );
    }
  });
  for (const candidate of names("a", 12)) {
    ann.sendIceCandidate({ candidate }).catch(ignored);
    await vi.advanceTimersByTimeAsync(random() * 60);
    if (random() < 0.15) {
      service.cut(random() < 0.5 ? "ann" : "bob");
    }
  }
  await vi.advanceTimersByTimeAsync(2000);
  service.weather = () => 5;
  // A heartbeat of the app's own finds out which connections are dead.
  await vi.advanceTimersByTimeAsync(20_000);
  const { rollOvers } = ann.diagnostics;
  service.cut("ann");
  service.cut("bob");
  await vi.advanceTimersByTimeAsync(20_000);
  expect(toBob, `seed ${seed}`).toEqual(["offer", ...names("a", 12)]);
  expect(toAnn, `seed ${seed}`).toEqual(["answer", ...names("b", 12)]);
  return rollOvers;
}

describe("whatever is lost, late or cut off", () => {
  test.each(Array.from({ length: 20 }, (_, n) => n))(
    "every frame arrives once and in order (%i)",
    async (decade) => {
      for (let seed = decade * 10; seed < decade * 10 + 10; seed++) {
        service = new FakeService();
        expect((await storm(seed)) > 0, `roll-overs with seed ${seed}`).toBe(seed % 3 === 0);
        for (const one of clients.splice(0)) {
          one.close();
        }
      }
    },
  );
});
