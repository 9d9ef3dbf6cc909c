/** Notes the candidates that a page found and those that it was given, in order. */
window.candidates = { found: [], given: [] };
(() => {
  const Original = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Original {
    constructor(...args) {
      super(...args);
      this.addEventListener('icecandidate', ({ candidate }) => {
        if (candidate?.candidate) {
          window.candidates.found.push(candidate.candidate);
        }
      });
    }

    addIceCandidate(candidate) {
      if (candidate?.candidate) {
        window.candidates.given.push(candidate.candidate);
      }
      return super.addIceCandidate(candidate);
    }
  };
})();
