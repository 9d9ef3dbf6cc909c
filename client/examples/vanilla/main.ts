/** A call without a framework: call, answer, share the screen, hang up; it outlives a reload. */
import {
  acquireMedia,
  type Call,
  Calls,
  type CallType,
  type Peer,
  SignalingClient,
} from "@offhook/client";
import { element, keep, kept, room, service, status } from "../page.js";

const client = new SignalingClient({ ...(await service()), displayName: "Guest", ...kept });
const calls = new Calls(client);
let peers: readonly Peer[] = [];

function show(): void {
  const call = calls.current;
  const state = call?.state.status ?? (peers.length > 0 ? "ready" : "alone");
  const rings = state === "ringing";
  status(rings ? (call?.role === "caller" ? "calling" : "incoming") : state);
  element<HTMLButtonElement>("call").disabled = state !== "ready";
  element<HTMLButtonElement>("call-audio").disabled = state !== "ready";
  element<HTMLButtonElement>("answer").disabled = !rings || call?.role !== "callee";
  element<HTMLButtonElement>("screen").disabled = state !== "connected";
  element("screen").textContent = call?.sharing ? "Stop sharing" : "Share the screen";
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
  call.on("media", show);
  show();
}

keep(client);
calls.on("incoming", watch);
calls.on("resumable", async ({ type }) => {
  watch(calls.resume((await acquireMedia(type)).stream));
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

async function start(type: CallType): Promise<void> {
  const { stream } = await acquireMedia(type);
  watch(calls.start({ type, stream, peer: peers[0] }));
}

element("call").onclick = () => start("video");
element("call-audio").onclick = () => start("audio");
element("answer").onclick = async () => {
  const call = calls.current;
  call?.accept((await acquireMedia(call.type)).stream);
};
element("screen").onclick = () => {
  const call = calls.current;
  return call?.sharing ? call.stopSharing() : call?.shareScreen();
};
element("hang-up").onclick = () => calls.current?.hangUp();

await client.connect();
peers = (await client.joinRoom(room)).peers;
show();
