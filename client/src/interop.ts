/** How the candidates of a later description are sent, of an ICE restart then. */
export interface LaterCandidates {
  /** Those of an offer wait for its answer. */
  wait: boolean;
  /** Those of an answer go along in it. */
  goAlong: boolean;
}

/**
 * Between Firefox and another browser, Chromium above all, when that restarts ICE: it pairs its new candidates with
 * Firefox's former ones, which still answer, and stays with that pair, over which no media comes, if Firefox tries the
 * new ones before the answer is there, or if Firefox's own come long after it. So Firefox gets those when the answer
 * has been applied, and sends its own along in that. Restarts by Firefox need nothing.
 *
 * @param own the description of this side that both agreed on last
 * @param peers the peer's latest as it came: a browser keeps it in words of its own
 */
export function laterCandidates(
  own: string | undefined,
  peers: string | undefined,
): LaterCandidates {
  return {
    wait: own !== undefined && !isOfFirefox(own) && isOfFirefox(peers),
    goAlong: isOfFirefox(own) && !isOfFirefox(peers),
  };
}

/** Firefox names itself as the user of each description's origin. */
function isOfFirefox(sdp: string | undefined): boolean {
  return sdp !== undefined && /^o=mozilla/m.test(sdp);
}
