import { Call } from "../call.js";
import type { CallOptions, Resumable } from "../call-types.js";
import type { OfferFrame } from "../frames.js";
import { FakePeerConnection } from "./fake-peer-connection.js";
import type { FakeSignaling } from "./fake-signaling.js";
import { settle } from "./settle.js";

export const BOB = { sessionId: "bob", displayName: "Bob" };
export const OFFER: OfferFrame = {
  action: "webrtc:offer",
  from: BOB,
  callId: "c-1",
  offer: { type: "offer", sdp: "theirs" },
  type: "video",
  polite: true,
};
export const ANSWER = {
  action: "webrtc:answer",
  from: BOB,
  callId: "c-1",
  answer: { type: "answer", sdp: "theirs" },
} as const;

/** A call with Bob: one that he makes, or with no offer one that is to be made or gone on with. */
export function callOver(
  signaling: FakeSignaling,
  incoming?: OfferFrame,
  options: Partial<CallOptions> = {},
  resumable?: Resumable,
): Call {
  return new Call(
    {
      signaling,
      type: "video",
      peer: BOB,
      ringSeconds: 45,
      RTCPeerConnection: FakePeerConnection.constructorForCall,
      ...options,
    },
    incoming,
    resumable,
  );
}

/** An outgoing call that Bob has answered, and whose media flows. */
export async function connectedCall(signaling: FakeSignaling, stream?: MediaStream): Promise<Call> {
  const call = callOver(signaling);
  call.start(stream);
  await settle();
  signaling.latest("sendOffer").resolve({ callId: "c-1" });
  await settle();
  call.receive(ANSWER);
  await settle();
  FakePeerConnection.last.becomes("connected");
  return call;
}
