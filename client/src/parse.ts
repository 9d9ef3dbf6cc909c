import type { ServerAction, ServerFrame } from "./frames.js";

type Kind = "string" | "number" | "boolean" | "object" | "array";

/** The members without which a frame of this action can't be used. */
const REQUIRED: Record<ServerAction, Record<string, Kind>> = {
  "connection:established": {
    sessionId: "string",
    displayName: "string",
    connectionId: "string",
    resumed: "boolean",
    heartbeatSeconds: "number",
    reconnectBefore: "string",
    tokenExpiresAt: "string",
    resumeSeconds: "number",
    iceServers: "array",
    peers: "array",
    limits: "object",
    serverTime: "string",
  },
  "connection:replaced": {},
  "session:ended": { reason: "string" },
  pong: { serverTime: "string" },
  "room:joined": { room: "string", peers: "array", youOffer: "boolean" },
  "room:peer-joined": { room: "string", peer: "object" },
  "room:peer-left": { room: "string", peer: "object", reason: "string" },
  "webrtc:offer": { from: "object", callId: "string", offer: "object", type: "string" },
  "webrtc:answer": { from: "object", callId: "string", answer: "object" },
  "webrtc:ice-candidate": { from: "object", callId: "string" },
  "webrtc:peer-resumed": { callId: "string", lastSeq: "number" },
  "webrtc:call-end": { callId: "string", reason: "string" },
  "webrtc:call-reject": { reason: "string" },
  "webrtc:call-timeout": { callId: "string" },
  "chat:text": { from: "object", text: "string" },
  "chat:file": { from: "object", file: "object" },
  "chat:voice": { from: "object", voice: "object" },
  ack: { delivery: "string" },
  error: { code: "string", message: "string", retryable: "boolean" },
};

/**
 * Reads a text message from the service. Undefined for what is no frame of this protocol: a text of
 * the gateway's own, an action of a later version, a frame that lacks what it needs.
 */
export function parseServerFrame(text: string): ServerFrame | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  return isServerFrame(value) ? value : undefined;
}

function isServerFrame(value: unknown): value is ServerFrame {
  if (!isObject(value) || typeof value.action !== "string") {
    return false;
  }
  if (!Object.hasOwn(REQUIRED, value.action)) {
    return false;
  }
  const required = REQUIRED[value.action as ServerAction];
  return Object.entries(required).every(([member, kind]) => isKind(value[member], kind));
}

function isKind(value: unknown, kind: Kind): boolean {
  if (Array.isArray(value) || value === null) {
    return kind === "array" && value !== null;
  }
  const type: string = typeof value;
  return type === kind;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
