import { SignalingError } from "./errors.js";

export function abortion(): SignalingError {
  return new SignalingError("aborted", "It was aborted.");
}

/** The promise, unless the signal comes first. */
export function abortable<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(abortion());
    if (signal.aborted) {
      abort();
    }
    signal.addEventListener("abort", abort);
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}
