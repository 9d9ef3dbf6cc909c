import type { CallState, CallType, EndReason, MediaProblem, SignalingError } from "../src/index.js";

/** A message for the person at the page; `code` names what it is about, for tests and support. */
export interface Notice {
  kind: "info" | "error";
  code: string;
  text: string;
}

type Ended = Extract<CallState, { status: "ended" }>;

/** 75,000 ms is 1:15. */
export function clock(durationMs: number): string {
  const seconds = Math.floor(durationMs / 1000);
  const parts = [Math.floor(seconds / 60) % 60, seconds % 60].map((n) =>
    String(n).padStart(2, "0"),
  );
  const hours = Math.floor(seconds / 3600);
  return (hours > 0 ? [String(hours), ...parts] : parts).join(":");
}

/** How a call ended, for one who was in it. */
export function endNotice(ended: Ended, peer: string): Notice {
  const after = ended.durationMs > 0 ? ` The call took ${clock(ended.durationMs)}.` : "";
  return {
    kind: FAILURES.has(ended.reason) ? "error" : "info",
    code: ended.reason,
    text: endText(ended, peer) + after,
  };
}

const FAILURES = new Set<EndReason>(["ice-failed", "media-failed", "signaling-failed"]);

function endText(ended: Ended, peer: string): string {
  const here = ended.by === "local";
  switch (ended.reason) {
    case "hangup":
      return here ? "You hung up." : `${peer} hung up.`;
    case "cancelled":
      return here ? "You cancelled the call." : `${peer} stopped calling.`;
    case "rejected":
      return here ? "You declined the call." : `${peer} declined the call.`;
    case "busy":
      return `${peer} is in another call. Try again later.`;
    case "timeout":
      return `The call with ${peer} was not answered.`;
    case "peer-disconnected":
      return `${peer} lost the connection.`;
    case "ice-failed":
      return `Picture and sound did not get through to ${peer}. A firewall may be in the way, or the other side is gone.`;
    case "media-failed":
      return "The browsers could not agree on picture and sound.";
    case "signaling-failed":
      return ended.error === undefined
        ? "The call could not be set up."
        : errorText(ended.error, peer);
  }
}

export function errorNotice(error: SignalingError, peer = "The other side"): Notice {
  return { kind: "error", code: error.code, text: errorText(error, peer) };
}

function errorText(error: SignalingError, peer: string): string {
  switch (error.code) {
    case "network":
    case "no-token":
      return "The service could not be reached. Check your internet connection.";
    case "not-connected":
    case "connection-lost":
      return "The connection to the service was lost.";
    case "no-answer":
      return "The service does not answer. Try again.";
    case "replaced":
      return "You are here in another window now. Close that one to come back.";
    case "session-ended":
    case "session-not-found":
    case "session-expired":
    case "unauthorized":
      return "Your visit has expired. Join again.";
    case "room-full":
      return "This room is full. Ask for another link, or make a room of your own.";
    case "peer-unavailable":
    case "no-peer":
      return `${peer} is not here any more.`;
    case "rate-limited":
      return "That was too much at once. Wait a moment and try again.";
    case "too-large":
      return "That is too large to be sent.";
    case "bad-request":
      return `The service did not accept that: ${error.message}`;
    case "forbidden":
      return "The service does not let this page in.";
    case "no-call":
    case "bad-state":
    case "glare":
      return "The call is over.";
    case "closed":
    case "aborted":
      return "You have left.";
    case "queue-full":
      return "Too much waits for the connection. Wait until it is back.";
    case "unknown-action":
    case "internal":
      return "Something went wrong on the way. Try again.";
  }
}

interface Media {
  audio: boolean;
  video: boolean;
}

/** What is missing of camera and microphone, and what can be done about it. */
export function mediaNotice(problem: MediaProblem, type: CallType, has: Media): Notice {
  const text = `${problemText(problem, missing(type, has))} ${stillPossible(has)}`;
  return { kind: "error", code: `media-${problem}`, text };
}

function missing(type: CallType, { audio, video }: Media): string {
  if (audio) {
    return "camera";
  }
  return type === "audio" || video ? "microphone" : "camera or microphone";
}

function problemText(problem: MediaProblem, what: string): string {
  switch (problem) {
    case "not-secure":
      return "Browsers give camera and microphone to secure pages (https) only.";
    case "denied":
      return `This page may not use the ${what}. You can allow it beside the address above.`;
    case "not-found":
      return `No ${what} was found.`;
    case "in-use":
      return `Another program is using the ${what}. Close it and try again.`;
    case "unknown":
      return `The ${what} could not be started.`;
  }
}

function stillPossible({ audio, video }: Media): string {
  if (audio) {
    return "You can be heard, but not seen.";
  }
  return video
    ? "You can be seen, but not heard."
    : "You can call, see and hear all the same, but not be seen or heard.";
}
