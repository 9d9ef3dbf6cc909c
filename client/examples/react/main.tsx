/** A video call in React: the hook does the work, the component shows it. */
import { ConnectionStatus, useWebRTC, VideoView } from "@offhook/client/react";
import { StrictMode, useEffect } from "react";
import { createRoot } from "react-dom/client";
import { element, keep, kept, room, service } from "../page.js";

function Room(options: { apiUrl: string; websocketUrl: string; room: string }) {
  const webrtc = useWebRTC({ ...options, ...kept });
  const { status, peers, call, incoming, error } = webrtc;
  const { client } = webrtc.connection;
  useEffect(() => client && keep(client), [client]);
  return (
    <>
      <h1>A video call in React</h1>
      <p>
        Open this page twice:{" "}
        <span role="status" data-testid="status">
          {status}
        </span>
        {status === "ready" && peers.length === 0 && ", alone"} {error?.message}
      </p>
      <VideoView stream={webrtc.remoteStream} data-testid="remote" aria-label="The other side" />
      <VideoView stream={webrtc.localStream} data-testid="local" aria-label="You" muted />
      <p>
        <Action name="call" on={status === "ready" && peers.length > 0} run={webrtc.startCall}>
          Call
        </Action>
        <Action name="answer" on={incoming !== undefined} run={webrtc.accept}>
          Answer
        </Action>
        <Action name="mute" on={webrtc.localStream !== undefined} run={webrtc.toggleMute}>
          {webrtc.muted ? "Unmute" : "Mute"}
        </Action>
        <Action name="screen" on={status === "connected"} run={webrtc.shareScreen}>
          {webrtc.sharing ? "Show the camera" : "Share the screen"}
        </Action>
        <Action name="hang-up" on={call !== undefined} run={webrtc.hangUp}>
          Hang up
        </Action>
      </p>
      <ConnectionStatus connection={webrtc.connection} />
    </>
  );
}

interface ActionProps {
  name: string;
  on: boolean;
  run: () => unknown;
  children: string;
}

function Action({ name, on, run, children }: ActionProps) {
  return (
    <button type="button" data-testid={name} disabled={!on} onClick={() => run()}>
      {children}
    </button>
  );
}

createRoot(element("root")).render(
  <StrictMode>
    <Room {...(await service())} room={room} />
  </StrictMode>,
);
