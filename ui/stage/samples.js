// Samples of sound: how loud they are, and as the bytes of a WAV file, mono with 16 bits.

const HEADER = 44; // bytes
const FULL = 32767; // the loudest sample
const SILENCE = -100; // dB: as quiet as it is told

// How loud a block of samples is, in dB of full scale.
export const loudness = (samples) => {
  const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
  return Math.max(SILENCE, 10 * Math.log10(power));
};

// Float32 samples from -1 to 1 as whole numbers; what is louder is clipped.
export const whole = (samples) => Int16Array.from(samples, (sample) => FULL * Math.max(-1, Math.min(1, sample)));

// The same back as samples from -1 to 1.
export const fractions = (numbers) => Float32Array.from(numbers, (number) => number / FULL);

// Of blocks of samples those from one place on to another, in one.
export const between = (blocks, start, end) => {
  const joined = new Int16Array(end - start);
  let place = -start;
  for (const block of blocks) {
    const isInside = place + block.length > 0 && place < joined.length;
    if (isInside) joined.set(block.subarray(Math.max(0, -place), joined.length - place), Math.max(0, place));
    place += block.length;
  }
  return joined;
};

// The header of a file with so many samples, at so many a second.
export const header = (samples, rate) => {
  const view = new DataView(new ArrayBuffer(HEADER));
  const text = (offset, letters) => [...letters].forEach((letter, i) => view.setUint8(offset + i, letter.charCodeAt(0)));
  text(0, "RIFF");
  view.setUint32(4, HEADER - 8 + 2 * samples, true);
  text(8, "WAVEfmt ");
  view.setUint32(16, 16, true); // bytes of what follows, up to the word "data"
  view.setUint16(20, 1, true); // whole numbers
  view.setUint16(22, 1, true); // channels
  view.setUint32(24, rate, true);
  view.setUint32(28, 2 * rate, true); // bytes a second
  view.setUint16(32, 2, true); // bytes a sample
  view.setUint16(34, 16, true); // bits a sample
  text(36, "data");
  view.setUint32(40, 2 * samples, true);
  return view.buffer;
};
