// Echo cancellation, noise suppression and automatic gain are made for speech: they fade a ringing chord
// away within seconds. Gradio has no setting for them, so every request for audio passes through here; and
// where the browser refuses, the page says what to do.
(() => {
  const RAW = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };
  const REASONS = {
    NotAllowedError:
      "The browser did not let this page use the microphone. Allow it beside the address, then record again, or choose a file.",
    NotFoundError: "No microphone was found. Plug one in, then record again, or choose a file.",
    NotReadableError: "The microphone is in use elsewhere. Close what uses it, then record again, or choose a file.",
  };
  const tell = (text) => {
    const place = document.getElementById("trouble");
    if (place) place.textContent = text;
  };
  const devices = navigator.mediaDevices;
  if (!devices?.getUserMedia) return; // not offered to pages without HTTPS
  const ask = devices.getUserMedia.bind(devices);
  devices.getUserMedia = async (constraints) => {
    if (!constraints?.audio) return ask(constraints);
    const audio = constraints.audio === true ? RAW : { ...constraints.audio, ...RAW };
    try {
      const stream = await ask({ ...constraints, audio });
      tell("");
      return stream;
    } catch (error) {
      tell(REASONS[error.name] ?? `The microphone could not be used (${error.name}). Please choose a file.`);
      throw error;
    }
  };
})();
