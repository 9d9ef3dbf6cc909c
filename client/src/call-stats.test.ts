import { expect, test } from "vitest";
import { StatsSummary } from "./call-stats.js";

type Report = Record<string, unknown>;

function report(seconds: number, more: Report[] = []): Map<string, Report> {
  const timestamp = seconds * 1000;
  const all: Report[] = [
    { id: "T", type: "transport", selectedCandidatePairId: "P", timestamp },
    {
      id: "P",
      type: "candidate-pair",
      localCandidateId: "L",
      remoteCandidateId: "R",
      currentRoundTripTime: 0.031,
      timestamp,
    },
    { id: "L", type: "local-candidate", candidateType: "host", protocol: "udp", timestamp },
    { id: "R", type: "remote-candidate", candidateType: "srflx", protocol: "udp", timestamp },
    ...more,
  ];
  return new Map(all.map((one) => [one.id as string, { timestamp, ...one }]));
}

const inbound = (
  id: string,
  bytesReceived: number,
  packetsReceived: number,
  packetsLost: number,
) => ({
  id,
  type: "inbound-rtp",
  bytesReceived,
  packetsReceived,
  packetsLost,
});

test("the path, and whether it goes through a relay", () => {
  const summary = new StatsSummary().summarize(report(0));
  expect(summary).toMatchObject({
    roundTripMs: 31,
    candidatePair: { local: "host", remote: "srflx", protocol: "udp" },
    relayed: false,
  });
  const relay = { id: "R", type: "remote-candidate", candidateType: "relay", protocol: "udp" };
  expect(new StatsSummary().summarize(report(0, [relay])).relayed).toBe(true);
});

test("a browser without transport reports tells the pair that was nominated", () => {
  const reports = report(0);
  reports.delete("T");
  reports.set("P", { ...reports.get("P"), nominated: true, state: "succeeded" });
  expect(new StatsSummary().summarize(reports).roundTripMs).toBe(31);
});

test("bitrates are of the time between, over all tracks", () => {
  const summary = new StatsSummary();
  const first = [inbound("A", 1000, 10, 0), inbound("V", 9000, 90, 0)];
  const sent = { id: "O", type: "outbound-rtp", bytesSent: 500 };
  expect(summary.summarize(report(10, [...first, sent])).bitrate).toEqual({
    inbound: undefined,
    outbound: undefined,
  });
  const second = [inbound("A", 2000, 20, 0), inbound("V", 28_000, 180, 0)];
  const later = summary.summarize(report(12, [...second, { ...sent, bytesSent: 3000 }]));
  expect(later.bitrate).toEqual({ inbound: 80_000, outbound: 10_000 });
});

test("packet loss is of the time between", () => {
  const summary = new StatsSummary();
  expect(summary.summarize(report(0)).packetLoss).toBeUndefined();
  expect(summary.summarize(report(1, [inbound("A", 0, 75, 25)])).packetLoss).toBe(0.25);
  expect(summary.summarize(report(2, [inbound("A", 0, 175, 25)])).packetLoss).toBe(0);
});

test("without a path nothing is known of it", () => {
  expect(new StatsSummary().summarize(new Map())).toEqual({
    roundTripMs: undefined,
    packetLoss: undefined,
    bitrate: { inbound: undefined, outbound: undefined },
    candidatePair: undefined,
    relayed: undefined,
  });
});
