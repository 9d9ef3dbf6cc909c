/** What comes of the peer in a call: its tracks, in one stream that is the same through the whole call. */
export class RemoteMedia {
  readonly stream = new MediaStream();
  readonly #onFirst: () => void;
  readonly #onChange: () => void;

  /**
   * @param onFirst a track came where there was none
   * @param onChange a track came, or its media began or stopped to arrive
   */
  constructor(onFirst: () => void, onChange: () => void) {
    this.#onFirst = onFirst;
    this.#onChange = onChange;
  }

  add(track: MediaStreamTrack): void {
    const isFirst = this.stream.getTracks().length === 0;
    this.stream.addTrack(track);
    if (isFirst) {
      this.#onFirst();
    }
    track.addEventListener("mute", this.#onChange);
    track.addEventListener("unmute", this.#onChange);
    this.#onChange();
  }

  release(): void {
    for (const track of this.stream.getTracks()) {
      track.removeEventListener("mute", this.#onChange);
      track.removeEventListener("unmute", this.#onChange);
      track.stop();
      this.stream.removeTrack(track);
    }
  }
}
