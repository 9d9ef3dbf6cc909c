import type { Description } from "./frames.js";

/** The DTLS role of who answers the peer with each of them (RFC 4145, 4). */
const OPPOSITE: Record<string, string> = { active: "passive", passive: "active" };

/**
 * The peer's offer in a connection that there is: it says which DTLS role its side has, where it leaves the choice open.
 * Firefox takes the role of the client whenever it may choose and ICE restarts; as a server so far it would change
 * sides then, which Chromium refuses. An offer may say so (RFC 8842), and most browsers keep to their role anyway. An
 * answer never leaves the choice open.
 */
export function withDtlsRole<D extends Description<"offer" | "answer">>(
  pc: RTCPeerConnection,
  description: D,
): D {
  const role = peersRole(pc);
  return role
    ? { ...description, sdp: description.sdp.replace(/^a=setup:actpass/gm, `a=setup:${role}`) }
    : description;
}

/** Undefined while nothing has been agreed on. */
function peersRole({
  currentLocalDescription: own,
  currentRemoteDescription: peers,
}: RTCPeerConnection): string | undefined {
  return peers?.type === "answer" ? roleIn(peers) : OPPOSITE[roleIn(own) ?? ""];
}

function roleIn(description: RTCSessionDescription | null): string | undefined {
  return description?.sdp.match(/^a=setup:(active|passive)/m)?.[1];
}
