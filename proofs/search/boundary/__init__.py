"""Exact identities of sequential measurements: the boundary of padovan2024, and the two forms of a sequence.

`kraus` says which operators of a sequence commute and why, and converts one form to the other; `elements` and
`operators` calculate with polynomials and with words; `expressions` has the operators of the paper. The other modules
write certificates, each those that its first line names, and `catalogue` lists them.
"""
