import type { ServerAction, ServerFrame } from "./frames.js";

/**
 * The members without which a frame of this action can't be used. With `#` a number, `?` a boolean,
 * `[]` an array, `{}` an object, else a string.
 */
const REQUIRED: Record<ServerAction, string> = {
  "connection:established":
    "sessionId displayName connectionId resumed? heartbeatSeconds# reconnectBefore tokenExpiresAt resumeSeconds# iceServers[] peers[] limits{} serverTime",
  "connection:replaced": "",
  "session:ended": "reason",
  pong: "serverTime",
  "room:joined": "room peers[] youOffer?",
  "room:peer-joined": "room peer{}",
  "room:peer-left": "room peer{} reason",
  "webrtc:offer": "from{} callId offer{} type",
  "webrtc:answer": "from{} callId answer{}",
  "webrtc:ice-candidate": "from{} callId",
  "webrtc:peer-resumed": "callId lastSeq#",
  "webrtc:call-end": "callId reason",
  "webrtc:call-reject": "reason",
  "webrtc:call-timeout": "callId",
  "chat:text": "from{} text",
  "chat:file": "from{} file{}",
  "chat:voice": "from{} voice{}",
  ack: "delivery",
  error: "code message retryable?",
};

const MARKS: Record<string, string> = {
  number: "#",
  boolean: "?",
  object: "{}",
  array: "[]",
};

/**
 * Reads a text message from the service. Undefined for what is no frame of this protocol: a text of
 * the gateway's own, an action of a later version, a frame that lacks what it needs.
 */
export function parseServerFrame(text: string): ServerFrame | undefined {
  try {
    const frame = JSON.parse(text);
    const isKnown = Object.hasOwn(REQUIRED, frame.action);
    const required = isKnown ? (REQUIRED[frame.action as ServerAction].match(/\S+/g) ?? []) : [];
    return isKnown && required.every((member) => has(frame, member)) ? frame : undefined;
  } catch {
    return undefined;
  }
}

/** True if the frame has the member, and of that kind. */
function has(frame: Record<string, unknown>, member: string): boolean {
  const [name = "", mark] = member.split(/\b(?=\W)/);
  const value = frame[name];
  const kind = Array.isArray(value) ? "array" : typeof value;
  return value !== null && (kind === "string" ? undefined : (MARKS[kind] ?? "")) === mark;
}
