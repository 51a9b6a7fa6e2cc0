"""The linear-programming part of the untrusted search ring.

A module of this package may import ``proofs`` and third-party solvers, never ``oracle``. Its results are proposals
in floating point or in rationals; they become statements only as certificates that ``proofs.kernel`` accepts.
"""

__distribution__ = "bellcert"
