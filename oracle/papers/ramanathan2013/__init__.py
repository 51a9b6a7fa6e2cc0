"""ramanathan2013, "Robust Device Independent Randomness Amplification"."""
