/**
 * The page that every contestant gets: a button that calls, a picture of the other side, and a clock between them.
 *
 * `connect({ side, room, url }, stream, show)` connects to the signaling and resolves, on the caller's side, to
 * what a click does. The other side answers by itself. `show` gets the stream of the other side.
 */
export async function page(connect) {
  const place = Object.fromEntries(new URLSearchParams(location.search));
  const button = document.querySelector("button");
  const video = document.querySelector("video");
  const stream = await navigator.mediaDevices.getUserMedia({
    audio: true,
    video: { width: 320, height: 240 },
  });
  let clickedAt;
  // Read by the benchmark: milliseconds on the caller's side.
  window.seen = new Promise((resolve) => {
    video.requestVideoFrameCallback(() => resolve(performance.now() - clickedAt));
  });
  const call = await connect(place, stream, (remote) => {
    video.srcObject = remote;
  });
  button.onclick = () => {
    clickedAt = performance.now();
    call();
  };
  button.disabled = false;
}
