/** A call by simple-peer over Socket.IO, whose server passes every signal on to the other in the room. */
import SimplePeer from "simple-peer/simplepeer.min.js";
import { io } from "socket.io-client";
import { page } from "./page.js";

page(async ({ room, url }, stream, show) => {
  const socket = io(url, { transports: ["websocket"] });
  let peer;
  const connect = (initiator) => {
    peer = new SimplePeer({ initiator, stream, config: { iceServers: [] } });
    peer.on("signal", (signal) => socket.emit("signal", signal));
    peer.on("stream", show);
  };
  socket.on("signal", (signal) => {
    if (peer === undefined) {
      connect(false);
    }
    peer.signal(signal);
  });
  await new Promise((resolve) => socket.emit("join", room, resolve));
  return () => connect(true);
});
