import type { CallType } from "./frames.js";
import { releaseMedia } from "./media.js";

type Kind = "audio" | "video";

/** What of the own media is on. */
export interface Switches {
  muted: boolean;
  cameraOff: boolean;
  /** The screen is shown, in place of the camera if there is one. */
  sharing: boolean;
}

/** What this side sends in a call: at most one stream, whose tracks can be switched and exchanged. */
export class LocalMedia {
  #pc: RTCPeerConnection | undefined;
  #stream: MediaStream | undefined;
  #screen: MediaStreamTrack | undefined;
  /** What is about to be sent in place of another, or was last. */
  #next: MediaStreamTrack | undefined;
  /** What was switched off, perhaps before there was anything to switch. */
  readonly #off = new Set<string>();
  /** What a screen was sent by that is not shown any more. */
  #idle: RTCRtpSender | undefined;
  readonly #onScreenEnded: () => void;

  /** @param onScreenEnded the browser's own button ended the sharing of the screen */
  constructor(onScreenEnded: () => void) {
    this.#onScreenEnded = onScreenEnded;
  }

  /** Microphone and camera. */
  get stream(): MediaStream | undefined {
    return this.#stream;
  }

  /** Puts the tracks onto the connection. */
  addTo(pc: RTCPeerConnection, stream: MediaStream | undefined): void {
    this.#pc = pc;
    this.#idle = undefined;
    if (this.#stream !== stream) {
      releaseMedia(this.#stream);
    }
    this.#stream = stream;
    const screen = this.#screen;
    for (const track of stream?.getTracks() ?? []) {
      track.enabled &&= !this.#off.has(track.kind);
      if (screen === undefined || track.kind === "audio") {
        pc.addTrack(track, stream as MediaStream);
      }
    }
    if (screen !== undefined) {
      pc.addTrack(screen, stream ?? new MediaStream([screen]));
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

  /** Sends this microphone's or camera's track in place of the one before, which is stopped. */
  async use(track: MediaStreamTrack): Promise<void> {
    const before = this.#track(track.kind as Kind);
    if (before === track) {
      return;
    }
    track.enabled = before?.enabled ?? !this.#off.has(track.kind);
    if (track.kind === "audio" || this.#screen === undefined) {
      this.#next = track;
      await this.#send(track);
    }
    this.#stream ??= new MediaStream();
    if (before !== undefined) {
      this.#stream.removeTrack(before);
      before.stop();
    }
    this.#stream.addTrack(track);
  }

  /** Shows the screen, in place of the camera if there is one. */
  async share(screen: MediaStreamTrack): Promise<void> {
    if (screen === this.#screen) {
      return;
    }
    this.#releaseScreen();
    this.#screen = screen;
    screen.addEventListener("ended", this.#onScreenEnded);
    try {
      await this.#send(screen);
    } catch (error) {
      this.#releaseScreen();
      throw error;
    }
  }

  /** Shows the camera again, if there is one. */
  async stopSharing(): Promise<void> {
    if (this.#screen === undefined) {
      return;
    }
    this.#releaseScreen();
    const sender = this.#sender("video");
    const camera = this.#track("video");
    if (camera !== undefined) {
      await sender?.replaceTrack(camera);
    } else if (sender !== undefined) {
      this.#pc?.removeTrack(sender);
      this.#idle = sender;
    }
  }

  /** `muted` and `cameraOff` are true as well if there is nothing to be switched off. */
  get switches(): Switches {
    const isOff = (kind: Kind) => this.#track(kind)?.enabled !== true;
    return {
      muted: isOff("audio"),
      cameraOff: isOff("video"),
      sharing: this.#screen !== undefined,
    };
  }

  switch(kind: Kind, on: boolean): void {
    on ? this.#off.delete(kind) : this.#off.add(kind);
    for (const track of [this.#track(kind), this.#next]) {
      if (track?.kind === kind) {
        track.enabled = on;
      }
    }
  }

  release(): void {
    releaseMedia(this.#stream);
    this.#next?.stop();
    this.#releaseScreen();
    this.#pc = undefined;
  }

  #releaseScreen(): void {
    this.#screen?.removeEventListener("ended", this.#onScreenEnded);
    this.#screen?.stop();
    this.#screen = undefined;
  }

  #track(kind: Kind): MediaStreamTrack | undefined {
    return this.#stream?.getTracks().find((track) => track.kind === kind);
  }

  #sender(kind: string): RTCRtpSender | undefined {
    return this.#pc?.getSenders().find(({ track }) => track?.kind === kind);
  }

  /** In place of what is sent of that kind, or, by a new negotiation, besides. */
  async #send(track: MediaStreamTrack): Promise<void> {
    const sender = this.#sender(track.kind);
    if (sender !== undefined) {
      await sender.replaceTrack(track);
    } else if (track.kind === "video" && this.#idle !== undefined) {
      await this.#sendAgain(this.#idle, track);
    } else {
      this.#pc?.addTrack(track, this.#stream ?? new MediaStream([track]));
    }
  }

  /** `addTrack` would not use what has sent before: the peer would have a second picture, and show the first. */
  async #sendAgain(sender: RTCRtpSender, track: MediaStreamTrack): Promise<void> {
    this.#idle = undefined;
    const transceiver = this.#pc?.getTransceivers().find((one) => one.sender === sender);
    await sender.replaceTrack(track);
    if (transceiver !== undefined) {
      transceiver.direction = "sendrecv";
    }
  }
}
