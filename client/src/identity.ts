import { SignalingError } from "./errors.js";
import type { GuestSession, Sessions } from "./sessions.js";

/**
 * Gets a token from where the app has them. `renew` is true if the one before has run out, is about to,
 * or was perhaps refused. What it throws counts as passing, and is asked for again, unless it is a
 * `SignalingError` that is not `retryable`.
 */
export type TokenProvider = (wish: { renew: boolean }) => string | Promise<string>;

/** A session that was made or renewed; `isNew` if it is another than before. */
export type NewSession = GuestSession & { isNew: boolean };

export interface IdentityOptions {
  /** A token kept from before, or where to get one. */
  token?: string | TokenProvider | undefined;
  displayName?: string | undefined;
}

/** Codes that say that there is no such session. */
const GONE = ["session-not-found", "session-ended", "unauthorized"];

/**
 * Who this side is: a token, renewed when in doubt, and a new guest when the session is gone. However
 * many ask at once, the service is asked once.
 */
export class Identity {
  readonly #sessions: Sessions;
  readonly #displayName: string | undefined;
  readonly #onSession: (session: NewSession) => void;
  readonly #provider: TokenProvider | undefined;
  #token: string | undefined;
  #doubted = false;
  #asking: Promise<string> | undefined;
  /** When the token that was made or renewed last runs out, ISO 8601 in UTC; of the app's own this is not known. */
  tokenExpiresAt: string | undefined;

  constructor(
    { token, displayName }: IdentityOptions,
    sessions: Sessions,
    onSession: (session: NewSession) => void,
  ) {
    this.#sessions = sessions;
    this.#displayName = displayName;
    this.#onSession = onSession;
    if (typeof token === "function") {
      this.#provider = token;
    } else {
      this.#token = token;
    }
  }

  /** What to connect with: a ticket, as servers on the way may log a URL. */
  async pass(): Promise<string> {
    return (await this.present((token) => this.#sessions.ticket(token))).ticket;
  }

  /** What the service gives for the token; one that turns out to have run out is renewed, once. */
  async present<T>(use: (token: string) => Promise<T>, again = true): Promise<T> {
    const token = await this.token();
    return use(token).catch((error: SignalingError) => {
      if (!again || error.code !== "unauthorized") {
        throw this.refused(error);
      }
      this.#doubted ||= token === this.#token;
      return this.present(use, false);
    });
  }

  /** A token that was good when it was last used. */
  async token(): Promise<string> {
    if (this.#token && !this.#doubted) {
      return this.#token;
    }
    return this.#ask(() =>
      this.#renewed().catch((error: SignalingError) => {
        if (this.#provider || !GONE.includes(error.code)) {
          throw error;
        }
        return this.#created();
      }),
    );
  }

  /** What a failure says of the token; the error, retryable if another token may help. */
  refused(error: SignalingError): SignalingError {
    const { code } = error;
    this.#doubted ||= code === "session-expired";
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
    const before = this.#token;
    if (this.#provider) {
      try {
        return this.#keep(await this.#provider({ renew: this.#doubted || !!before }));
      } catch (error) {
        throw SignalingError.from(error, "no-token");
      }
    }
    if (!before) {
      throw new SignalingError("session-not-found");
    }
    return this.#made(await this.#sessions.refresh(before), false);
  }

  async #created(): Promise<string> {
    return this.#made(await this.#sessions.create(this.#displayName), true);
  }

  #made(session: GuestSession, isNew: boolean): string {
    this.tokenExpiresAt = session.tokenExpiresAt;
    this.#onSession({ ...session, isNew });
    return this.#keep(session.token);
  }

  #keep(token: string): string {
    this.#token = token;
    this.#doubted = false;
    return token;
  }
}
