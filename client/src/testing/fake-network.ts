import type { PeerConnectionConstructor } from "../call-types.js";
import { FakeMediaConnection } from "./fake-media-connection.js";

/** How long it takes until an end of a path learns what has become of it. */
const NOTICED_MS = 20;
/** How long a path may be interrupted until it counts as failed. */
const FAILED_MS = 5000;

/** What the media of peer connections goes through. */
export class FakeNetwork {
  readonly #connections: FakeMediaConnection[] = [];
  /** Paths that bear nothing any more: another is found by an ICE restart. */
  readonly #broken = new Set<string>();

  /** For one page, which has its peer connections in that list. */
  constructorFor(ofPage: FakeMediaConnection[]): PeerConnectionConstructor {
    const network = this;
    return class extends FakeMediaConnection {
      constructor(configuration: RTCConfiguration) {
        super(configuration, () => network.#changed());
        network.#connections.push(this);
        ofPage.push(this);
      }
    } as unknown as PeerConnectionConstructor;
  }

  /** Every path that there is breaks off. */
  breakPaths(): void {
    for (const { path } of this.open) {
      if (path !== undefined) {
        this.#broken.add(path);
      }
    }
    this.#changed();
  }

  get open(): FakeMediaConnection[] {
    return this.#connections.filter(({ signalingState }) => signalingState !== "closed");
  }

  #changed(): void {
    setTimeout(() => this.#look(), NOTICED_MS);
  }

  #look(): void {
    for (const one of this.open) {
      const other = this.open.find((each) => one.knows(each) && each.knows(one));
      this.#lead(one, other);
      if (one.path !== undefined) {
        one.becomes("connected");
      } else if (one.connectionState === "connected") {
        one.becomes("disconnected");
        setTimeout(
          () => one.connectionState === "disconnected" && one.becomes("failed"),
          FAILED_MS,
        );
      }
    }
  }

  /** A path bears until it breaks off or there is a newer one. */
  #lead(one: FakeMediaConnection, other: FakeMediaConnection | undefined): void {
    const newest = other && one.pathTo(other);
    if (newest !== undefined && !this.#broken.has(newest)) {
      one.path = newest;
    } else if (other === undefined || this.#broken.has(one.path ?? "")) {
      one.path = undefined;
    }
  }
}
