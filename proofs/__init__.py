"""Certificates: ``proofs.kernel`` checks them, ``proofs.search`` finds and writes them.

This package imports nothing, so that ``import proofs.kernel`` loads the checker and the standard library only.
"""

__distribution__ = "bellcert"
