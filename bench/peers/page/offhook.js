/** A call by Offhook's client: two guests in one room. */
import { Calls, SignalingClient } from "@offhook/client";
import { page } from "./page.js";

page(async ({ side, room, url }, stream, show) => {
  const service = await (await fetch(`${url}/offhook.json`)).json();
  const client = new SignalingClient(service);
  const calls = new Calls(client, { iceServers: [] });
  calls.on("incoming", (call) => {
    call.on("stream", show);
    call.accept(stream);
  });
  await client.connect();
  const { peers } = await client.joinRoom(`${room}`);
  return () => {
    if (side === "caller") {
      calls.start({ type: "video", stream, peer: peers[0] }).on("stream", show);
    }
  };
});
