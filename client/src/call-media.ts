import type { CallEvents, CallState } from "./call-types.js";
import { Emitter } from "./emitter.js";
import { LocalMedia } from "./local-media.js";
import { acquireCamera, acquireMicrophone, acquireScreen, MediaError } from "./media.js";

/** What of a call concerns its own media: it is switched, exchanged, and the screen shown. */
export abstract class CallMedia extends Emitter<CallEvents> {
  protected readonly local = new LocalMedia(() => {
    this.stopSharing().catch(() => undefined);
  });
  #turn: Promise<void> = Promise.resolve();

  abstract get state(): CallState;

  /** Microphone and camera, as far as there are such; not the screen. */
  get localStream(): MediaStream | undefined {
    return this.local.stream;
  }

  /** True as well if there is no microphone. */
  get muted(): boolean {
    return this.local.switches.muted;
  }

  /** True as well if there is no camera. */
  get cameraOff(): boolean {
    return this.local.switches.cameraOff;
  }

  /** The screen is shown. */
  get sharing(): boolean {
    return this.local.switches.sharing;
  }

  setMuted(muted: boolean): void {
    this.local.switch("audio", !muted);
    this.#tellMedia();
  }

  setCameraOff(off: boolean): void {
    this.local.switch("video", !off);
    this.#tellMedia();
  }

  /**
   * Sends this microphone's or camera's track in place of the one before; if there was none, the call is
   * negotiated anew, and an audio call gets a picture. The track belongs to the call from now on.
   * Rejects with a `MediaError` if it can't be sent: the one before stays.
   */
  sendTrack(track: MediaStreamTrack): Promise<void> {
    return this.#exchange(track, () => this.local.use(track));
  }

  /** Goes over to another microphone or camera. Rejects with a `MediaError`, and all stays as it was. */
  async switchDevice(kind: "audio" | "video", deviceId?: string): Promise<void> {
    const acquire = kind === "audio" ? acquireMicrophone : acquireCamera;
    await this.sendTrack(await acquire(deviceId));
  }

  /**
   * Shows the screen, in place of the camera if there is one. Without a track the person chooses what to
   * show. Rejects with a `MediaError` if nothing is.
   */
  async shareScreen(screen?: MediaStreamTrack): Promise<void> {
    const track = screen ?? (await acquireScreen());
    await this.#exchange(track, () => this.local.share(track));
  }

  /** Shows the camera again, if there is one. */
  stopSharing(): Promise<void> {
    return this.#inTurn(() => this.local.stopSharing());
  }

  #tellMedia(): void {
    if (this.state.status !== "ended") {
      this.emit("media", this.local.switches);
    }
  }

  /** A track that can't be sent, or comes when the call is over, is stopped. */
  #exchange(track: MediaStreamTrack, exchange: () => Promise<void>): Promise<void> {
    return this.#inTurn(async () => {
      if (this.state.status === "ended") {
        track.stop();
        return;
      }
      await exchange().catch((cause) => {
        track.stop();
        throw new MediaError("unknown", cause);
      });
    });
  }

  /** One after the other: each takes the place of what the one before has left. */
  #inTurn(step: () => Promise<void>): Promise<void> {
    const done = this.#turn.then(step).then(() => this.#tellMedia());
    this.#turn = done.catch(() => undefined);
    return done;
  }
}
