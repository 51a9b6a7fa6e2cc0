# Needs only: randextract==0.2.2
# Expected: extractor.trevisan.output refused a valid question: 'out-of-range'
"""randextract: lengths by calculate_length (half distance, smoothing left out), bits with the seed in its own order."""

import warnings
from fractions import Fraction

import numpy as np
from randextract import ModifiedToeplitzHashing, ToeplitzHashing, TrevisanExtractor


class Refused(Exception):
    pass

warnings.simplefilter("ignore")


def read(n, k, eps):
    size, entropy, error = int(n), Fraction(k), Fraction(eps)
    if size < 1 or not 0 <= entropy <= size or not 0 < error < 1:
        raise Refused("out-of-range")
    return size, float(entropy / size), float(error)


def length(kind):
    def answer(n, k, eps, eps_s="0"):
        size, share, error = read(n, k, eps)
        if not share:
            return 0  # outside of the library's domain, and nothing to extract from
        return ToeplitzHashing.calculate_length(kind, size, relative_source_entropy=share, error_bound=error)

    return answer


def words(x, seed):
    if set(x + seed) - set("01"):
        raise Refused("out-of-range")
    return np.array([int(b) for b in x]), np.array([int(b) for b in seed])


def hashed(kind, expected):
    def answer(x, seed, m):
        if not 1 <= int(m) <= len(x) or len(seed) != expected(len(x), int(m)):
            raise Refused("out-of-range")
        found = kind(input_length=len(x), output_length=int(m)).extract(*words(x, seed))
        return "".join(str(int(b)) for b in found)

    return answer


def created(**arguments):
    try:
        return TrevisanExtractor(**arguments)
    except TypeError as error:
        raise Refused(f"failed: {error}") from None


def trevisan(x, seed, m, s, design):
    if design == "block" and (int(m) < 6 or int(s) < 3) or not 1 <= int(s) <= len(x) or not 1 <= int(m) <= len(x):
        raise Refused("out-of-range")
    if len(x) < 2:
        raise Refused("out-of-range")  # outside of the library's domain
    made = created(
        input_length=len(x), output_length=int(m), weak_design_type="block" if design == "block" else "finite_field",
        one_bit_extractor_type="polynomial", one_bit_extractor_seed_length=2 * int(s),
        **({"basic_weak_design_type": "finite_field"} if design == "block" else {}),
    )  # fmt: skip
    if made.seed_length != len(seed):
        raise Refused("out-of-range")
    return "".join(str(int(b)) for b in made.extract(*words(x, seed)))


CALLS = {
    "extractor.toeplitz.length": length("quantum"),
    "extractor.toeplitz.classical.length": length("classical"),
    "extractor.toeplitz.output": hashed(ToeplitzHashing, lambda n, m: n + m - 1),
    "extractor.trevisan.output": trevisan,
}

try:
    print('extractor.trevisan.output', CALLS['extractor.trevisan.output'](**{'x': '1', 'seed': '0000', 'm': '1', 's': '1', 'design': 'polynomial'}))
except Refused as refusal:
    print('refused:', refusal)
