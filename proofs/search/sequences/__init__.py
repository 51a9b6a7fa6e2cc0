"""One remote party and a sequence of parties.

`sequence` has their operators and levels; `kraus` says which operators of a sequence commute and why, and converts
Kraus operators to projectors; `elements` and `operators` calculate with polynomials and with words; `devices` and
`tetrahedron` are protocols of two and of three sequential parties with noise.
"""
