/** Files over a data channel, without a camera or microphone: `SignalingClient` and `Negotiation` alone. */
import { Negotiation, SignalingClient } from "@offhook/client";
import { element, room, service, status } from "../page.js";
import { receive, send } from "./transfer.js";

const client = new SignalingClient(await service());
const input = element<HTMLInputElement>("file");
const bar = element<HTMLProgressElement>("progress");
let callId: string | undefined;

function connect(polite: boolean): { pc: RTCPeerConnection; negotiation: Negotiation } {
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
  client.on("webrtc:answer", ({ answer }) => negotiation.receiveDescription(answer));
  client.on("webrtc:ice-candidate", ({ candidates, candidate }) =>
    negotiation.receiveCandidates(candidates ?? [candidate ?? null]),
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
  input.onchange = async () => {
    for (const file of input.files ?? []) {
      await send(channel, file, onProgress);
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

await client.connect();
const { youOffer } = await client.joinRoom(room);
status("alone");
if (youOffer) {
  use(connect(false).pc.createDataChannel("files"));
}
addEventListener("pagehide", () => client.sendCallEnd());
