# Needs only: randextract==0.2.2
# Expected: extractor.toeplitz.length: the bound is 1.0 above the length that leftover hashing gives, 99
"""randextract: lengths by calculate_length (half distance, smoothing left out), bits with the seed in its own order."""

from fractions import Fraction

import numpy as np
from randextract import ToeplitzHashing


class Refused(Exception):
    pass


def length(n, k, eps, eps_s):
    size, entropy, error = int(n), Fraction(k), Fraction(eps)
    if size < 1 or not 0 <= entropy <= size or not 0 < error < 1:
        raise Refused("out-of-range")
    if not entropy:
        return 0  # outside of the library's domain, and nothing to extract from
    share = float(entropy / size)
    return ToeplitzHashing.calculate_length("quantum", size, relative_source_entropy=share, error_bound=float(error))


def bits(x, seed, m):
    if set(x + seed) - set("01") or not 1 <= int(m) <= len(x) or len(seed) != len(x) + int(m) - 1:
        raise Refused("out-of-range")
    made = ToeplitzHashing(input_length=len(x), output_length=int(m))
    found = made.extract(np.array([int(b) for b in x]), np.array([int(b) for b in seed]))
    return "".join(str(int(b)) for b in found)


CALLS = {"extractor.toeplitz.length": length, "extractor.toeplitz.output": bits}

try:
    print('extractor.toeplitz.length', CALLS['extractor.toeplitz.length'](**{'n': '100', 'k': '100', 'eps': '562949953421311/1125899906842624', 'eps_s': '0'}))
except Refused as refusal:
    print('refused:', refusal)
