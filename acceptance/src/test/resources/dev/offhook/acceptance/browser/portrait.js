/** A camera that somebody sits in front of, for pictures of a call: drawn, but sent like any other. */
(() => {
  const people = {
    Ada: { wall: '#c9d8e6', light: '#e9f1f7', hair: '#3b2a22', skin: '#e9b997', shirt: '#355c7d' },
    Grace: { wall: '#e8d3bd', light: '#f7ebdd', hair: '#8d8f95', skin: '#d9a07e', shirt: '#7a3b4e' },
  };

  function draw(picture, { wall, light, hair, skin, shirt }, time) {
    const sway = Math.sin(time / 900) * 6;
    const blink = time % 3400 < 130;
    const shape = (colour, path) => {
      picture.fillStyle = colour;
      picture.beginPath();
      path();
      picture.fill();
    };
    const oval = (colour, x, y, width, height) =>
      shape(colour, () => picture.ellipse(x, y, width, height, 0, 0, 2 * Math.PI));
    const box = (colour, x, y, width, height, round) =>
      shape(colour, () => picture.roundRect(x, y, width, height, round));
    const ground = picture.createLinearGradient(0, 0, 1280, 720);
    ground.addColorStop(0, light);
    ground.addColorStop(1, wall);
    box(ground, 0, 0, 1280, 720, 0);
    box('#ffffff66', 120, 70, 250, 330, 14);
    box('#ffffff88', 138, 88, 100, 294, 8);
    box('#ffffff88', 252, 88, 100, 294, 8);
    box('#8a6b52', 930, 330, 260, 14, 4);
    for (const [index, colour] of ['#b5544b', '#4b7a6b', '#d0a44c', '#56658f'].entries()) {
      box(colour, 946 + index * 38, 222 + (index % 2) * 16, 30, 108 - (index % 2) * 16, 4);
    }
    oval('#5d8a57', 1146, 270, 34, 52);
    box('#a5694a', 1122, 290, 48, 40, 6);
    picture.save();
    picture.translate(640 + sway, 20);
    oval(hair, 0, 300, 158, 190);
    box(hair, -150, 300, 300, 190, 70);
    box(shirt, -290, 520, 580, 320, 150);
    box(skin, -52, 430, 104, 130, 44);
    oval(skin, 0, 320, 118, 150);
    shape(hair, () => picture.ellipse(0, 240, 134, 98, 0, Math.PI, 2 * Math.PI));
    shape(hair, () => picture.ellipse(-62, 226, 76, 38, -0.45, 0, 2 * Math.PI));
    shape(hair, () => picture.ellipse(66, 222, 72, 34, 0.55, 0, 2 * Math.PI));
    for (const x of [-46, 46]) {
      oval('#2b211d', x, 318, 10, blink ? 2 : 12);
      box(hair, x - 24, 284, 48, 8, 4);
    }
    picture.strokeStyle = '#00000040';
    picture.lineWidth = 7;
    picture.lineCap = 'round';
    picture.beginPath();
    picture.arc(0, 352, 12, 0.3, Math.PI - 0.3);
    picture.stroke();
    picture.strokeStyle = '#8f3d3d';
    picture.beginPath();
    picture.arc(0, 368, 44, 0.5, Math.PI - 0.5);
    picture.stroke();
    picture.restore();
  }

  const devices = navigator.mediaDevices;
  const getUserMedia = devices.getUserMedia.bind(devices);
  devices.getUserMedia = async (wish) => {
    const stream = await getUserMedia(wish);
    const [real] = stream.getVideoTracks();
    if (real === undefined) {
      return stream;
    }
    const canvas = Object.assign(document.createElement('canvas'), { width: 1280, height: 720 });
    const picture = canvas.getContext('2d');
    const person = people[document.querySelector('[data-testid=name]').value.split(' ')[0]];
    const [drawn] = canvas.captureStream(10).getVideoTracks();
    drawn.contentHint = 'detail'; // On a slow machine rather fewer frames than a coarse picture.
    const timer = setInterval(() => {
      draw(picture, person, performance.now());
      if (drawn.readyState === 'ended') {
        clearInterval(timer);
      }
    }, 100);
    stream.removeTrack(real);
    real.stop();
    stream.addTrack(drawn);
    return stream;
  };
})();
