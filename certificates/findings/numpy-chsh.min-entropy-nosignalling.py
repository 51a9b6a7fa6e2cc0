# Needs only: numpy==2.4.6
# Expected: chsh.min-entropy.nosignalling: the bound is 5.6e-17 above -log2(3/2 - score/4), about 0.678071905112
"""numpy: the closed forms in doubles, as most scripts have them."""

from fractions import Fraction

import numpy as np


class Refused(Exception):
    pass


def local(score):
    if Fraction(score) <= 2:
        return 0.0
    if Fraction(score) ** 2 > 8:
        raise Refused("out-of-range")
    return float(1 - np.log2(1 + np.sqrt(max(0.0, 2 - np.float64(Fraction(score)) ** 2 / 4))))


def nosignalling(score):
    if Fraction(score) <= 2:
        return 0.0
    if Fraction(score) > 4:
        raise Refused("out-of-range")
    return float(-np.log2(1.5 - np.float64(Fraction(score)) / 4))


def length(n, k, eps, eps_s):
    size, entropy, left = int(n), Fraction(k), Fraction(eps) - 2 * Fraction(eps_s)
    if size < 1 or not 0 <= entropy <= size or not 0 < Fraction(eps) < 1 or Fraction(eps_s) < 0 or left <= 0:
        raise Refused("out-of-range")
    return max(0, min(size, int(np.floor(np.float64(entropy) + 2 + 2 * np.log2(np.float64(left))))))


CALLS = {"chsh.min-entropy.local": local, "chsh.min-entropy.nosignalling": nosignalling, "extractor.toeplitz.length": length}

try:
    print('chsh.min-entropy.nosignalling', CALLS['chsh.min-entropy.nosignalling'](**{'score': '7/2'}))
except Refused as refusal:
    print('refused:', refusal)
