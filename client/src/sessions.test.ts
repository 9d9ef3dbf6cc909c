import { describe, expect, test, vi } from "vitest";
import { SignalingError } from "./errors.js";
import { Sessions } from "./sessions.js";
import { FakeHttp, problem, session } from "./testing/fake-http.js";

const http = () => {
  const fake = new FakeHttp();
  return { fake, sessions: new Sessions("https://api.example/live/", fake.fetch) };
};

async function failure(promise: Promise<unknown>): Promise<SignalingError> {
  return promise.then(
    () => Promise.reject(new Error("it succeeded")),
    (error) => error,
  );
}

test("a guest is made with its name", async () => {
  const { fake, sessions } = http();
  fake.answers["POST /live/sessions"] = { status: 201, body: session("t") };
  expect(await sessions.create("Ada")).toEqual(session("t"));
  expect(fake.requests).toEqual([
    { method: "POST", path: "/live/sessions", authorization: null, body: { displayName: "Ada" } },
  ]);
});

test("a guest without a name sends none", async () => {
  const { fake, sessions } = http();
  fake.answers["POST /live/sessions"] = { status: 201, body: session("t") };
  await sessions.create();
  expect(fake.requests[0]?.body).toEqual({});
});

test("refresh, tickets, revoke and ICE servers carry the token", async () => {
  const { fake, sessions } = http();
  fake.answers["POST /live/sessions/refresh"] = { status: 200, body: session("new") };
  fake.answers["DELETE /live/sessions/me"] = { status: 204 };
  const ticket = { ticket: "t", expiresAt: "2026-03-01T12:00:30.000Z" };
  fake.answers["POST /live/tickets"] = { status: 201, body: ticket };
  const ice = {
    iceServers: [{ urls: ["stun:stun.example"] }],
    expiresAt: "2026-03-01T13:00:00.000Z",
  };
  fake.answers["GET /live/ice-servers"] = { status: 200, body: ice };
  expect((await sessions.refresh("old")).token).toBe("new");
  expect(await sessions.ticket("old")).toEqual(ticket);
  await sessions.revoke("old");
  expect(await sessions.iceServers("old")).toEqual(ice);
  expect(fake.asked()).toEqual([
    "POST /live/sessions/refresh",
    "POST /live/tickets",
    "DELETE /live/sessions/me",
    "GET /live/ice-servers",
  ]);
  expect(fake.requests.map(({ authorization }) => authorization)).toEqual(
    Array(4).fill("Bearer old"),
  );
});

test("the browser's own fetch may be given: it is called as a function", async () => {
  const of: unknown[] = [];
  async function fetch(this: unknown): Promise<Response> {
    of.push(this);
    return Response.json(session("t"));
  }
  await new Sessions("https://api.example", fetch).create();
  vi.stubGlobal("fetch", fetch);
  await new Sessions("https://api.example").create();
  vi.unstubAllGlobals();
  expect(of).toEqual([undefined, undefined]);
});

describe("failures", () => {
  test("a problem becomes the error of its code, with all that it tells", async () => {
    const { fake, sessions } = http();
    fake.answers["POST /live/sessions"] = problem(400, "bad-request", {
      detail: "too long",
      path: "/displayName",
      retryAfterMs: 7,
    });
    const error = await failure(sessions.create("x"));
    expect(error).toBeInstanceOf(SignalingError);
    expect(error).toMatchObject({
      code: "bad-request",
      message: "too long",
      path: "/displayName",
      retryAfterMs: 7,
      retryable: false,
    });
  });

  test.each([
    [403, "internal", false],
    [429, "rate-limited", true],
    [404, "internal", false],
    [503, "internal", true],
  ])("a %i without a problem is %s", async (status, code, retryable) => {
    const { fake, sessions } = http();
    fake.answers["POST /live/sessions"] = { status, body: { message: "the gateway's own" } };
    expect(await failure(sessions.create())).toMatchObject({ code, retryable });
  });

  test("an unreachable service is a network error, which may pass", async () => {
    const { fake, sessions } = http();
    fake.answers["POST /live/sessions"] = "unreachable";
    expect(await failure(sessions.create())).toMatchObject({ code: "network", retryable: true });
  });

  test("a service that does not answer in ten seconds is a network error", async () => {
    const late = new AbortController();
    const timeout = vi.spyOn(AbortSignal, "timeout").mockReturnValue(late.signal);
    const silent = (_: string, { signal }: RequestInit) =>
      new Promise<Response>((_, reject) => {
        signal?.addEventListener("abort", () => reject(new DOMException("", "TimeoutError")));
      });
    const failed = failure(new Sessions("https://api.example", silent).ticket("t"));
    late.abort();
    expect(await failed).toMatchObject({ code: "network", retryable: true });
    expect(timeout).toHaveBeenCalledWith(10_000);
    timeout.mockRestore();
  });

  test("a success that is no JSON is told", async () => {
    const { fake, sessions } = http();
    fake.answers["POST /live/sessions"] = { status: 200 };
    expect(await failure(sessions.create())).toMatchObject({ code: "internal" });
  });
});
