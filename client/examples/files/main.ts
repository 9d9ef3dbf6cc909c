/** Files over a data channel, without a camera or microphone: `SignalingClient` and `Negotiation` alone. */
import { Negotiation, SignalingClient } from "@offhook/client";
import { element, room, service, status } from "../page.js";
import { receive, send } from "./transfer.js";

const client = new SignalingClient(await service());
const input = element<HTMLInputElement>("file");
const bar = element<HTMLProgressElement>("progress");
/** What ends the connection that there is: a peer who comes again needs another. */
const stops: (() => void)[] = [];
let callId: string | undefined;

function disconnect(): void {
  for (const stop of stops.splice(0)) {
    stop();
  }
  input.disabled = true;
}

function connect(polite: boolean): { pc: RTCPeerConnection; negotiation: Negotiation } {
  disconnect();
  const pc = new RTCPeerConnection({ iceServers: client.established?.iceServers ?? [] });
  const negotiation = new Negotiation(pc, polite, {
    onOffer: async (offer) => {
      // A call of the service is an offer and what follows; nothing says that it has sound.
      const reply = await client.sendOffer(offer, "audio", { callId });
      callId = reply.callId;
    },
    onAnswer: (answer) => client.sendAnswer(answer, { callId }),
    onCandidate: (candidate) => client.sendIceCandidate(candidate, { callId }),
    onEndOfCandidates: () => client.flushIceCandidates(),
    onFailure: (error) => status(String(error)),
  });
  stops.push(
    client.on("webrtc:answer", ({ answer }) => negotiation.receiveDescription(answer)),
    client.on("webrtc:ice-candidate", ({ candidates, candidate }) =>
      negotiation.receiveCandidates(candidates ?? [candidate ?? null]),
    ),
    () => negotiation.close(),
    () => pc.close(),
  );
  return { pc, negotiation };
}

function use(channel: RTCDataChannel): void {
  const onProgress = (share: number) => {
    bar.value = share;
  };
  receive(channel, onProgress, (name, content) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(content);
    link.download = name;
    link.textContent = `${name} (${content.size} bytes)`;
    element("received").appendChild(document.createElement("li")).append(link);
  });
  channel.onopen = () => {
    status("connected");
    input.disabled = false;
  };
  channel.onclose = () => {
    status("over");
    input.disabled = true;
  };
  stops.unshift(() => {
    channel.onclose = null;
  });
  const failed = (error: unknown) => channel.readyState === "open" && status(String(error));
  let sent: Promise<unknown> = Promise.resolve();
  input.onchange = () => {
    // A file begins when the one before has gone: what arrives says whose it is by its place alone.
    for (const file of input.files ?? []) {
      sent = sent.then(() => send(channel, file, onProgress)).catch(failed);
    }
  };
}

client.on("webrtc:offer", ({ offer, callId: opened, polite }) => {
  if (polite) {
    callId = opened;
    const { pc, negotiation } = connect(true);
    pc.ondatachannel = ({ channel }) => use(channel);
    negotiation.receiveDescription(offer);
  }
});

client.on("webrtc:call-end", () => {
  disconnect();
  status("alone");
});

await client.connect();
const { youOffer } = await client.joinRoom(room);
status("alone");
if (youOffer) {
  use(connect(false).pc.createDataChannel("files"));
}
addEventListener("pagehide", () => {
  client.sendCallEnd();
  client.leaveRoom(); // Else its place is kept for a while, and the page that is loaded again finds the room full.
});
