/** A call by Offhook's client: two guests in one room. */
import { Calls, SignalingClient } from "@offhook/client";
import { page } from "./page.js";

page(async ({ side, room, url }, stream, show) => {
  const service = await (await fetch(`${url}/offhook.json`)).json();
  const client = new SignalingClient(service);
  const calls = new Calls(client, { iceServers: [] });
  calls.on("incoming", (call) => {
    show(call.remoteStream);
    call.accept(stream);
  });
  await client.connect();
  const { peers } = await client.joinRoom(`${room}`);
  return () => {
    if (side === "caller") {
      show(calls.start({ type: "video", stream, peer: peers[0] }).remoteStream);
    }
  };
});
