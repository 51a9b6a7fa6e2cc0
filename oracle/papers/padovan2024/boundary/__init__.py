"""Exact identities of sequential measurements: the boundary of their correlations, and what follows on it.

`chsh_operators` has the operators of the paper; each other module writes certificates, those that its first line names.
"""
