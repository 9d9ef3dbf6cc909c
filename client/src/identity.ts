import { SignalingError } from "./errors.js";
import type { GuestSession, Sessions } from "./sessions.js";

export interface IdentityOptions {
  sessions: Sessions;
  /** A token kept from before. */
  token: string | undefined;
  displayName: string | undefined;
  onToken: (session: GuestSession) => void;
}

/** Who this side is: a token, renewed when in doubt, and a new guest when the session is gone. */
export class Identity {
  readonly #options: IdentityOptions;
  #token: string | undefined;
  #doubted = false;

  constructor(options: IdentityOptions) {
    this.#options = options;
    this.#token = options.token;
  }

  /** A token to connect with. */
  async token(): Promise<string> {
    if (this.#token === undefined) {
      return this.#create();
    }
    return this.#doubted ? this.#renewOrCreate() : this.#token;
  }

  /** The token was perhaps refused: a handshake failed, and a browser can't tell why. */
  doubt(): void {
    this.#doubted = true;
  }

  /** A new token for the session that there is. */
  async renew(): Promise<GuestSession> {
    if (this.#token === undefined) {
      throw new SignalingError("session-not-found", "There is no session yet.");
    }
    return this.#keep(await this.#options.sessions.refresh(this.#token));
  }

  async #renewOrCreate(): Promise<string> {
    try {
      return (await this.renew()).token;
    } catch (error) {
      if (SignalingError.from(error).retryable) {
        throw error;
      }
      return this.#create();
    }
  }

  async #create(): Promise<string> {
    const session = await this.#options.sessions.create(this.#options.displayName);
    return this.#keep(session).token;
  }

  #keep(session: GuestSession): GuestSession {
    this.#token = session.token;
    this.#doubted = false;
    this.#options.onToken(session);
    return session;
  }
}
