import type { CallType } from "./frames.js";
import { releaseMedia } from "./media.js";

/** What this side sends in a call: at most one stream, whose tracks can be switched off and on. */
export class LocalMedia {
  #stream: MediaStream | undefined;

  get stream(): MediaStream | undefined {
    return this.#stream;
  }

  /** Puts the tracks onto the connection. */
  addTo(pc: RTCPeerConnection, stream: MediaStream | undefined): void {
    this.#stream = stream;
    for (const track of stream?.getTracks() ?? []) {
      pc.addTrack(track, stream as MediaStream);
    }
  }

  /** Lets a call of this type receive what this side does not send. */
  receiveTheRest(pc: RTCPeerConnection, type: CallType): void {
    const sent = this.#stream?.getTracks().map((track) => track.kind) ?? [];
    for (const kind of type === "video" ? ["audio", "video"] : ["audio"]) {
      if (!sent.includes(kind)) {
        pc.addTransceiver(kind, { direction: "recvonly" });
      }
    }
  }

  /** True as well if there is nothing to be muted. */
  get muted(): boolean {
    return isOff(this.#stream?.getAudioTracks());
  }

  set muted(muted: boolean) {
    enable(this.#stream?.getAudioTracks(), !muted);
  }

  get cameraOff(): boolean {
    return isOff(this.#stream?.getVideoTracks());
  }

  set cameraOff(off: boolean) {
    enable(this.#stream?.getVideoTracks(), !off);
  }

  get switches(): { muted: boolean; cameraOff: boolean } {
    return { muted: this.muted, cameraOff: this.cameraOff };
  }

  release(): void {
    releaseMedia(this.#stream);
  }
}

function isOff(tracks: MediaStreamTrack[] = []): boolean {
  return tracks.every((track) => !track.enabled);
}

function enable(tracks: MediaStreamTrack[] = [], enabled: boolean): void {
  for (const track of tracks) {
    track.enabled = enabled;
  }
}
