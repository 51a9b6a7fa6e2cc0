"""kulikov2024, "Device-Independent Randomness Amplification".

`checks` recompute its claims; `generate` writes what is shipped.
"""
