"""Checks of the claims of arXiv:2412.17931, one module for each part of the paper.

Each check's docstring states the lemma that reduces the claim to the exact computations it makes.
"""
