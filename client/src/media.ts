import type { CallType } from "./frames.js";

/** Why a device can't be used. */
export type MediaProblem = "not-secure" | "denied" | "not-found" | "in-use" | "unknown";

/** What could be had; `problem` tells why something that was asked for is missing. */
export interface AcquiredMedia {
  stream: MediaStream | undefined;
  audio: boolean;
  video: boolean;
  problem: MediaProblem | undefined;
}

type GetUserMedia = (constraints: MediaStreamConstraints) => Promise<MediaStream>;

/**
 * Asks for the microphone, and for a video call the camera. Never rejects: if one of the two is
 * missing or taken, the other alone is returned; a call is possible even with neither.
 */
export async function acquireMedia(
  type: CallType,
  getUserMedia: GetUserMedia | undefined = browsers(),
): Promise<AcquiredMedia> {
  if (getUserMedia === undefined) {
    return { stream: undefined, audio: false, video: false, problem: "not-secure" };
  }
  const video = { width: { ideal: 1280 }, height: { ideal: 720 }, facingMode: "user" };
  const wishes: MediaStreamConstraints[] =
    type === "video" ? [{ audio: true, video }, { audio: true }, { video }] : [{ audio: true }];
  let problem: MediaProblem | undefined;
  for (const wish of wishes) {
    try {
      const stream = await getUserMedia(wish);
      const kinds = stream.getTracks().map((track) => track.kind);
      return { stream, audio: kinds.includes("audio"), video: kinds.includes("video"), problem };
    } catch (error) {
      problem ??= mediaProblem(error);
      if (problem === "denied") {
        break;
      }
    }
  }
  return { stream: undefined, audio: false, video: false, problem };
}

/** https://www.w3.org/TR/mediacapture-streams/#dom-mediadevices-getusermedia */
export function mediaProblem(error: unknown): MediaProblem {
  switch (error instanceof Error ? error.name : "") {
    case "NotAllowedError":
    case "SecurityError":
      return "denied";
    case "NotFoundError":
    case "OverconstrainedError":
      return "not-found";
    case "NotReadableError":
    case "AbortError":
      return "in-use";
    default:
      return "unknown";
  }
}

/** Absent where the page is not in a secure context. */
function browsers(): GetUserMedia | undefined {
  const devices = (globalThis.navigator as Navigator | undefined)?.mediaDevices as
    | MediaDevices
    | undefined;
  return devices === undefined ? undefined : (wish) => devices.getUserMedia(wish);
}

/** Stops every track: the camera's light goes out. */
export function releaseMedia(stream: MediaStream | undefined): void {
  for (const track of stream?.getTracks() ?? []) {
    track.stop();
  }
}
