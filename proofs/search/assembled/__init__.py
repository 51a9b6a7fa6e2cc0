"""What is said of an assemblage, before anything is searched: operators, states of words, and what a question knows.

Reading order: `system` (hermitian operators as exact coordinates), `untrusted` (states of the trusted system for every
word of the untrusted parties), `asked` (the part of a question that only the set `steering` has).
"""
