"""Noise in the protocols of padovan2024: how many bits are left, by certificates and by explicit adversaries.

`model` has the state (18) and what one and two Bobs measure of it, `third` what three do. `tangents` writes
certificates that hold at every visibility and strength. That there are not many more bits is shown by `level_point`
and `polygon` for a level of the hierarchy, and by `eavesdropper` and `standard_adversary` for quantum mechanics.
`shipped` names the shipped files and searches them again.
"""
