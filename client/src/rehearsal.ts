import type { PeerConnectionConstructor } from "./call-types.js";

/** What has been rehearsed with in this page. */
const rehearsed = new WeakSet<PeerConnectionConstructor>();

/**
 * A negotiation of two peer connections of this page with each other, before the first call: the browser loads and
 * starts what it needs at its first negotiation, codecs above all, so that the first call need not wait for it. It has
 * no media, and sends nothing: where only relays are allowed and there are none, no candidate is found. In Chromium
 * alone: for others nobody has measured that it helps, and Firefox tells in its console of the ICE that fails.
 */
export class Rehearsal {
  readonly #pair: RTCPeerConnection[] = [];

  /** Begins, unless there was one in this page. */
  constructor(Constructor: PeerConnectionConstructor | undefined) {
    if (Constructor !== undefined && isChromium() && !rehearsed.has(Constructor)) {
      // Where it fails, a call will tell what the browser can't do.
      this.#run(Constructor).catch(() => this.stop());
    }
  }

  /** Ends it, however far it is: what is going on now matters more. */
  stop(): void {
    for (const pc of this.#pair.splice(0)) {
      pc.close();
    }
  }

  async #run(Constructor: PeerConnectionConstructor): Promise<void> {
    const caller = this.#open(Constructor);
    const callee = this.#open(Constructor);
    caller.addTransceiver("audio");
    caller.addTransceiver("video");
    await negotiate(caller, callee);
    rehearsed.add(Constructor);
    this.stop();
  }

  #open(Constructor: PeerConnectionConstructor): RTCPeerConnection {
    const pc = new Constructor({ iceTransportPolicy: "relay", bundlePolicy: "max-bundle" });
    this.#pair.push(pc);
    return pc;
  }
}

async function negotiate(caller: RTCPeerConnection, callee: RTCPeerConnection): Promise<void> {
  await caller.setLocalDescription();
  await callee.setRemoteDescription(caller.localDescription as RTCSessionDescription);
  for (const transceiver of callee.getTransceivers()) {
    transceiver.direction = "sendrecv";
  }
  await callee.setLocalDescription();
  await caller.setRemoteDescription(callee.localDescription as RTCSessionDescription);
}

/** Only a Chromium has this member; it has none in a page that is not secure, and that has no camera either. */
function isChromium(): boolean {
  return "userAgentData" in (globalThis.navigator ?? {});
}
