"""One folder a paper: all that serves this paper and nothing else.

Nobody imports from here: `oracle.discovery` finds what a folder offers. `checks` recompute the claims of its ledger,
`bounds` are named quantities, `suite` is a conformance suite, `generate` writes the certificates it ships.
"""
