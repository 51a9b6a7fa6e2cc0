"""Exact identities of sequential measurements: the boundary of padovan2024, and the two forms of a sequence.

`kraus` says which operators of a sequence commute and why, and converts one form to the other;
`operators` calculates with words and central symbols; `expressions` has the operators of the
paper; `identities`, `randomness`, `region` and `robust` write certificates.
"""
