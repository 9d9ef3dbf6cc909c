import { describe, expect, test } from "vitest";
import { type EndReason, type MediaProblem, SignalingError } from "../src/index.js";
import { clock, endNotice, errorNotice, mediaNotice } from "./texts.js";

test.each([
  [0, "00:00"],
  [999, "00:00"],
  [75_000, "01:15"],
  [3_600_000, "1:00:00"],
  [36_061_000, "10:01:01"],
])("%i ms is %s", (ms, text) => {
  expect(clock(ms)).toBe(text);
});

describe("the end of a call", () => {
  test.each<[EndReason, "local" | "remote", "info" | "error", string]>([
    ["hangup", "local", "info", "You hung up."],
    ["hangup", "remote", "info", "Bob hung up."],
    ["cancelled", "local", "info", "You cancelled the call."],
    ["cancelled", "remote", "info", "Bob stopped calling."],
    ["rejected", "local", "info", "You declined the call."],
    ["rejected", "remote", "info", "Bob declined the call."],
    ["busy", "remote", "info", "Bob is in another call. Try again later."],
    ["timeout", "remote", "info", "The call with Bob was not answered."],
    ["peer-disconnected", "remote", "info", "Bob lost the connection."],
    ["ice-failed", "local", "error", "Picture and sound did not get through to Bob."],
    ["media-failed", "local", "error", "The browsers could not agree"],
    ["signaling-failed", "remote", "error", "The call could not be set up."],
  ])("%s, %s", (reason, by, kind, text) => {
    const notice = endNotice({ status: "ended", reason, by, durationMs: 0 }, "Bob");
    expect(notice).toMatchObject({ kind, code: reason });
    expect(notice.text).toContain(text);
  });

  test("by a refusal says which", () => {
    const error = new SignalingError("peer-unavailable", "");
    const state = {
      status: "ended",
      reason: "signaling-failed",
      by: "remote",
      durationMs: 0,
    } as const;
    expect(endNotice({ ...state, error }, "Bob").text).toBe("Bob is not here any more.");
  });
});

describe("every error has a text of its own, without codes", () => {
  const codes = [
    "network",
    "connection-lost",
    "no-answer",
    "replaced",
    "session-ended",
    "room-full",
    "no-peer",
    "rate-limited",
    "too-large",
    "forbidden",
    "no-call",
    "closed",
    "internal",
  ] as const;

  test.each(codes)("%s", (code) => {
    const { text } = errorNotice(new SignalingError(code, "the service's words"), "Bob");
    expect(text).toMatch(/^[A-Z].*[.]$/);
    expect(text).not.toContain(code);
    expect(text).not.toContain("the service's words");
  });

  test("no two alike", () => {
    const texts = codes.map((code) => errorNotice(new SignalingError(code, "")).text);
    expect(new Set(texts).size).toBe(codes.length);
  });
});

describe("camera and microphone", () => {
  const nothing = { audio: false, video: false };

  test.each<[MediaProblem, string]>([
    ["not-secure", "secure pages (https)"],
    ["denied", "may not use the camera or microphone"],
    ["not-found", "No camera or microphone was found"],
    ["in-use", "Another program is using the camera or microphone"],
    ["unknown", "could not be started"],
  ])("%s", (problem, text) => {
    const notice = mediaNotice(problem, "video", nothing);
    expect(notice.code).toBe(`media-${problem}`);
    expect(notice.text).toContain(text);
    expect(notice.text).toContain("You can call, see and hear all the same");
  });

  test("names what is missing, and what is left", () => {
    expect(mediaNotice("not-found", "video", { audio: true, video: false }).text).toBe(
      "No camera was found. You can be heard, but not seen.",
    );
    expect(mediaNotice("in-use", "video", { audio: false, video: true }).text).toContain(
      "using the microphone",
    );
    expect(mediaNotice("not-found", "audio", nothing).text).toContain("No microphone was found");
  });
});
