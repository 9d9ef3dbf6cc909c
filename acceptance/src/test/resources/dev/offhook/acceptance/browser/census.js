/** Counts what a page has open: peer connections, timers, listeners of what lives as long as the page, live tracks. */
window.census = (() => {
  const connections = [];
  const timers = new Set();
  const tracks = [];
  let listeners = 0;

  const Original = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Original {
    constructor(...args) {
      super(...args);
      connections.push(this);
    }
  };

  for (const kind of ['Timeout', 'Interval']) {
    const set = window[`set${kind}`];
    const clear = window[`clear${kind}`];
    window[`set${kind}`] = (callback, ms, ...args) => {
      const id = set(
        (...given) => {
          if (kind === 'Timeout') {
            timers.delete(id);
          }
          callback(...given);
        },
        ms,
        ...args,
      );
      timers.add(id);
      return id;
    };
    window[`clear${kind}`] = (id) => {
      timers.delete(id);
      clear(id);
    };
  }

  for (const target of [window, document, navigator.mediaDevices, navigator.connection]) {
    const add = target.addEventListener;
    const remove = target.removeEventListener;
    target.addEventListener = (...args) => {
      listeners++;
      return add.apply(target, args);
    };
    target.removeEventListener = (...args) => {
      listeners--;
      return remove.apply(target, args);
    };
  }

  const getUserMedia = navigator.mediaDevices.getUserMedia;
  navigator.mediaDevices.getUserMedia = async (wanted) => {
    const stream = await getUserMedia.call(navigator.mediaDevices, wanted);
    tracks.push(...stream.getTracks());
    return stream;
  };

  return () => ({
    connections: connections.filter((pc) => pc.signalingState !== 'closed').length,
    made: connections.length,
    timers: timers.size,
    listeners,
    tracks: tracks.filter((track) => track.readyState === 'live').length,
  });
})();
