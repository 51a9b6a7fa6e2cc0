"""Noise in padovan2024: what its model leaves of the protocols, certificates for all its parameters, adversaries.

`model` has the state (18) and what two and three parties measure of it, `third` the same for three parties in a
sequence; `tangents` writes certificates that hold for every visibility and strength. What a bound loses at most
is shown by `level_point` and `polygon` for a level of the hierarchy, by `eavesdropper` and `standard_adversary`
for quantum mechanics; `shipped` names the files of the folder and searches them again.
"""
