"""Checks of the claims of arXiv:1308.4635 about the four-party inequality, its linear program and the source.

Each check's docstring states the lemma that reduces the claim to the exact computations it makes.
"""
