/** In every page under test: what arrives at this side of its call. */
window.probe = (() => {
  let quietSince;

  /** What has been received and decoded so far, by the browser's own statistics. */
  async function inbound() {
    const found = { connection: 'none', frames: 0, energy: 0, samples: 0, seconds: 0 };
    const pc = window.offhookDemo.pc();
    if (pc === undefined) {
      return found;
    }
    found.connection = pc.connectionState;
    for (const report of (await pc.getStats()).values()) {
      if (report.type === 'inbound-rtp' && report.kind === 'video') {
        found.frames = report.framesDecoded ?? 0;
      } else if (report.type === 'inbound-rtp') {
        found.energy = report.totalAudioEnergy ?? 0;
        found.samples = report.totalSamplesReceived ?? 0;
        found.seconds = report.totalSamplesDuration ?? 0;
      }
    }
    return found;
  }

  return {
    inbound,

    /** Whether new sound, and for a picture some new frames, came since then. */
    async isMoreThan(before, { picture }) {
      const now = await inbound();
      return (
        now.connection === 'connected' &&
        now.energy > before.energy &&
        now.samples > before.samples &&
        (!picture || now.frames >= before.frames + 5)
      );
    },

    /** Whether so many seconds of sound arrived in a row in which nothing was to be heard. */
    async isSilentFor(seconds) {
      const now = await inbound();
      if (quietSince === undefined || now.energy > quietSince.energy + 1e-6) {
        quietSince = now;
      }
      return now.seconds >= quietSince.seconds + seconds;
    },

    /** How bright the peer's picture is as it is shown, 0 to 255. */
    brightness() {
      const canvas = new OffscreenCanvas(16, 12);
      const picture = canvas.getContext('2d', { willReadFrequently: true });
      const video = document.querySelector('[data-testid=remote-video]');
      picture.drawImage(video, 0, 0, canvas.width, canvas.height);
      const pixels = picture.getImageData(0, 0, canvas.width, canvas.height).data;
      const colours = pixels.filter((_, index) => index % 4 !== 3);
      return colours.reduce((sum, value) => sum + value, 0) / colours.length;
    },
  };
})();
