/** A call by PeerJS: each side is known to its server by an id. */
import { Peer } from "peerjs";
import { page } from "./page.js";

page(async ({ side, room, url }, stream, show) => {
  const { hostname, port } = new URL(url);
  const peer = new Peer(`${room}-${side}`, {
    host: hostname,
    port: Number(port),
    path: "/",
    config: { iceServers: [] },
  });
  peer.on("call", (call) => {
    call.on("stream", show);
    call.answer(stream);
  });
  await new Promise((resolve) => peer.on("open", resolve));
  return () => peer.call(`${room}-callee`, stream).on("stream", show);
});
