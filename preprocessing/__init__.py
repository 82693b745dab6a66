"""Any audio file -> waveform -> the pitch spectrogram that the networks listen to."""
