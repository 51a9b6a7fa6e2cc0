"""kulikov2024, "Device-Independent Randomness Amplification"."""
