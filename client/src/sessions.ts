import { isErrorCode, SignalingError } from "./errors.js";

/** A guest's identity on the service, and the token that proves it. Times are ISO 8601 in UTC. */
export interface GuestSession {
  sessionId: string;
  displayName: string;
  token: string;
  tokenExpiresAt: string;
  sessionExpiresAt: string;
}

export interface IceServers {
  iceServers: RTCIceServer[];
  expiresAt: string;
}

type Fetch = (input: string, init: RequestInit) => Promise<Response>;

/** The HTTP part of the service. Every failure is a `SignalingError`. */
export class Sessions {
  readonly #apiUrl: string;
  readonly #fetch: Fetch;

  constructor(apiUrl: string, fetch: Fetch = (input, init) => globalThis.fetch(input, init)) {
    this.#apiUrl = apiUrl.replace(/\/+$/, "");
    this.#fetch = fetch;
  }

  /** A new guest; without a name the service gives one. */
  create(displayName?: string): Promise<GuestSession> {
    const body = JSON.stringify(displayName === undefined ? {} : { displayName });
    return this.#json("POST", "/sessions", { body });
  }

  /** A new token for the same session; the old one may have expired as long as the session lives. */
  refresh(token: string): Promise<GuestSession> {
    return this.#json("POST", "/sessions/refresh", { token });
  }

  /** Ends the session at once, its connection too. */
  async revoke(token: string): Promise<void> {
    await this.#request("DELETE", "/sessions/me", { token });
  }

  iceServers(token: string): Promise<IceServers> {
    return this.#json("GET", "/ice-servers", { token });
  }

  async #json<T>(method: string, path: string, request: Content): Promise<T> {
    const response = await this.#request(method, path, request);
    try {
      return (await response.json()) as T;
    } catch (cause) {
      throw new SignalingError("internal", `${method} ${path}: the answer is not JSON`, { cause });
    }
  }

  async #request(method: string, path: string, { token, body }: Content): Promise<Response> {
    const headers: Record<string, string> = {};
    if (token !== undefined) {
      headers.authorization = `Bearer ${token}`;
    }
    if (body !== undefined) {
      headers["content-type"] = "application/json";
    }
    let response: Response;
    try {
      response = await this.#fetch(this.#apiUrl + path, { method, headers, body: body ?? null });
    } catch (cause) {
      throw new SignalingError("network", "The service could not be reached.", { cause });
    }
    if (!response.ok) {
      throw await problem(response);
    }
    return response;
  }
}

interface Content {
  token?: string;
  body?: string;
}

/** The error that an RFC 9457 problem tells of; for any other body, by its status alone. */
async function problem(response: Response): Promise<SignalingError> {
  const body = (await response.json().catch(() => undefined)) as
    | Record<string, unknown>
    | undefined;
  if (typeof body === "object" && body !== null && isErrorCode(body.code)) {
    const text = [body.detail, body.title].find((value) => typeof value === "string");
    return new SignalingError(body.code, (text as string | undefined) ?? body.code, {
      path: typeof body.path === "string" ? body.path : undefined,
      retryAfterMs: typeof body.retryAfterMs === "number" ? body.retryAfterMs : undefined,
    });
  }
  const message = `The service answered with status ${response.status}.`;
  switch (response.status) {
    case 401:
      return new SignalingError("unauthorized", message);
    case 403:
      return new SignalingError("forbidden", message);
    case 413:
      return new SignalingError("too-large", message);
    case 429:
      return new SignalingError("rate-limited", message);
    default:
      return new SignalingError("internal", message, { retryable: response.status >= 500 });
  }
}
