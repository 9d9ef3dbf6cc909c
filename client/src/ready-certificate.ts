import type { PeerConnectionConstructor } from "./call-types.js";

/** https://www.w3.org/TR/webrtc/#dom-rtcpeerconnection-generatecertificate has every browser know it. */
const KEY: EcKeyGenParams = { name: "ECDSA", namedCurve: "P-256" };

/**
 * The next call's DTLS certificate, made before the call: then nobody waits for its keys, nor for what the browser has
 * to start before the first of them. Each goes to one call alone: by its fingerprint it could be told whose call it is.
 */
export class ReadyCertificate {
  readonly #generator: PeerConnectionConstructor | undefined;
  #certificate: RTCCertificate | undefined;

  constructor(generator: PeerConnectionConstructor | undefined) {
    this.#generator = generator;
    this.prepare();
  }

  /** Makes one, if there is none. */
  async prepare(): Promise<void> {
    try {
      this.#certificate ??= await this.#generator?.generateCertificate?.(KEY);
    } catch {
      // The browser makes one itself then, with the peer connection.
    }
  }

  /** For one call; undefined if none is ready, or it was ready for so long that it has expired. */
  take(): RTCCertificate | undefined {
    const certificate = this.#certificate;
    this.#certificate = undefined;
    return certificate && certificate.expires > Date.now() ? certificate : undefined;
  }
}
