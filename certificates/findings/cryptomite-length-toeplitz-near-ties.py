# Needs only: cryptomite==0.3.0
# Expected: extractor.toeplitz.length: the bound is 1.0 above the length that leftover hashing gives, 99
"""cryptomite: lengths by from_params with smoothing left out, bits with its own orders; Trevisan's has another design."""

import math
from fractions import Fraction

import cryptomite


class Refused(Exception):
    pass


def logarithm(eps):
    error = Fraction(eps)
    if not 0 < error < 2:
        raise Refused("out-of-range")
    return min(0.0, math.log2(error.numerator) - math.log2(error.denominator))


def made(kind, n, entropies, eps, quantum=False, lacking=0, seed_bits=None):
    size, (first, second) = int(n), entropies
    if size < 1 or any(not 0 <= k <= size for k in entropies if k is not None) or lacking < 0:
        raise Refused("out-of-range")
    bits = size if second is not None else seed_bits or 3 * size
    other = float(second) if second is not None else float(bits - lacking)
    if other <= 0:
        return 0
    try:
        return kind.from_params(size, float(first), bits, other, logarithm(eps), quantum, False).m
    except ValueError as refusal:
        if "Cannot extract" in str(refusal):
            return 0
        raise


def toeplitz(n, k, eps, eps_s="0"):
    # a uniform seed, longer than any output needs
    return made(cryptomite.Toeplitz, n, (Fraction(k), None), eps)


def weak_seed(n, k, lacking, eps):
    return made(cryptomite.Toeplitz, n, (Fraction(k), None), eps, lacking=Fraction(lacking))


def dodis(n, k1, k2, eps):
    return made(cryptomite.Dodis, n, (Fraction(k1), Fraction(k2)), eps)


def bits(kind, expected):
    def extract(x, m, seed="", y=""):
        second = seed or y
        if set(x + second) - set("01") or not 1 <= int(m) <= len(x) or len(second) != expected(len(x), int(m)):
            raise Refused("out-of-range")
        found = kind(len(x), int(m)).extract([int(b) for b in x], [int(b) for b in second])
        return "".join(str(int(b)) for b in found)

    return extract


CALLS = {
    "extractor.toeplitz.length": toeplitz,
    "extractor.toeplitz.classical.length": toeplitz,
    "extractor.toeplitz.weak-seed.length": weak_seed,
    "extractor.dodis.classical.length": dodis,
    "extractor.toeplitz.output": bits(cryptomite.Toeplitz, lambda n, m: n + m - 1),
}

try:
    print('extractor.toeplitz.length', CALLS['extractor.toeplitz.length'](**{'n': '100', 'k': '100', 'eps': '562949953421311/562949953421312', 'eps_s': '0'}))
except Refused as refusal:
    print('refused:', refusal)
