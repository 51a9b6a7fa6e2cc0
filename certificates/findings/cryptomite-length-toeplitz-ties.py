# Needs only: cryptomite==0.3.0
# Expected: extractor.toeplitz.length: the bound is 35.0 above the length that leftover hashing gives, 576460752303423389
"""cryptomite: lengths by from_params (full distance, smoothing left out), bits of Toeplitz hashing with a cyclic seed."""

import math
from fractions import Fraction

import cryptomite


class Refused(Exception):
    pass


def length(n, k, eps, eps_s):
    size, entropy, error = int(n), Fraction(k), Fraction(eps)
    if size < 1 or not 0 <= entropy <= size or not 0 < error < 2:
        raise Refused("out-of-range")
    log2_error = min(0.0, math.log2(error.numerator) - math.log2(error.denominator))
    try:
        # a uniform seed, longer than any output needs
        made = cryptomite.Toeplitz.from_params(size, float(entropy), 3 * size, 3 * size, log2_error, False, False)
    except ValueError as refusal:
        if "Cannot extract" in str(refusal):
            return 0
        raise
    return made.m


def bits(x, seed, m):
    if set(x + seed) - set("01") or not 1 <= int(m) <= len(x) or len(seed) != len(x) + int(m) - 1:
        raise Refused("out-of-range")
    found = cryptomite.Toeplitz(len(x), int(m)).extract([int(b) for b in x], [int(b) for b in seed])
    return "".join(str(int(b)) for b in found)


CALLS = {"extractor.toeplitz.length": length, "extractor.toeplitz.output": bits}

try:
    print('extractor.toeplitz.length', CALLS['extractor.toeplitz.length'](**{'n': '576460752303423487', 'k': '576460752303423393', 'eps': '1/4', 'eps_s': '0'}))
except Refused as refusal:
    print('refused:', refusal)
