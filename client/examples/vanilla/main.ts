/** A video call without a framework: call, answer, share the screen, hang up; it outlives a reload. */
import { acquireMedia, type Call, Calls, type Peer, SignalingClient } from "@offhook/client";
import { element, room, service, status } from "../page.js";

/** Who this tab is, and how far its call had come when it was loaded again. */
const kept = JSON.parse(sessionStorage.getItem("offhook") ?? "{}");

const client = new SignalingClient({ ...(await service()), displayName: "Guest", ...kept });
const calls = new Calls(client);
let peers: readonly Peer[] = [];

function show(): void {
  const call = calls.current;
  const state = call?.state.status ?? (peers.length > 0 ? "ready" : "alone");
  const rings = state === "ringing";
  status(rings ? (call?.role === "caller" ? "calling" : "incoming") : state);
  element<HTMLButtonElement>("call").disabled = state !== "ready";
  element<HTMLButtonElement>("answer").disabled = !rings || call?.role !== "callee";
  element<HTMLButtonElement>("screen").disabled = state !== "connected";
  element<HTMLButtonElement>("hang-up").disabled = call === undefined;
  play("remote", call?.remoteStream);
  play("local", call?.localStream);
}

/** A stream that is given to a video again begins anew; one without tracks has nothing to play. */
function play(video: string, stream: MediaStream | undefined): void {
  const playable = stream?.getTracks().length ? stream : null;
  const { srcObject } = element<HTMLVideoElement>(video);
  if (srcObject !== playable) {
    element<HTMLVideoElement>(video).srcObject = playable;
  }
}

function watch(call: Call): void {
  call.on("state", () => queueMicrotask(show));
  call.on("stream", show);
  show();
}

let { token } = kept;
client.on("session", (session) => {
  token = session.token;
});
addEventListener("pagehide", () => {
  sessionStorage.setItem("offhook", JSON.stringify({ token, progress: client.progress }));
});

calls.on("incoming", watch);
calls.on("resumable", async () => {
  watch(calls.resume((await acquireMedia("video")).stream));
});
client.on("room:peer-joined", ({ peer }) => {
  peers = [peer];
  show();
});
client.on("room:peer-left", () => {
  peers = [];
  show();
});
client.on("state", (state) => state.status !== "connected" && status(state.status));

element("call").onclick = async () => {
  const { stream } = await acquireMedia("video");
  watch(calls.start({ type: "video", stream, peer: peers[0] }));
};
element("answer").onclick = async () => {
  calls.current?.accept((await acquireMedia("video")).stream);
};
element("screen").onclick = () => calls.current?.shareScreen();
element("hang-up").onclick = () => calls.current?.hangUp();

await client.connect();
peers = (await client.joinRoom(room)).peers;
show();
