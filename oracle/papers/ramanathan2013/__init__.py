"""ramanathan2013, "Robust Device Independent Randomness Amplification".

`checks` recompute its claims; `definitions` are its inequality and its bit as sums of events, `curves` the exact curves
of its linear programs; `bounds` and `suite` are about the majority bit; `generate` writes what is shipped.
"""
