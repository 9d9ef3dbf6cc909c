import { afterEach, describe, expect, test, vi } from "vitest";
import {
  acquireCamera,
  acquireMedia,
  acquireMicrophone,
  acquireScreen,
  listDevices,
  type MediaProblem,
  mediaProblem,
  releaseMedia,
} from "./media.js";
import { FakeMediaStream } from "./testing/fake-peer-connection.js";

function failing(name: string): Error {
  return Object.assign(new Error(name), { name });
}

/** A browser with these devices; what it lacks it refuses as `error`. */
function browser(has: { audio?: boolean; video?: boolean }, error: string) {
  const asked: string[] = [];
  const getUserMedia = async (wish: MediaStreamConstraints) => {
    const kinds = (["audio", "video"] as const).filter((kind) => wish[kind] !== undefined);
    asked.push(kinds.join("+"));
    if (kinds.some((kind) => has[kind] !== true)) {
      throw failing(error);
    }
    return FakeMediaStream.of(...kinds);
  };
  return { asked, getUserMedia };
}

test("a video call asks for both at once", async () => {
  const { asked, getUserMedia } = browser({ audio: true, video: true }, "");
  expect(await acquireMedia("video", getUserMedia)).toMatchObject({
    audio: true,
    video: true,
    problem: undefined,
  });
  expect(asked).toEqual(["audio+video"]);
});

test("an audio call leaves the camera alone", async () => {
  const { asked, getUserMedia } = browser({ audio: true, video: true }, "");
  expect(await acquireMedia("audio", getUserMedia)).toMatchObject({ audio: true, video: false });
  expect(asked).toEqual(["audio"]);
});

test("without a camera the microphone alone is taken, and the problem told", async () => {
  const { getUserMedia } = browser({ audio: true }, "NotFoundError");
  expect(await acquireMedia("video", getUserMedia)).toMatchObject({
    audio: true,
    video: false,
    problem: "not-found",
  });
});

test("without a microphone the camera alone is taken", async () => {
  const { getUserMedia } = browser({ video: true }, "NotReadableError");
  expect(await acquireMedia("video", getUserMedia)).toMatchObject({
    audio: false,
    video: true,
    problem: "in-use",
  });
});

test("with neither there is no stream, and still no rejection", async () => {
  const { asked, getUserMedia } = browser({}, "NotFoundError");
  expect(await acquireMedia("video", getUserMedia)).toEqual({
    stream: undefined,
    audio: false,
    video: false,
    problem: "not-found",
  });
  expect(asked).toEqual(["audio+video", "audio", "video"]);
});

test("who has said no is not asked again", async () => {
  const { asked, getUserMedia } = browser({}, "NotAllowedError");
  expect(await acquireMedia("video", getUserMedia)).toMatchObject({ problem: "denied" });
  expect(asked).toEqual(["audio+video"]);
});

test("a page that is not secure has no devices to ask", async () => {
  expect(await acquireMedia("video")).toMatchObject({ stream: undefined, problem: "not-secure" });
});

describe("problems", () => {
  test.each<[string, MediaProblem]>([
    ["NotAllowedError", "denied"],
    ["SecurityError", "denied"],
    ["NotFoundError", "not-found"],
    ["OverconstrainedError", "not-found"],
    ["NotReadableError", "in-use"],
    ["AbortError", "in-use"],
    ["TypeError", "unknown"],
  ])("%s is %s", (name, problem) => {
    expect(mediaProblem(failing(name))).toBe(problem);
  });
});

test("release stops every track", () => {
  const stream = FakeMediaStream.of("audio", "video");
  releaseMedia(stream);
  releaseMedia(undefined);
  expect((stream as FakeMediaStream).tracks.map(({ stopped }) => stopped)).toEqual([true, true]);
});

describe("single devices", () => {
  afterEach(() => vi.unstubAllGlobals());

  function devices(members: object): void {
    vi.stubGlobal("navigator", { mediaDevices: members });
  }

  test("are given as tracks", async () => {
    const getUserMedia = vi.fn(async ({ audio }: MediaStreamConstraints) =>
      FakeMediaStream.of(audio === undefined ? "video" : "audio"),
    );
    devices({ getUserMedia, getDisplayMedia: async () => FakeMediaStream.of("video") });
    expect((await acquireMicrophone()).kind).toBe("audio");
    expect((await acquireCamera("back")).kind).toBe("video");
    expect((await acquireScreen()).kind).toBe("video");
    expect(getUserMedia.mock.calls[1]).toEqual([{ video: { deviceId: { exact: "back" } } }]);
  });

  test.each([
    ["NotAllowedError", "denied"],
    ["NotFoundError", "not-found"],
    ["NotReadableError", "in-use"],
  ])("that fail with %s are %s, in words", async (name, problem) => {
    devices({ getUserMedia: () => Promise.reject(failing(name)) });
    const error = await acquireCamera().catch((one) => one);
    expect(error).toMatchObject({ name: "MediaError", problem, cause: { name } });
    expect(error.message).toMatch(/device/);
  });

  test("need a secure page", async () => {
    vi.stubGlobal("navigator", {});
    await expect(acquireScreen()).rejects.toMatchObject({ problem: "not-secure" });
    expect(await acquireMedia("video")).toMatchObject({ problem: "not-secure" });
  });

  test("are listed by kind", async () => {
    const all = [{ kind: "audioinput" }, { kind: "videoinput" }, { kind: "audiooutput" }];
    devices({ enumerateDevices: async () => all });
    expect(await listDevices("videoinput")).toEqual([{ kind: "videoinput" }]);
  });
});
