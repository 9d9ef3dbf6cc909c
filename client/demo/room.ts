const ROOM = /^[A-Za-z0-9_-]{1,64}$/;

/** The room that the page's address names; undefined if it names none, null if it can't be one. */
export function roomOf(address: string): string | null | undefined {
  const room = new URL(address).searchParams.get("room");
  if (room === null || room === "") {
    return undefined;
  }
  return ROOM.test(room) ? room : null;
}

/** A room that nobody can guess: 128 random bits. */
export function freshRoom(random = crypto.getRandomValues(new Uint8Array(16))): string {
  return btoa(String.fromCharCode(...random))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

/** The address to share: this page, that room, nothing else. */
export function linkTo(room: string, address: string): string {
  const url = new URL(address);
  url.search = new URLSearchParams({ room }).toString();
  url.hash = "";
  return url.href;
}

/** Whether the page's address asks for calls through a TURN server alone: `relay`. */
export function isRelayed(address: string): boolean {
  return new URL(address).searchParams.has("relay");
}

const KEPT_TOKEN = "offhook.token";
const KEPT_NAME = "offhook.name";

/**
 * The token of this tab, over a reload. It is in the storage only while the page is away: a tab that
 * is duplicated copies the storage, and two pages of one session would throw each other out.
 */
export const kept = {
  takeToken(): string | undefined {
    const token = sessionStorage.getItem(KEPT_TOKEN) ?? undefined;
    sessionStorage.removeItem(KEPT_TOKEN);
    return token;
  },
  keepToken(token: string): void {
    sessionStorage.setItem(KEPT_TOKEN, token);
  },
  name(): string {
    return localStorage.getItem(KEPT_NAME) ?? "";
  },
  keepName(name: string): void {
    localStorage.setItem(KEPT_NAME, name);
  },
};
