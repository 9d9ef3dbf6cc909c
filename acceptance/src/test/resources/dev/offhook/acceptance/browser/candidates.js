/**
 * Notes the candidates that a page found and those that it was given, in order: in descriptions or one by one. Each up to
 * its port, as what may follow is not the same in both. What a later description says again is not noted again.
 * Complete: no more are to be found.
 */
window.candidates = { found: [], given: [], complete: false };
(() => {
  const name = (candidate) => candidate.split(' ', 6).join(' ');
  const Original = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Original {
    constructor(...args) {
      super(...args);
      this.addEventListener('icecandidate', ({ candidate }) => {
        if (candidate?.candidate) {
          window.candidates.found.push(name(candidate.candidate));
        }
        window.candidates.complete = candidate === null;
      });
    }

    setRemoteDescription(description) {
      const { given } = window.candidates;
      for (const [, candidate] of description.sdp.matchAll(/^a=(candidate:.*)$/gm)) {
        if (!given.includes(name(candidate))) {
          given.push(name(candidate));
        }
      }
      return super.setRemoteDescription(description);
    }

    addIceCandidate(candidate) {
      if (candidate?.candidate) {
        window.candidates.given.push(name(candidate.candidate));
      }
      return super.addIceCandidate(candidate);
    }
  };
})();
