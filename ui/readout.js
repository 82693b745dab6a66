// Reads the picture of the sound: pointer, finger or arrow keys -> the note, the time and the level there.
(() => {
  const BINS_PER_SEMITONE = 3;
  const OCTAVE = 36; // bins
  const MIDDLE = 3 * OCTAVE; // where the arrow keys begin
  const LOWEST = 21; // MIDI, A0
  const RANGE = 1000; // amplitudes from silence to the loudest, as preprocessing/features.py compresses them

  const bytes = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));

  const describe = (picture, bin, frame) => {
    const { levels, frames, names, start, end } = picture.dataset;
    const level = bytes(levels)[bin * frames + frame] / 255;
    const decibels = 20 * Math.log10(Math.expm1(level * Math.log1p(RANGE)) / RANGE);
    const midi = LOWEST + Math.round(bin / BINS_PER_SEMITONE);
    const cents = Math.round((100 * bin) / BINS_PER_SEMITONE) - 100 * (midi - LOWEST);
    const hertz = 440 * 2 ** ((LOWEST + bin / BINS_PER_SEMITONE - 69) / 12);
    const seconds = Number(start) + ((frame + 0.5) / frames) * (end - start);
    const note = `${names.split("|")[midi % 12]}${Math.floor(midi / 12) - 1}`;
    const off = cents ? ` ${cents > 0 ? "+" : "−"}${Math.abs(cents)} cents` : "";
    const loud = level > 0 ? `${Math.round(decibels).toString().replace("-", "−")} dB` : "silent";
    return `${note}${off} (${hertz.toFixed(0)} Hz) at ${seconds.toFixed(1)} s: ${loud}`;
  };

  const show = (picture, bin, frame) => {
    const [bins, frames] = [Number(picture.dataset.bins), Number(picture.dataset.frames)];
    bin = Math.min(bins - 1, Math.max(0, bin));
    frame = Math.min(frames - 1, Math.max(0, frame));
    Object.assign(picture, { bin, frame }); // where the next arrow key goes on from
    const cross = picture.querySelector(".cross");
    cross.hidden = false;
    cross.style.left = `${(100 * (frame + 0.5)) / frames}%`;
    cross.style.bottom = `${(100 * (bin + 0.5)) / bins}%`;
    const readout = picture.parentElement.querySelector(".readout");
    readout.hidden = false;
    readout.textContent = describe(picture, bin, frame);
  };

  const point = (event) => {
    const picture = event.target.closest?.(".spectrogram .picture");
    if (!picture) return;
    const box = picture.getBoundingClientRect();
    const up = (box.bottom - event.clientY) / box.height;
    const along = (event.clientX - box.left) / box.width;
    show(picture, Math.floor(up * picture.dataset.bins), Math.floor(along * picture.dataset.frames));
  };

  const STEPS = {
    ArrowUp: [1, 0], ArrowDown: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1],
    PageUp: [OCTAVE, 0], PageDown: [-OCTAVE, 0],
  };
  const move = (event) => {
    const picture = event.target.closest?.(".spectrogram .picture");
    const step = STEPS[event.key];
    if (!picture || !step) return;
    event.preventDefault();
    show(picture, (picture.bin ?? MIDDLE) + step[0], (picture.frame ?? 0) + step[1]);
  };

  document.addEventListener("pointermove", point);
  document.addEventListener("pointerdown", point);
  document.addEventListener("keydown", move);
})();
