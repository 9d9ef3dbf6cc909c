import { vi } from "vitest";
import type { EndReason } from "../call-types.js";
import { FakeExchange } from "./fake-exchange.js";
import { FakeNetwork } from "./fake-network.js";
import { FakePerson } from "./fake-person.js";
import { generator, type Random } from "./random.js";

/** What befalls two who call each other: how likely each thing is, at each step of a storm. */
export interface Chaos {
  hangUp: number;
  /** A picture comes into the call, which is negotiated anew. */
  picture: number;
  /** A connection breaks off, and for so long at most no other can be made. */
  cut?: number;
  cutForMs?: number;
  /** The media needs another path. */
  breakPath?: number;
  reload?: number;
  /** Both call, and often at once. */
  glare?: boolean;
  /** How likely the next step comes before a frame has arrived. */
  haste?: number;
  /** How likely each frame is to be lost, though its connection stays. */
  loss?: number;
  /** How long a connection may live. */
  connectionMs?: number;
}

/** How one of the two stands. */
export interface Situation {
  callId: string | undefined;
  /** The other is heard. */
  flows: boolean;
  /** Nothing is under negotiation, and both ends know the same. */
  agrees: boolean;
  /** All that in a few words. */
  words: string;
}

/** What a storm left behind. */
export interface Aftermath {
  soon: Situation[];
  late: Situation[];
  /** In a call that was made then, a moment later. */
  anew: Situation[];
  /** How their calls ended. */
  ended: EndReason[];
  /** The numbers of the offers that opened a call. */
  openings: (number | undefined)[];
  /** What was not stopped, closed or cleared when both had left. */
  leftOver: string[];
  /** What happened, line by line. */
  story: string[];
}

const STEPS = 25;
const CALLS_AGAIN = 0.3;
const CALLS_AS_WELL = 0.4;
/** Between the two frames of a call may overtake each other; those of the next call come later. */
const FASTEST_FRAME_MS = 20;
const SLOWEST_FRAME_MS = 80;
const LONGEST_STEP_MS = 3000;
const LONGEST_RELOAD_MS = 3000;
const LATEST_NOTICE_MS = 1000;
const LONG_MS = 6_600_000;
const SOON_MS = 10_000;
const LATE_MS = 120_000;

/** A world of two people in which everything goes wrong for a while. The same seed is the same world. */
export class Storm {
  readonly #chaos: Chaos;
  readonly #random: Random;
  readonly #exchange = new FakeExchange();
  readonly #network = new FakeNetwork();
  readonly #ann: FakePerson;
  readonly #bob: FakePerson;

  private constructor(seed: number, chaos: Chaos) {
    const random = generator(seed);
    const world = { random, exchange: this.#exchange, network: this.#network };
    this.#chaos = chaos;
    this.#random = random;
    this.#ann = new FakePerson({ name: "ann", ...world });
    this.#bob = new FakePerson({ name: "bob", ...world });
  }

  /** Takes some minutes, by timers that are fake. */
  static async run(seed: number, chaos: Chaos): Promise<Aftermath> {
    const storm = new Storm(seed, chaos);
    await vi.advanceTimersByTimeAsync(500);
    await storm.#rage();
    storm.#calmDown();
    await vi.advanceTimersByTimeAsync(SOON_MS);
    const soon = storm.#situations();
    await vi.advanceTimersByTimeAsync(LATE_MS);
    const late = storm.#situations();
    const ended = [...storm.#ann.ended, ...storm.#bob.ended];
    const anew = await storm.#callAnew();
    const leftOver = await storm.#leave();
    const { switchboard, story } = storm.#exchange;
    return { soon, late, anew, ended, openings: switchboard.openings, leftOver, story };
  }

  async #rage(): Promise<void> {
    const random = this.#random;
    const { loss = 0, haste = 0.3, connectionMs = LONG_MS } = this.#chaos;
    const frameMs = () => FASTEST_FRAME_MS + random() * (SLOWEST_FRAME_MS - FASTEST_FRAME_MS);
    this.#exchange.weather = () => (random() < loss ? "lost" : frameMs());
    this.#exchange.noticesAfterMs = () => random() * LATEST_NOTICE_MS;
    this.#exchange.connectionMs = connectionMs;
    for (let step = 0; step < STEPS; step++) {
      const [one, other] = random() < 0.5 ? [this.#ann, this.#bob] : [this.#bob, this.#ann];
      this.#befall(one, other);
      const longest = random() < haste ? SLOWEST_FRAME_MS : LONGEST_STEP_MS;
      await vi.advanceTimersByTimeAsync(random() * longest);
    }
  }

  #befall(one: FakePerson, other: FakePerson): void {
    const { hangUp, picture, cut = 0, cutForMs = 0, breakPath = 0, reload = 0 } = this.#chaos;
    if (one.isFree && (this.#chaos.glare || one === this.#ann)) {
      this.#call(one, other);
      return;
    }
    const luck = this.#random();
    let sum = 0;
    const is = (probability: number) => {
      sum += probability;
      return luck < sum;
    };
    if (is(hangUp)) {
      this.#hangUp(one, other);
    } else if (is(picture)) {
      one.showPicture();
    } else if (is(cut)) {
      this.#exchange.cut(one.name, this.#random() * cutForMs);
    } else if (is(breakPath)) {
      this.#exchange.note("the path of the media breaks off");
      this.#network.breakPaths();
    } else if (is(reload)) {
      one.reload(this.#random() * LONGEST_RELOAD_MS);
    }
  }

  #call(one: FakePerson, other: FakePerson): void {
    one.call(other);
    if (this.#chaos.glare && other.isFree && this.#random() < CALLS_AS_WELL) {
      other.call(one);
    }
  }

  #hangUp(one: FakePerson, other: FakePerson): void {
    one.hangUp();
    if (one.isFree && this.#random() < CALLS_AGAIN) {
      this.#call(one, other);
    }
  }

  #calmDown(): void {
    this.#exchange.note("the storm is over");
    this.#exchange.weather = () => 5;
    this.#exchange.noticesAfterMs = () => 0;
    this.#exchange.connectionMs = LONG_MS;
    this.#exchange.allowConnections();
  }

  async #callAnew(): Promise<Situation[]> {
    this.#exchange.note("a call is made anew");
    this.#ann.hangUp();
    this.#bob.hangUp();
    await vi.advanceTimersByTimeAsync(2000);
    this.#bob.isEager = true;
    if (this.#ann.isFree) {
      this.#ann.call(this.#bob);
    }
    await vi.advanceTimersByTimeAsync(1500);
    return this.#situations();
  }

  async #leave(): Promise<string[]> {
    const people = [this.#ann, this.#bob];
    for (const { page } of people) {
      page.close();
    }
    // So long the service waits for them.
    await vi.advanceTimersByTimeAsync(60_000);
    const timers = vi.getTimerCount();
    return [
      ...people.flatMap((person) => person.unstopped),
      ...this.#network.open.map(({ number }) => `peer connection ${number}`),
      ...(timers > 0 ? [`${timers} timers`] : []),
    ];
  }

  #situations(): Situation[] {
    return [this.#situationOf(this.#ann, this.#bob), this.#situationOf(this.#bob, this.#ann)];
  }

  #situationOf({ name, page }: FakePerson, { page: { media: others } }: FakePerson): Situation {
    const { media } = page;
    const { callId, role, state, remoteStream } = page.calls.current ?? {};
    const words = role
      ? `${name} is in ${callId} as ${role}: ${state?.status}, ${media?.signalingState}, ${media?.connectionState}`
      : `${name} is in no call`;
    const hears = remoteStream?.getTracks().some(({ kind }) => kind === "audio") === true;
    const flows = state?.status === "connected" && media?.connectionState === "connected" && hears;
    const agrees = others !== undefined && media?.agreesWith(others) === true;
    return { callId: role && String(callId), flows, agrees, words };
  }
}
