import type { CallType } from "./frames.js";

/** Why a device can't be used. */
export type MediaProblem = "not-secure" | "denied" | "not-found" | "in-use" | "unknown";

const MESSAGES: Record<MediaProblem, string> = {
  "not-secure": "cameras and microphones need a page that was loaded over https, or from localhost",
  denied: "the browser or the person at it does not allow the device",
  "not-found": "there is no such device",
  "in-use": "the device is used by another program",
  unknown: "the device can't be used",
};

/** A device can't be used; `problem` tells why. */
export class MediaError extends Error {
  override readonly name = "MediaError";
  readonly problem: MediaProblem;

  constructor(problem: MediaProblem, cause?: unknown) {
    super(MESSAGES[problem], { cause });
    this.problem = problem;
  }
}

/** What could be had; `problem` tells why something that was asked for is missing. */
export interface AcquiredMedia {
  stream: MediaStream | undefined;
  audio: boolean;
  video: boolean;
  problem: MediaProblem | undefined;
}

type GetUserMedia = (constraints: MediaStreamConstraints) => Promise<MediaStream>;

const CAMERA = { width: { ideal: 1280 }, height: { ideal: 720 }, facingMode: "user" };

/**
 * Asks for the microphone, and for a video call the camera. Never rejects: if one of the two is
 * missing or taken, the other alone is returned; a call is possible even with neither.
 */
export async function acquireMedia(
  type: CallType,
  getUserMedia: GetUserMedia = (wish) => ofUser(wish),
): Promise<AcquiredMedia> {
  const both = { audio: true, video: CAMERA };
  const wishes: MediaStreamConstraints[] =
    type === "video" ? [both, { audio: true }, { video: CAMERA }] : [{ audio: true }];
  let problem: MediaProblem | undefined;
  for (const wish of wishes) {
    try {
      const stream = await getUserMedia(wish);
      const kinds = stream.getTracks().map((track) => track.kind);
      return { stream, audio: kinds.includes("audio"), video: kinds.includes("video"), problem };
    } catch (error) {
      problem ??= mediaProblem(error);
      if (problem === "denied" || problem === "not-secure") {
        break;
      }
    }
  }
  return { stream: undefined, audio: false, video: false, problem };
}

/** A microphone's track: the one of this id, or any. Rejects with a `MediaError`. */
export function acquireMicrophone(deviceId?: string): Promise<MediaStreamTrack> {
  return firstTrack(
    ofUser({ audio: deviceId === undefined ? true : { deviceId: { exact: deviceId } } }),
  );
}

/** A camera's track: the one of this id, or any. Rejects with a `MediaError`. */
export function acquireCamera(deviceId?: string): Promise<MediaStreamTrack> {
  const video = deviceId === undefined ? CAMERA : { deviceId: { exact: deviceId } };
  return firstTrack(ofUser({ video }));
}

/** Lets the person choose a screen, a window or a tab. Rejects with a `MediaError`. */
export function acquireScreen(): Promise<MediaStreamTrack> {
  return firstTrack(devices().then((devices) => devices.getDisplayMedia({ video: true })));
}

/** The devices of a kind; their names are told only once a device may be used. */
export async function listDevices(kind: MediaDeviceKind): Promise<MediaDeviceInfo[]> {
  const all = await (await devices()).enumerateDevices();
  return all.filter((device) => device.kind === kind);
}

/** https://www.w3.org/TR/mediacapture-streams/#dom-mediadevices-getusermedia */
export function mediaProblem(error: unknown): MediaProblem {
  if (error instanceof MediaError) {
    return error.problem;
  }
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

/** Stops every track: the camera's light goes out. */
export function releaseMedia(stream: MediaStream | undefined): void {
  for (const track of stream?.getTracks() ?? []) {
    track.stop();
  }
}

/** Absent where the page is not in a secure context. */
async function devices(): Promise<MediaDevices> {
  const found = (globalThis.navigator as Navigator | undefined)?.mediaDevices as
    | MediaDevices
    | undefined;
  if (found === undefined) {
    throw new MediaError("not-secure");
  }
  return found;
}

async function ofUser(wish: MediaStreamConstraints): Promise<MediaStream> {
  return (await devices()).getUserMedia(wish);
}

async function firstTrack(stream: Promise<MediaStream>): Promise<MediaStreamTrack> {
  try {
    const [track] = (await stream).getTracks();
    if (track !== undefined) {
      return track;
    }
  } catch (error) {
    throw new MediaError(mediaProblem(error), error);
  }
  throw new MediaError("not-found");
}
