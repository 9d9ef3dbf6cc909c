import { type ErrorCode, SignalingError } from "./errors.js";

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
    } catch (error) {
      throw SignalingError.from(error);
    }
  }

  async #request(method: string, path: string, { token, body }: Content): Promise<Response> {
    const headers: Record<string, string> = {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { "content-type": "application/json" }),
    };
    let response: Response;
    try {
      response = await this.#fetch(this.#apiUrl + path, { method, headers, body: body ?? null });
    } catch (cause) {
      throw new SignalingError("network", undefined, { cause });
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

/** For answers that are no problem documents. */
const CODES: Record<number, ErrorCode> = {
  401: "unauthorized",
  403: "forbidden",
  413: "too-large",
  429: "rate-limited",
};

/** The error that an RFC 9457 problem tells of; for any other body, by its status alone. */
async function problem(response: Response): Promise<SignalingError> {
  const { status } = response;
  const body = (await response.json().catch(() => undefined)) as Partial<Problem> | undefined;
  return typeof body?.code === "string"
    ? new SignalingError(body.code, body.detail ?? body.title, body)
    : new SignalingError(
        CODES[status] ?? "internal",
        `The service answered with status ${status}.`,
        {
          retryable: status === 429 || status >= 500,
        },
      );
}

interface Problem {
  code: ErrorCode;
  title: string;
  detail: string;
  retryable: boolean;
  path: string;
  retryAfterMs: number;
}
