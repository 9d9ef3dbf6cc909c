import { describe, expect, test } from "vitest";
import { acquireMedia, type MediaProblem, mediaProblem, releaseMedia } from "./media.js";
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
