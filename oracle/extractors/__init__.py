"""Randomness extractors: lengths decided exactly, reference and fast evaluation, checks of other people's outputs.

Reading order: ``logform`` (floors of logarithms), ``conventions``, ``primes``, ``lengths``, ``reference`` (the
definitions), ``binary_polynomials``, ``trevisan``, ``bitstrings``, ``product``, ``fast`` with its engines (real sizes),
``spot`` and ``whole`` (somebody else's output).
"""
