// Echo cancellation, noise suppression and automatic gain are made for speech: they fade a ringing chord
// away within seconds. Gradio has no setting for them, so every request for audio passes through here.
(() => {
  const RAW = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };
  const devices = navigator.mediaDevices;
  if (!devices?.getUserMedia) return; // not offered to pages without HTTPS
  const ask = devices.getUserMedia.bind(devices);
  devices.getUserMedia = (constraints) => {
    if (!constraints?.audio) return ask(constraints);
    const audio = constraints.audio === true ? RAW : { ...constraints.audio, ...RAW };
    return ask({ ...constraints, audio });
  };
})();
