/** Lets all candidates trickle, as those do that are found late: no description takes one along. */
(() => {
  const Original = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Original {
    get localDescription() {
      const local = super.localDescription;
      return local && { type: local.type, sdp: local.sdp.replace(/^a=(candidate:|end-of-candidates).*\r\n/gm, '') };
    }
  };
})();
