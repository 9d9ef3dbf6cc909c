/** simple-peer, which makes the connection, over `SignalingClient`, which carries what it has to say. */
import { SignalingClient } from "@offhook/client";
import SimplePeer from "simple-peer/simplepeer.min.js";
import { element, room, service, status } from "../page.js";

const client = new SignalingClient(await service());
const chat = element<HTMLFieldSetElement>("chat");
const input = element<HTMLInputElement>("text");

function say(text: string): void {
  element("messages").appendChild(document.createElement("li")).textContent = text;
}

function connect(initiator: boolean) {
  const config = { iceServers: client.established?.iceServers ?? [] };
  const peer = new SimplePeer({ initiator, config });
  peer.on("signal", (signal) => {
    if (signal.type === "offer") {
      client.sendOffer(signal, "audio");
    } else if (signal.type === "answer") {
      client.sendAnswer(signal);
    } else if (signal.candidate !== undefined) {
      client.sendIceCandidate(signal.candidate);
    }
  });
  const stops = [
    client.on("webrtc:answer", ({ answer }) => peer.signal(answer)),
    client.on("webrtc:ice-candidate", ({ candidates, candidate }) => {
      for (const one of candidates ?? [candidate]) {
        peer.signal({ candidate: one });
      }
    }),
    client.on("webrtc:call-end", () => peer.destroy()),
  ];
  peer.on("connect", () => {
    status("connected");
    chat.disabled = false;
  });
  peer.on("data", (data) => say(`They: ${new TextDecoder().decode(data)}`));
  peer.on("close", () => {
    for (const stop of stops) {
      stop();
    }
    status("over");
    chat.disabled = true;
  });
  peer.on("error", (error) => status(String(error)));
  element("form").onsubmit = (event) => {
    event.preventDefault();
    peer.send(input.value);
    say(`You: ${input.value}`);
    input.value = "";
  };
  return peer;
}

client.on("webrtc:offer", ({ offer, polite }) => {
  if (polite) {
    connect(false).signal(offer);
  }
});

await client.connect();
const { youOffer } = await client.joinRoom(room);
status("alone");
if (youOffer) {
  connect(true);
}
addEventListener("pagehide", () => {
  client.sendCallEnd();
  client.leaveRoom(); // Else its place is kept for a while, and the page that is loaded again finds the room full.
});
