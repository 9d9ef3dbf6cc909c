import { acquireMedia, Calls, SignalingClient } from "@offhook/client";

/** Meets whoever else opens the same room, and calls or is called: a video call in twenty lines. */
export async function meet(room: string, remote: HTMLVideoElement): Promise<void> {
  const service = await (await fetch("/offhook.json")).json(); // { apiUrl, websocketUrl }
  const client = new SignalingClient({ ...service, displayName: "Ada" });
  const calls = new Calls(client);

  const show = (stream: MediaStream) => {
    remote.srcObject = stream;
  };

  calls.on("incoming", async (call) => {
    call.on("stream", show);
    call.accept((await acquireMedia("video")).stream);
  });

  await client.connect();
  const { peers, youOffer } = await client.joinRoom(room);
  addEventListener("pagehide", () => {
    calls.close();
    client.leaveRoom(); // Else its place is kept for half a minute.
  });
  if (youOffer) {
    const { stream } = await acquireMedia("video");
    calls.start({ type: "video", stream, peer: peers[0] }).on("stream", show);
  }
}
