import type { Call } from "../call.js";
import type { EndReason } from "../call-types.js";
import type { Progress } from "../delivery.js";
import type { FakeExchange } from "./fake-exchange.js";
import type { FakeNetwork } from "./fake-network.js";
import { FakePage } from "./fake-page.js";
import { FakeMediaStream } from "./fake-peer-connection.js";
import type { Random } from "./random.js";

export interface FakePersonOptions {
  name: string;
  exchange: FakeExchange;
  network: FakeNetwork;
  random: Random;
}

const TAKES = 0.85;
const SLOWEST_ANSWER_MS = 600;
const SLOWEST_RETURN_MS = 1500;

/** Somebody with a page, who takes most calls, turns down some, and goes on with a call whose page was loaded again. */
export class FakePerson {
  readonly name: string;
  page: FakePage;
  /** Takes every call at once. */
  isEager = false;
  /** How the calls of this person's pages ended, those that went with their page left out. */
  readonly ended: EndReason[] = [];
  readonly #options: FakePersonOptions;
  /** What the pages were given to send. */
  readonly #streams: FakeMediaStream[] = [];
  #isAway = false;
  /** The page was loaded again, and is about to go on with its call. */
  #isComingBack = false;

  constructor(options: FakePersonOptions) {
    this.name = options.name;
    this.#options = options;
    this.page = this.#open();
  }

  /** Can call: is in no call, and not about to go on with one. */
  get isFree(): boolean {
    const { calls, isReady } = this.page;
    return isReady && calls.current === undefined && !this.#isAway && !this.#isComingBack;
  }

  /** What of it is still on. */
  get unstopped(): string[] {
    const tracks = this.#streams.flatMap((stream) => stream.tracks);
    return tracks.flatMap(({ stopped, kind }) => (stopped ? [] : [`the ${kind} of ${this.name}`]));
  }

  call(other: FakePerson): void {
    this.#note("calls");
    // One of the two ways to say whom: in the room there is nobody else.
    const peer = { sessionId: other.name, displayName: other.name };
    const whom = this.#options.random() < 0.5 ? { peer } : {};
    this.#watch(
      this.page,
      this.page.calls.start({ type: "audio", stream: this.#microphone(), ...whom }),
    );
  }

  hangUp(): void {
    this.#note("hangs up");
    this.page.calls.current?.hangUp();
  }

  /** Adds a picture to the call, or sends another than before. */
  showPicture(): void {
    const call = this.page.calls.current;
    if (call !== undefined) {
      this.#note("shows a picture");
      const picture = FakeMediaStream.of("video");
      this.#streams.push(picture);
      for (const { track } of picture.getVideoTracks()) {
        call.sendTrack(track);
      }
    }
  }

  /** Loads the page again, which takes so long. */
  reload(forMs: number): void {
    if (this.#isAway) {
      return;
    }
    this.#note("loads the page again");
    this.#isAway = true;
    const progress = this.page.vanish();
    setTimeout(() => {
      this.#isAway = false;
      this.#isComingBack = false;
      this.page = this.#open(progress);
    }, forMs);
  }

  #open(progress?: Progress): FakePage {
    const page = new FakePage({ session: this.name, ...this.#options, progress });
    page.calls.on("incoming", (call) => this.#hears(page, call));
    page.calls.on("resumable", () => this.#comesBack(page));
    return page;
  }

  #hears(page: FakePage, call: Call): void {
    const { random } = this.#options;
    this.#watch(page, call);
    const takes = random() < TAKES;
    page.later(random() * SLOWEST_ANSWER_MS, () => {
      takes || this.isEager ? call.accept(this.#microphone()) : call.reject();
    });
  }

  #comesBack(page: FakePage): void {
    this.#isComingBack = true;
    page.later(this.#options.random() * SLOWEST_RETURN_MS, () => {
      this.#isComingBack = false;
      try {
        this.#watch(page, page.calls.resume(this.#microphone()));
      } catch {
        this.#note("comes back too late");
      }
    });
  }

  #watch(page: FakePage, call: Call): void {
    this.#note(`is in ${call.callId ?? "a call"} as ${call.role}: ${call.state.status}`);
    call.on("state", (state) => {
      this.#note(`is in ${call.callId}: ${JSON.stringify(state)}`);
      if (state.status === "ended" && page === this.page && !this.#isAway) {
        this.ended.push(state.reason);
      }
    });
  }

  #microphone(): FakeMediaStream & MediaStream {
    const stream = FakeMediaStream.of("audio");
    this.#streams.push(stream);
    return stream;
  }

  #note(event: string): void {
    this.#options.exchange.note(`${this.name} ${event}`);
  }
}
