/** What a policy decides by. */
export interface RetryContext {
  /** Attempts that failed in a row since the connection was last there: 0, 1, 2 ... */
  failedAttempts: number;
}

/** How long to wait before the next attempt, in milliseconds; null gives up. */
export type NextRetryDelayInMs = (context: RetryContext) => number | null;

const FIRST_DELAY_MS = 1000;
const LONGEST_DELAY_MS = 5000;
const ATTEMPTS = 10;

/** 1 s doubling to 5 s, each up to a fifth shorter by chance, ten attempts. */
export function defaultRetryPolicy(random: () => number = Math.random): NextRetryDelayInMs {
  return ({ failedAttempts }) => {
    const delay = Math.min(FIRST_DELAY_MS * 2 ** failedAttempts, LONGEST_DELAY_MS);
    return failedAttempts < ATTEMPTS ? Math.round(delay * (1 - random() / 5)) : null;
  };
}
