import { useEffect, useMemo, useSyncExternalStore } from "react";
import { type RoomOptions, type RoomState, RoomStore } from "./room-store.js";

/** What the hook gives: everything to show, and what can be done. */
export type WebRTC = RoomState &
  Pick<
    RoomStore,
    "startCall" | "accept" | "reject" | "hangUp" | "toggleMute" | "toggleCamera" | "shareScreen"
  >;

/**
 * A room and its calls, for as long as the component is there: connects, joins, and leaves with it.
 * Another service, room or name is another room; of the other options the first are used.
 */
export function useWebRTC(options: RoomOptions): WebRTC {
  const { apiUrl, websocketUrl, room, displayName } = options;
  // biome-ignore lint/correctness/useExhaustiveDependencies: who writes options in place makes new ones each time
  const store = useMemo(() => new RoomStore(options), [apiUrl, websocketUrl, room, displayName]);
  useEffect(() => {
    store.start();
    return () => store.stop();
  }, [store]);
  const state = useSyncExternalStore(store.subscribe, store.state, store.state);
  const { startCall, accept, reject, hangUp, toggleMute, toggleCamera, shareScreen } = store;
  return {
    ...state,
    startCall,
    accept,
    reject,
    hangUp,
    toggleMute,
    toggleCamera,
    shareScreen,
  };
}
