import type { Description } from "../frames.js";

export type Kind = "audio" | "video";

interface Members {
  type: "offer" | "answer";
  /** Which peer connection it is of. */
  origin: number;
  version: number;
  /** Of ICE: another one after each restart. */
  fragment: string;
  /** The kinds of media that there is a place for. */
  kinds: readonly Kind[];
  /** Those of them that are sent. */
  sent: readonly Kind[];
}

/** As much of a session description as a fake media connection understands. */
export class FakeSdp {
  readonly type: Members["type"];
  readonly origin: number;
  readonly version: number;
  readonly fragment: string;
  readonly kinds: readonly Kind[];
  readonly sent: readonly Kind[];
  #sdp: string;

  constructor(members: Members, sdp = write(members)) {
    this.type = members.type;
    this.origin = members.origin;
    this.version = members.version;
    this.fragment = members.fragment;
    this.kinds = members.kinds;
    this.sent = members.sent;
    this.#sdp = sdp;
  }

  static read({ type, sdp = "" }: RTCSessionDescriptionInit): FakeSdp {
    const all = (line: RegExp) => [...sdp.matchAll(line)].map(([, value]) => value ?? "");
    const [origin, version] = all(/^o=- (.*) IN/gm)
      .join()
      .split(" ")
      .map(Number);
    const [fragment] = all(/^a=ice-ufrag:(.*)$/gm);
    if ((type !== "offer" && type !== "answer") || !origin || !version || !fragment) {
      throw new Error(`not of a fake media connection: ${type} ${sdp}`);
    }
    const kinds = all(/^m=(.*)$/gm) as Kind[];
    const sent = all(/^a=msid:(.*)$/gm) as Kind[];
    return new FakeSdp({ type, origin, version, fragment, kinds, sent }, sdp);
  }

  get description(): Description<"offer" | "answer"> {
    return { type: this.type, sdp: this.#sdp };
  }

  /** The same in all versions that say the same. */
  get content(): string {
    return [this.origin, this.fragment, ...this.sent].join();
  }

  get hasCandidates(): boolean {
    return this.#sdp.includes("a=candidate:");
  }

  addCandidate(candidate: string): void {
    this.#sdp += `a=${candidate}\n`;
  }
}

function write({ origin, version, fragment, kinds, sent }: Members): string {
  const lines = [
    "v=0",
    `o=- ${origin} ${version} IN IP4 127.0.0.1`,
    `a=ice-ufrag:${fragment}`,
    ...kinds.map((kind) => `m=${kind}`),
    ...sent.map((kind) => `a=msid:${kind}`),
  ];
  return `${lines.join("\n")}\n`;
}
