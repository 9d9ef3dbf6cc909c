/** Where the service is: the page's own origin tells. */
export async function service(): Promise<{ apiUrl: string; websocketUrl: string }> {
  return (await fetch("/offhook.json")).json();
}

/** The room in the page's address: `?room=...`. */
export const room = new URL(location.href).searchParams.get("room") ?? "example";

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
