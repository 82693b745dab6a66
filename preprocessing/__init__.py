"""From any audio file to what the networks listen to."""
