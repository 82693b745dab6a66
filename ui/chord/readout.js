// Reads the picture of the sound: pointer, finger or arrow keys -> the note, the time and the level there.
(() => {
  const OCTAVE = 12; // semitones
  const A4 = { midi: 69, hertz: 440 };
  const MIDDLE = 3; // octaves above the lowest bin, where the arrow keys begin

  const bytes = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));

  // The layout of the picture travels with it: preprocessing/layout.py alone knows it.
  const layout = ({ dataset }) => ({
    lowest: Number(dataset.lowest), // MIDI
    binsPerSemitone: Number(dataset.binsPerSemitone),
    range: Number(dataset.dynamicRange), // amplitudes from silence to the loudest
  });

  const describe = (picture, bin, frame) => {
    const { levels, frames, names, start, end } = picture.dataset;
    const { lowest, binsPerSemitone, range } = layout(picture);
    const level = bytes(levels)[bin * frames + frame] / 255;
    const decibels = 20 * Math.log10(Math.expm1(level * Math.log1p(range)) / range);
    const semitones = bin / binsPerSemitone;
    const midi = lowest + Math.round(semitones);
    const cents = Math.round(100 * semitones) - 100 * (midi - lowest);
    const hertz = A4.hertz * 2 ** ((lowest + semitones - A4.midi) / 12);
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

  const UP = { ArrowUp: () => 1, ArrowDown: () => -1, PageUp: (octave) => octave, PageDown: (octave) => -octave };
  const ALONG = { ArrowRight: 1, ArrowLeft: -1 };
  const move = (event) => {
    const picture = event.target.closest?.(".spectrogram .picture");
    if (!picture || !(event.key in UP || event.key in ALONG)) return;
    event.preventDefault();
    const octave = OCTAVE * layout(picture).binsPerSemitone;
    const up = UP[event.key]?.(octave) ?? 0;
    show(picture, (picture.bin ?? MIDDLE * octave) + up, (picture.frame ?? 0) + (ALONG[event.key] ?? 0));
  };

  document.addEventListener("pointermove", point);
  document.addEventListener("pointerdown", point);
  document.addEventListener("keydown", move);
})();
