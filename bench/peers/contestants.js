/** Who is measured; `server` names who has the signaling, `isKeepAlive` tells what only keeps the connection open. */
export const CONTESTANTS = [
  {
    name: "Offhook",
    page: "offhook",
    server: "offhook",
    isKeepAlive: (text) => /^\{"action":"p[io]ng"/.test(text),
  },
  {
    name: "PeerJS",
    page: "peerjs",
    server: "peerjs",
    isKeepAlive: (text) => text === '{"type":"HEARTBEAT"}',
  },
  {
    name: "simple-peer over Socket.IO",
    page: "simple-peer",
    server: "socketio",
    // Engine.IO's ping and pong.
    isKeepAlive: (text) => text === "2" || text === "3",
  },
];
