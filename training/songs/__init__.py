"""Songs to learn from, as symbols: who plays which note when, over which chord, beat and key."""
