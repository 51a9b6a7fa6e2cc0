"""Noise: how many bits are left, and how many a level of the hierarchy leaves at most.

`tangents` writes certificates that hold at every visibility and strength, `three_bits` one for three parties; by
`level_point` and `polygon` a level gives not many more bits. `shipped` names the shipped files.
"""
