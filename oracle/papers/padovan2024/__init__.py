"""padovan2024, "Secure and robust randomness with sequential quantum measurements".

`checks` recompute its claims; `definitions` are its functionals and `boundary` the operators and identities behind its
results; `noise` is what is left of its bits under the model (18); `boundary_truth` and `noise_truth` are what `suite`
compares implementations with; `bounds` is the boundary as a named quantity; `generate` writes what is shipped.
"""
