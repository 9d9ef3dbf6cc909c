/** Where a browser tells by what kind of network it is online; not every one does. */
interface NetworkInformation extends EventTarget {
  type?: string;
}

/** Calls back when the network is there again or is another; the function that it returns ends that. */
export function watchNetwork(onChange: () => void): () => void {
  const information = (globalThis.navigator as { connection?: NetworkInformation } | undefined)
    ?.connection;
  let type = information?.type;
  // This event also tells of new estimates of how fast the network is.
  const changed = () => {
    if (information?.type !== type) {
      type = information?.type;
      onChange();
    }
  };
  globalThis.addEventListener?.("online", onChange);
  information?.addEventListener?.("change", changed);
  return () => {
    globalThis.removeEventListener?.("online", onChange);
    information?.removeEventListener?.("change", changed);
  };
}
