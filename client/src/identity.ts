import { SignalingError } from "./errors.js";
import type { GuestSession, Sessions } from "./sessions.js";

/**
 * Gets a token from where the app has them. `renew` is true if the one before has run out, is about to,
 * or was perhaps refused.
 */
export type TokenProvider = (wish: { renew: boolean }) => string | Promise<string>;

/** A session that was made or renewed; `isNew` if it is another than before. */
export type NewSession = GuestSession & { isNew: boolean };

export interface IdentityOptions {
  sessions: Sessions;
  /** A token kept from before, or where to get one. */
  token: string | TokenProvider | undefined;
  displayName: string | undefined;
  onSession: (session: NewSession) => void;
}

/**
 * Who this side is: a token, renewed when in doubt, and a new guest when the session is gone. However
 * many ask at once, the service is asked once.
 */
export class Identity {
  readonly #options: IdentityOptions;
  readonly #provider: TokenProvider | undefined;
  #token: string | undefined;
  #expiresAt: string | undefined;
  #doubted = false;
  #asking: Promise<string> | undefined;

  constructor(options: IdentityOptions) {
    this.#options = options;
    if (typeof options.token === "function") {
      this.#provider = options.token;
    } else {
      this.#token = options.token;
    }
  }

  /** The token that there is. */
  get current(): string | undefined {
    return this.#token;
  }

  /** When the current token runs out, as far as that is known. */
  get expiresAt(): string | undefined {
    return this.#expiresAt;
  }

  /** A token to connect with. */
  token(): Promise<string> {
    if (this.#token !== undefined && !this.#doubted) {
      return Promise.resolve(this.#token);
    }
    return this.#ask(async () => {
      try {
        return await this.#renewed();
      } catch (error) {
        if (this.#provider !== undefined || SignalingError.from(error).retryable) {
          throw error;
        }
        return await this.#created();
      }
    });
  }

  /** The token was perhaps refused: a handshake failed, and a browser can't tell why. */
  doubt(): void {
    this.#doubted = true;
  }

  /** What a refusal says of the token; the error, retryable if another token may help. */
  refused(error: SignalingError): SignalingError {
    switch (error.code) {
      case "session-expired":
        this.#doubted = true;
        return error;
      case "session-not-found":
      case "session-ended":
      case "unauthorized":
        this.#doubted = true;
        this.#token = undefined;
        return new SignalingError(error.code, error.message, { retryable: true, cause: error });
      default:
        return error;
    }
  }

  /** A new token for the session that there is. */
  renew(): Promise<string> {
    return this.#ask(() => this.#renewed());
  }

  #ask(how: () => Promise<string>): Promise<string> {
    this.#asking ??= how().finally(() => {
      this.#asking = undefined;
    });
    return this.#asking;
  }

  async #renewed(): Promise<string> {
    const before = this.#token;
    if (this.#provider !== undefined) {
      const renew = before !== undefined || this.#doubted;
      const token = await this.#provider({ renew });
      return this.#keep(token, expiryOf(token));
    }
    if (before === undefined) {
      throw new SignalingError("session-not-found", "There is no session yet.");
    }
    const session = await this.#options.sessions.refresh(before);
    this.#options.onSession({ ...session, isNew: false });
    return this.#keep(session.token, session.tokenExpiresAt);
  }

  async #created(): Promise<string> {
    const session = await this.#options.sessions.create(this.#options.displayName);
    this.#options.onSession({ ...session, isNew: true });
    return this.#keep(session.token, session.tokenExpiresAt);
  }

  #keep(token: string, expiresAt: string | undefined): string {
    this.#token = token;
    this.#expiresAt = expiresAt;
    this.#doubted = false;
    return token;
  }
}

/** The `exp` of a JWT, ISO 8601; the signature is the service's to check. */
function expiryOf(token: string): string | undefined {
  try {
    const payload = token.split(".")[1]?.replaceAll("-", "+").replaceAll("_", "/") ?? "";
    return new Date(JSON.parse(atob(payload)).exp * 1000).toISOString();
  } catch {
    return undefined;
  }
}
