// Notes that sound: whatever carries data-play="60 64 67" (MIDI numbers) plays when it is pressed, each note
// data-gap seconds after the one before; within data-capo="3", so many semitones higher. A struck string is
// imitated by partials that fade, the high ones first.
(() => {
  const PARTIALS = [1, 0.5, 0.35, 0.2, 0.12, 0.08, 0.05]; // amplitudes
  const LEVEL = 0.16; // of one note, so that six do not clip
  const RING = 2.6; // seconds
  const ATTACK = 0.004; // seconds
  let context;

  const sound = (midi, start) => {
    const frequency = 440 * 2 ** ((midi - 69) / 12);
    PARTIALS.forEach((amplitude, index) => {
      const oscillator = new OscillatorNode(context, { frequency: frequency * (index + 1) });
      const gain = new GainNode(context, { gain: 0 });
      gain.gain.setValueAtTime(0, start);
      gain.gain.linearRampToValueAtTime(LEVEL * amplitude, start + ATTACK);
      gain.gain.exponentialRampToValueAtTime(1e-4, start + RING / (1 + 0.5 * index));
      oscillator.connect(gain).connect(context.destination);
      oscillator.start(start);
      oscillator.stop(start + RING);
    });
  };

  const play = (element) => {
    context ??= new AudioContext();
    context.resume();
    const gap = Number(element.dataset.gap ?? 0);
    const capo = Number(element.closest("[data-capo]")?.dataset.capo ?? 0);
    const notes = element.dataset.play.split(" ").map((midi) => Number(midi) + capo);
    notes.forEach((midi, index) => sound(midi, context.currentTime + 0.02 + index * gap));
    element.dispatchEvent(new CustomEvent("sounded", { bubbles: true, detail: notes }));
  };

  const press = (target) => {
    const sounding = target.closest?.("[data-play]");
    if (sounding) play(sounding);
    return Boolean(sounding);
  };

  document.addEventListener("click", (event) => press(event.target));
  document.addEventListener("keydown", (event) => {
    // Real buttons turn keys into clicks by themselves; keys and strings drawn as SVG do not.
    const drawn = event.target.closest?.("g[data-play]");
    if (drawn && (event.key === "Enter" || event.key === " ") && press(drawn)) event.preventDefault();
  });
})();
