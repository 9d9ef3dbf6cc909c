import type { FakeSdp } from "./fake-sdp.js";

/** The descriptions of a fake media connection: what is agreed on, and what is offered. */
export class FakeDescriptions {
  #local: FakeSdp | undefined;
  #remote: FakeSdp | undefined;
  #offer: FakeSdp | undefined;
  #theirOffer: FakeSdp | undefined;

  /** Those that are agreed on. */
  get local(): FakeSdp | undefined {
    return this.#local;
  }

  get remote(): FakeSdp | undefined {
    return this.#remote;
  }

  /** The other's, to be answered. */
  get theirOffer(): FakeSdp | undefined {
    return this.#theirOffer;
  }

  get latestLocal(): FakeSdp | undefined {
    return this.#offer ?? this.#local;
  }

  get latestRemote(): FakeSdp | undefined {
    return this.#theirOffer ?? this.#remote;
  }

  get state(): RTCSignalingState {
    if (this.#theirOffer !== undefined) {
      return "have-remote-offer";
    }
    return this.#offer === undefined ? "stable" : "have-local-offer";
  }

  setLocal(description: FakeSdp): void {
    if (this.#theirOffer === undefined) {
      this.#offer = description;
    } else {
      this.#agree(description, this.#theirOffer);
    }
  }

  setRemote(description: FakeSdp): void {
    if (description.type === "offer") {
      this.#offer = undefined;
      this.#theirOffer = description;
    } else if (this.#offer === undefined) {
      throw new Error(`an answer in ${this.state}`);
    } else {
      this.#agree(this.#offer, description);
    }
  }

  rollBack(): void {
    this.#offer = undefined;
  }

  /** Nothing is offered, and what the other end says of itself is known here. */
  knows(other: FakeDescriptions): boolean {
    return this.state === "stable" && this.#remote?.content === other.local?.content;
  }

  #agree(local: FakeSdp, remote: FakeSdp): void {
    this.#local = local;
    this.#remote = remote;
    this.#offer = undefined;
    this.#theirOffer = undefined;
  }
}
