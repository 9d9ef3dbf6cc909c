/** React parts of the Offhook client. */
export { ConnectionStatus, type ConnectionStatusProps } from "./connection-status.js";
export type { RoomConnection, RoomOptions, RoomState, RoomStatus } from "./room-store.js";
export { useWebRTC, type WebRTC } from "./use-webrtc.js";
export { VideoView, type VideoViewProps } from "./video-view.js";
