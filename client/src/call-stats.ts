/** How well a call's media gets through. Undefined: not known (yet). */
export interface CallStats {
  /** To the peer and back, in milliseconds. */
  roundTripMs: number | undefined;
  /** The share of the packets from the peer that were lost since the last time, 0 to 1. */
  packetLoss: number | undefined;
  /** Bits a second since the last time: what arrived, and what was sent. */
  bitrate: { inbound: number | undefined; outbound: number | undefined };
  /** The path that is used, as `host`, `srflx`, `prflx` or `relay` at either end. */
  candidatePair: { local: string; remote: string; protocol: string } | undefined;
  /** True if the media goes through a TURN server. */
  relayed: boolean | undefined;
}

/** The sums of a moment, to be compared with those of a later one. */
interface Sums {
  timestamp: number;
  received: number;
  sent: number;
  packets: number;
  lost: number;
}

type Reports = Iterable<Record<string, unknown>>;

/** Sums up what `RTCPeerConnection.getStats` tells: https://www.w3.org/TR/webrtc-stats/ */
export class StatsSummary {
  #before: Sums | undefined;

  /** What has been since the last time, or since the beginning. */
  summarize(report: { values(): Reports }): CallStats {
    const reports = [...report.values()];
    const byId = new Map(reports.map((one) => [one.id, one]));
    const transport = reports.find(({ type }) => type === "transport");
    const pair =
      byId.get(transport?.selectedCandidatePairId) ??
      reports.find(({ type, nominated, state }) => {
        return type === "candidate-pair" && nominated === true && state === "succeeded";
      });
    const local = byId.get(pair?.localCandidateId);
    const remote = byId.get(pair?.remoteCandidateId);
    const roundTrip = pair?.currentRoundTripTime;
    return {
      roundTripMs: typeof roundTrip === "number" ? roundTrip * 1000 : undefined,
      ...this.#since(sums(reports)),
      candidatePair:
        local && remote
          ? {
              local: String(local.candidateType),
              remote: String(remote.candidateType),
              protocol: String(local.protocol),
            }
          : undefined,
      relayed:
        local && remote
          ? local.candidateType === "relay" || remote.candidateType === "relay"
          : undefined,
    };
  }

  #since(now: Sums): Pick<CallStats, "packetLoss" | "bitrate"> {
    const before = this.#before;
    this.#before = now;
    const packets = now.packets - (before?.packets ?? 0);
    const lost = Math.max(now.lost - (before?.lost ?? 0), 0);
    const seconds = before && (now.timestamp - before.timestamp) / 1000;
    const rate = (later: number, earlier = 0) =>
      seconds === undefined || seconds <= 0 ? undefined : ((later - earlier) * 8) / seconds;
    return {
      packetLoss: packets + lost > 0 ? lost / (packets + lost) : undefined,
      bitrate: {
        inbound: rate(now.received, before?.received),
        outbound: rate(now.sent, before?.sent),
      },
    };
  }
}

function sums(reports: Record<string, unknown>[]): Sums {
  const total = (type: string, member: string) =>
    reports
      .filter((one) => one.type === type)
      .reduce((sum, one) => sum + Number(one[member] ?? 0), 0);
  return {
    timestamp: Math.max(0, ...reports.map(({ timestamp }) => Number(timestamp ?? 0))),
    received: total("inbound-rtp", "bytesReceived"),
    sent: total("outbound-rtp", "bytesSent"),
    packets: total("inbound-rtp", "packetsReceived"),
    lost: total("inbound-rtp", "packetsLost"),
  };
}
