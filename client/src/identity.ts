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
  token?: string | TokenProvider | undefined;
  displayName?: string | undefined;
  tokenInUrl?: boolean | undefined;
  onSession: (session: NewSession) => void;
}

/** Codes that say that there is no such session. */
const GONE = ["session-not-found", "session-ended", "unauthorized"];

/**
 * Who this side is: a token, renewed when in doubt, and a new guest when the session is gone. However
 * many ask at once, the service is asked once.
 */
export class Identity {
  readonly #options: IdentityOptions;
  readonly #provider: TokenProvider | undefined;
  #token: string | undefined;
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

  /** What to connect with: a ticket, or the token. */
  async pass(renewed = false): Promise<string> {
    const token = await this.token();
    if (this.#options.tokenInUrl) {
      return token;
    }
    try {
      return (await this.#options.sessions.ticket(token)).ticket;
    } catch (error) {
      const refusal = error as SignalingError;
      if (renewed || refusal.code !== "unauthorized") {
        throw this.refused(refusal);
      }
      // It ran out, perhaps.
      this.#doubted = true;
      return this.pass(true);
    }
  }

  /** A token that was good when it was last used. */
  async token(): Promise<string> {
    if (this.#token && !this.#doubted) {
      return this.#token;
    }
    return this.#ask(async () => {
      try {
        return await this.#renewed();
      } catch (error) {
        if (this.#provider || (error as SignalingError).retryable) {
          throw error;
        }
        return await this.#created();
      }
    });
  }

  /** What a failure says of the token; the error, retryable if another token may help. */
  refused(error: SignalingError): SignalingError {
    const { code } = error;
    // A handshake that is refused looks like a network that is down.
    const perhaps = this.#options.tokenInUrl && code === "network";
    this.#doubted ||= perhaps || code === "session-expired";
    if (!GONE.includes(code)) {
      return error;
    }
    this.#doubted = true;
    this.#token = undefined;
    return new SignalingError(code, error.message, { retryable: true });
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
    const { sessions } = this.#options;
    const before = this.#token;
    if (this.#provider) {
      return this.#keep(await this.#provider({ renew: this.#doubted || !!before }));
    }
    if (!before) {
      throw new SignalingError("session-not-found");
    }
    return this.#made(await sessions.refresh(before), false);
  }

  async #created(): Promise<string> {
    const { sessions, displayName } = this.#options;
    return this.#made(await sessions.create(displayName), true);
  }

  #made(session: GuestSession, isNew: boolean): string {
    this.#options.onSession({ ...session, isNew });
    return this.#keep(session.token);
  }

  #keep(token: string): string {
    this.#token = token;
    this.#doubted = false;
    return token;
  }
}
