"""The gain of the four-party device against a source of any bias, from four laws for which it is certified.

A tree gives a string with j unlikely bits the probability p^(3-j) q^j, p = 1/2 + eps, q = 1/2 - eps. An anchor has, for
every tree, a point whose mass depends on j in the same way; a mixture of points of two anchors, with the masses added,
is a point for the tree of any source that gives each string as much. The gains are mixed alike.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import combinations, product
from typing import Any

from oracle.papers.ramanathan2013.device import SOURCE_BITS
from oracle.resources import certificates_dir

HALF = Fraction(1, 2)


@dataclass(frozen=True)
class Anchor:
    """Points for all trees.

    Attributes:
        name: of the certificate that has them, in the folder of the paper.
        bias: of that certificate's source.
        masses: of a string with 0, 1, 2 and 3 unlikely bits, at most.
        gain: of every point, at least.
    """

    name: str
    bias: Fraction
    masses: tuple[Fraction, Fraction, Fraction, Fraction]
    gain: Fraction


def masses(bias: Fraction) -> tuple[Fraction, Fraction, Fraction, Fraction]:
    """The probabilities that an extreme law of this bias gives to a string with 0 to 3 unlikely bits.

    >>> [str(x) for x in masses(Fraction(1, 4))]
    ['27/64', '9/64', '3/64', '1/64']
    """
    p, q = HALF + bias, HALF - bias
    return p**3, p * p * q, p * q * q, q**3


_LIMIT = Fraction(9, 1000)
ANCHORS = (
    Anchor("tenth", Fraction(1, 10), masses(Fraction(1, 10)), Fraction(1, 10)),
    Anchor("sixth", Fraction(1, 6), masses(Fraction(1, 6)), Fraction(22, 243)),
    Anchor("quarter", Fraction(1, 4), masses(Fraction(1, 4)), Fraction(1, 18)),
    # no law of a source: what is left of q^-2 times one as q tends to 0, but the likely strings
    Anchor("limit", Fraction(2, 5), (_LIMIT * Fraction(27, 4), _LIMIT * Fraction(9, 4), _LIMIT, Fraction(0)), _LIMIT),
)


@dataclass(frozen=True)
class Mixture:
    """How a source is bounded.

    Attributes:
        bias: that the certificate names, at least the source's.
        parts: anchors, each with the factor its points are multiplied with.
        gain: of every tree, at least.
    """

    bias: Fraction
    parts: tuple[tuple[Fraction, Anchor], ...]
    gain: Fraction


@lru_cache(maxsize=256)
def best(bias: Fraction) -> Mixture:
    """The mixture of one or two anchors with the largest gain against sources of this bias, 0 <= bias < 1/2.

    From bias 1/4 on the gain is q^2 (1 - 4 q/9), which is attained; up to 1/10 it is 1/10.

    >>> [str(best(Fraction(b)).gain) for b in ("0", "1/10", "1/4", "2/5")]
    ['1/10', '1/10', '1/18', '43/4500']
    """
    available = masses(bias)
    found = [Mixture(a.bias, ((Fraction(1), a),), a.gain) for a in ANCHORS if a.bias >= bias]
    for first, second in combinations(ANCHORS, 2):
        for factors in _corners(first.masses, second.masses, available):
            parts = tuple((x, a) for x, a in zip(factors, (first, second), strict=True) if x)
            gain = sum((x * a.gain for x, a in parts), Fraction(0))
            found.append(Mixture(bias, parts, gain))
    return max(found, key=lambda mixture: mixture.gain)


def _corners(
    first: Sequence[Fraction], second: Sequence[Fraction], most: Sequence[Fraction]
) -> list[tuple[Fraction, Fraction]]:
    """The corners of x first + y second <= most, x, y >= 0, on whose edges both are not 0, or one."""
    lines = [*zip(first, second, most, strict=True), (Fraction(1), Fraction(0), Fraction(0))]
    lines += [(Fraction(0), Fraction(1), Fraction(0))]
    found = []
    for (a, b, c), (d, e, f) in combinations(lines, 2):
        determinant = a * e - b * d
        if not determinant:
            continue
        x, y = (c * e - b * f) / determinant, (a * f - c * d) / determinant
        if min(x, y) >= 0 and all(x * u + y * v <= w for u, v, w in zip(first, second, most, strict=True)):
            found.append((x, y))
    return found


@lru_cache(maxsize=8)
def document(name: str) -> Any:
    """The shipped certificate of an anchor."""
    path = certificates_dir() / "ramanathan2013" / f"amplification-{name}.cert.json"
    return json.loads(path.read_bytes())


def certificate(mixture: Mixture, devices: int, failures: int, error: Fraction, bits: int = 1) -> bytes:
    """Bytes that state the error, with the points of the mixture."""
    from proofs.search.language.write import certificate_bytes, rational

    documents = [document(anchor.name) for _, anchor in mixture.parts]
    functionals, numbers = _united([found["witness"]["functionals"] for found in documents])
    points = []
    for together in zip(*(found["witness"]["points"] for found in documents), strict=True):
        weights: dict[tuple[int, int], Fraction] = {}
        slack: dict[str, Fraction] = {}
        for (factor, _), number, point in zip(mixture.parts, numbers, together, strict=True):
            for w, string, name in point["weights"]:
                key = int(string), number[int(string)][int(name)]
                weights[key] = weights.get(key, Fraction(0)) + factor * Fraction(w)
            for w, event in point["slack"]:
                slack[event] = slack.get(event, Fraction(0)) + factor * Fraction(w)
        listed = [[rational(w), str(string), str(name)] for (string, name), w in weights.items()]
        points.append({"weights": listed, "slack": [[rational(w), event] for event, w in slack.items()]})
    statement = documents[0]["statement"] | {
        "bias": rational(mixture.bias), "devices": str(devices), "failures": str(failures), "bits": str(bits),
        "error": rational(error),
    }  # fmt: skip
    witness = {"functionals": functionals, "points": points, "precision": documents[0]["witness"]["precision"]}
    return certificate_bytes("amplification", statement, witness)


def _united(lists: Sequence[Any]) -> tuple[list[list[Any]], list[list[list[int]]]]:
    """Functionals of several documents, by string, each once; and by document and string the numbers they have now."""
    strings = range(1 << SOURCE_BITS)
    united: list[dict[str, tuple[int, Any]]] = [{} for _ in strings]
    numbers: list[list[list[int]]] = []
    for found in lists:
        numbers.append([])
        for listed, known in zip(found, united, strict=True):
            numbers[-1].append([known.setdefault(json.dumps(entry), (len(known), entry))[0] for entry in listed])
    return [[entry for _, entry in known.values()] for known in united], numbers


def shapes() -> list[tuple[int, ...]]:
    """For every tree, in the order of the points, how many unlikely bits each string has.

    >>> len(shapes()), shapes()[0]
    (128, (3, 2, 2, 1, 2, 1, 1, 0))
    """
    found: list[tuple[int, ...]] = [(0,)]
    for _ in range(SOURCE_BITS):
        # bit 0 has the small probability first
        found = [
            (*(j + 1 - likely for j in zeros), *(j + likely for j in ones))
            for likely in (0, 1)
            for zeros, ones in product(found, repeat=2)
        ]
    return found
