import { acquireMedia, Calls, SignalingClient } from "@offhook/client";

/** Meets whoever else opens the same room, and calls or is called: a video call in twenty lines. */
export async function meet(room: string, remote: HTMLVideoElement): Promise<void> {
  const service = await (await fetch("/offhook.json")).json(); // { apiUrl, websocketUrl }
  const client = new SignalingClient({ ...service, displayName: "Ada" });
  const calls = new Calls(client);

  calls.on("incoming", async (call) => {
    remote.srcObject = call.remoteStream;
    call.accept((await acquireMedia("video")).stream);
  });

  await client.connect();
  const { peers, youOffer } = await client.joinRoom(room);
  if (youOffer) {
    const { stream } = await acquireMedia("video");
    remote.srcObject = calls.start({ type: "video", stream, peer: peers[0] }).remoteStream;
  }
}
