import { type ErrorCode, SignalingError } from "./errors.js";
import { PATIENCE_MS } from "./patience.js";

/** A guest's identity on the service, and the token that proves it. Times are ISO 8601 in UTC. */
export interface GuestSession {
  sessionId: string;
  displayName: string;
  token: string;
  tokenExpiresAt: string;
  sessionExpiresAt: string;
}

export interface Ticket {
  ticket: string;
  expiresAt: string;
}

export interface IceServers {
  iceServers: RTCIceServer[];
  expiresAt: string;
}

type Fetch = (input: string, init: RequestInit) => Promise<Response>;

/** The HTTP part of the service. Every failure is a `SignalingError`. */
export class Sessions {
  readonly #apiUrl: string;
  readonly #fetch: Fetch | undefined;

  constructor(apiUrl: string, fetch?: Fetch) {
    this.#apiUrl = apiUrl.replace(/\/+$/, "");
    this.#fetch = fetch;
  }

  /** A new guest; without a name the service gives one. */
  create(displayName?: string): Promise<GuestSession> {
    return this.#ask("POST", "/sessions", undefined, { displayName });
  }

  /** A new token for the same session; the old one may have expired as long as the session lives. */
  refresh(token: string): Promise<GuestSession> {
    return this.#ask("POST", "/sessions/refresh", token);
  }

  /** Ends the session at once, its connection too. */
  revoke(token: string): Promise<void> {
    return this.#ask("DELETE", "/sessions/me", token);
  }

  /** What a connection can be opened with once, soon, instead of the token. */
  ticket(token: string): Promise<Ticket> {
    return this.#ask("POST", "/tickets", token);
  }

  iceServers(token: string): Promise<IceServers> {
    return this.#ask("GET", "/ice-servers", token);
  }

  async #ask<T>(method: string, path: string, token?: string, content?: object): Promise<T> {
    const headers = {
      "content-type": "application/json",
      ...(token && { authorization: `Bearer ${token}` }),
    };
    let response: Response;
    try {
      // Not as a method of this: the browser's own would refuse.
      const fetch = this.#fetch ?? globalThis.fetch;
      response = await fetch(this.#apiUrl + path, {
        method,
        headers,
        body: JSON.stringify(content),
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
    } catch (cause) {
      throw SignalingError.from(cause, "network");
    }
    const { status } = response;
    const answer = await response.json().catch(() => undefined);
    if (!response.ok || (answer === undefined && status !== 204)) {
      throw problem(status, answer);
    }
    return answer;
  }
}

/** The error that an RFC 9457 problem tells of; the gateway's own refusals have their status alone. */
function problem(status: number, body: Partial<Problem> | undefined): SignalingError {
  if (body?.code) {
    return new SignalingError(body.code, body.detail, body);
  }
  return new SignalingError(status === 429 ? "rate-limited" : "internal", `status ${status}`, {
    // An answer that can't be read broke off, or is of something on the way.
    retryable: status < 400 || status === 429 || status >= 500,
  });
}

interface Problem {
  code: ErrorCode;
  detail: string;
  retryable: boolean;
  path: string;
  retryAfterMs: number;
}
