"""What training hears: instruments, how they are played, and what the world does to the sound."""
