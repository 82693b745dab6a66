// The microphone: untouched sound, block by block, until it is stopped or full.

import { between, fractions, header, loudness, whole } from "./samples.js";

// Echo cancellation, noise suppression and automatic gain are made for speech: they fade a ringing chord
// away within seconds.
export const RAW = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };

const BLOCK = 2048; // samples, some 45 ms
const PATIENCE = 5; // seconds within which the browser's sound starts, or never: Firefox has none without an output
const COLLECT = `
registerProcessor("collect", class extends AudioWorkletProcessor {
  block = new Float32Array(${BLOCK});
  filled = 0;
  process([[channel]]) {
    if (!channel) return true;
    this.block.set(channel, this.filled);
    this.filled += channel.length;
    if (this.filled === ${BLOCK}) {
      this.port.postMessage(this.block);
      this.filled = 0;
    }
    return true;
  }
});`;

// Raises after so many seconds.
const late = (seconds) => new Promise((_, raise) => setTimeout(() => raise(new DOMException("", "TimeoutError")), 1000 * seconds));

// Starts to record, for so many seconds at most. `heard` is told the seconds so far and the loudness of each
// block, `full` that no more fits. Returns how to stop, which gives the bytes of a WAV file; how long it is so far; and
// how to get the most recent samples and their rate, or the bytes of a WAV file with what was heard between two seconds.
// Raises what the browser raises where it does not let us.
export const record = async (seconds, heard, full) => {
  if (!navigator.mediaDevices?.getUserMedia) throw new DOMException("", "SecurityError"); // only with HTTPS
  const stream = await navigator.mediaDevices.getUserMedia({ audio: RAW });
  const context = new AudioContext();
  const code = URL.createObjectURL(new Blob([COLLECT], { type: "text/javascript" }));
  const blocks = [];
  const room = Math.floor(seconds * context.sampleRate);
  let samples = 0;

  const wav = (count, parts) => new Blob([header(count, context.sampleRate), ...parts], { type: "audio/wav" });

  const stop = () => {
    stream.getTracks().forEach((track) => track.stop());
    context.close();
    return wav(samples, blocks);
  };

  const length = () => samples / context.sampleRate;

  const recent = (span) => {
    const rate = context.sampleRate;
    return { samples: fractions(between(blocks, Math.max(0, samples - Math.round(span * rate)), samples)), rate };
  };

  const part = (from, to) => {
    const [start, end] = [from, to].map((second) => Math.max(0, Math.min(samples, Math.round(second * context.sampleRate))));
    return wav(end - start, [between(blocks, start, end)]);
  };

  try {
    await context.audioWorklet.addModule(code);
    const collector = new AudioWorkletNode(context, "collect", { numberOfOutputs: 0, channelCount: 1, channelCountMode: "explicit" });
    collector.port.onmessage = ({ data }) => {
      if (samples === room) return;
      const block = data.subarray(0, room - samples);
      blocks.push(whole(block));
      samples += block.length;
      heard(samples / context.sampleRate, loudness(block));
      if (samples === room) full();
    };
    context.createMediaStreamSource(stream).connect(collector);
    await Promise.race([context.resume(), late(PATIENCE)]);
  } catch (error) {
    stop();
    throw error;
  } finally {
    URL.revokeObjectURL(code);
  }
  return { stop, length, recent, part };
};
