import type { Progress, SignalingClient } from "@offhook/client";

/** Where the service is: the page's own origin tells. */
export async function service(): Promise<{ apiUrl: string; websocketUrl: string }> {
  return (await fetch("/offhook.json")).json();
}

/** The room in the page's address: `?room=...`. */
export const room = new URL(location.href).searchParams.get("room") ?? "example";

/** Who this tab is, and how far its call had come when it was loaded again: options of its next client. */
export const kept: { token?: string; progress?: Progress } = JSON.parse(
  sessionStorage.getItem("offhook") ?? "{}",
);

/** Keeps that of a client for the time that the page is loaded again. Returns what ends it. */
export function keep(client: SignalingClient): () => void {
  let { token } = kept;
  const stop = client.on("session", (session) => {
    token = session.token;
  });
  const write = () =>
    sessionStorage.setItem("offhook", JSON.stringify({ token, progress: client.progress }));
  addEventListener("pagehide", write);
  return () => {
    stop();
    removeEventListener("pagehide", write);
  };
}

export function element<E extends HTMLElement = HTMLElement>(id: string): E {
  return document.getElementById(id) as E;
}

/** Shows what is going on. */
export function status(text: string): void {
  const line = document.querySelector("[data-testid=status]");
  if (line !== null) {
    line.textContent = text;
  }
}
