/** Lets the page find one candidate, and the others only when the test wants it to. Comes before candidates.js. */
(() => {
  const wanted = new Promise((resolve) => {
    window.findTheOtherCandidates = resolve;
  });
  const Original = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Original {
    constructor(...args) {
      super(...args);
      let hasOne = false;
      this.addEventListener('icecandidate', (event) => {
        const { isTrusted, candidate } = event;
        if (isTrusted && hasOne) {
          event.stopImmediatePropagation();
          wanted.then(() => this.dispatchEvent(new RTCPeerConnectionIceEvent('icecandidate', { candidate })));
        }
        hasOne = true;
      });
    }
  };
})();
