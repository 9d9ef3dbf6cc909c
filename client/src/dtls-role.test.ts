import { describe, expect, test } from "vitest";
import { withDtlsRole } from "./dtls-role.js";
import { Negotiation } from "./negotiation.js";
import { FakePeerConnection } from "./testing/fake-peer-connection.js";

type Type = "offer" | "answer";

const described = (type: Type, setup: string) => ({
  type,
  sdp: `v=0\r\nm=audio 9 x\r\na=setup:${setup}\r\na=mid:0\r\nm=video 9 x\r\na=setup:${setup}\r\na=mid:1\r\n`,
});

/** A connection whose sides agreed on these descriptions. */
function connection(own?: [Type, string], peers?: [Type, string]): RTCPeerConnection {
  return {
    currentLocalDescription: own ? described(...own) : null,
    currentRemoteDescription: peers ? described(...peers) : null,
  } as unknown as RTCPeerConnection;
}

describe("the peer's next offer says that the peer", () => {
  test.each<[string, [Type, string], [Type, string], string]>([
    ["is the client, as it answered", ["offer", "actpass"], ["answer", "active"], "active"],
    ["is the server, as it answered", ["offer", "actpass"], ["answer", "passive"], "passive"],
    ["is the server, as this side answered", ["answer", "active"], ["offer", "actpass"], "passive"],
    ["is the client, as this side answered", ["answer", "passive"], ["offer", "actpass"], "active"],
  ])("%s", (_, own, peers, role) => {
    const offer = described("offer", "actpass");
    expect(withDtlsRole(connection(own, peers), offer)).toEqual(described("offer", role));
  });
});

test("its first offer leaves the choice open", () => {
  const offer = described("offer", "actpass");
  expect(withDtlsRole(connection(), offer)).toBe(offer);
});

test("an answer, and an offer that has chosen, are what they are", () => {
  const agreed = connection(["offer", "actpass"], ["answer", "active"]);
  expect(withDtlsRole(agreed, described("answer", "active"))).toEqual(
    described("answer", "active"),
  );
  expect(withDtlsRole(agreed, described("offer", "passive"))).toEqual(
    described("offer", "passive"),
  );
});

test("a negotiation applies it so, and leaves the media alone", async () => {
  const pc = new FakePeerConnection({});
  const events = { onOffer() {}, onAnswer() {}, onCandidate() {}, onEndOfCandidates() {} };
  const side = new Negotiation(pc as unknown as RTCPeerConnection, true, {
    ...events,
    onFailure: (error) => expect(error).toBeUndefined(),
  });
  Object.assign(pc, connection(["offer", "actpass"], ["answer", "active"]));
  await side.receiveDescription(described("offer", "actpass") as { type: "offer"; sdp: string });
  expect(pc.remoteDescription).toEqual(described("offer", "active"));
  side.close();
});
