import type { OfCall } from "../actions.js";
import type { ClientFrame } from "../frames.js";
import type { SignalingClient } from "../signaling-client.js";

/** Calls the method of the frame's action with the frame's members. */
export async function sendAs(client: SignalingClient, frame: ClientFrame): Promise<unknown> {
  switch (frame.action) {
    case "room:join":
      return client.joinRoom(frame.room);
    case "room:leave":
      return client.leaveRoom();
    case "webrtc:offer":
      return client.sendOffer(frame.offer, frame.type, { callId: frame.callId, to: frame.to });
    case "webrtc:answer":
      return client.sendAnswer(frame.answer, { callId: frame.callId });
    case "webrtc:ice-candidate":
      return frame.candidates === undefined
        ? client.sendIceCandidate(frame.candidate ?? null, { callId: frame.callId })
        : sendAtOnce(client, frame.candidates, { callId: frame.callId });
    case "webrtc:call-end":
      return client.sendCallEnd({ callId: frame.callId, reason: frame.reason });
    case "webrtc:call-reject":
      return client.sendCallReject({ callId: frame.callId, reason: frame.reason });
    case "webrtc:call-timeout":
      return client.sendCallTimeout({ callId: frame.callId });
    case "chat:text":
      return client.sendText(frame.text);
    case "chat:file":
      return client.sendFile(frame.file);
    case "chat:voice":
      return client.sendVoice(frame.voice);
    default:
      throw new Error(`The client sends ${frame.action} by itself`);
  }
}

/** Sends candidates without waiting for others: the answer to the frame that the last of them went in. */
export function sendAtOnce(
  client: SignalingClient,
  candidates: readonly (RTCIceCandidateInit | null)[],
  call: OfCall = {},
): Promise<unknown> {
  const answers = candidates.map((candidate) => client.sendIceCandidate(candidate, call));
  client.flushIceCandidates();
  return Promise.all(answers);
}
