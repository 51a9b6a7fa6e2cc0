"""Two-qubit behaviours with rational probabilities, extreme for CHSH + beta <A0>, each admitted by the kernel.

Source: Acin, Massar and Pironio 2012: state cos t |00> + sin t |11> with sin^2 2t = (4 - beta^2)/(4 + beta^2), and
measurements Z, X against Z cos m +- X sin m, tan m = sin 2t. Angles are taken rational near those, which costs the
square of their error.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache
from math import isqrt

from oracle.conformance.boxes import Table, chsh, table, value
from oracle.conformance.truth import Truth, formula
from oracle.failures import Bug
from oracle.proved import Proved, coefficients, proved
from proofs.kernel.interval import Interval
from proofs.search.chsh.identities import quantum_bound, tilted_generic
from proofs.search.language.write import Json, certificate_bytes, rational

FINE = 60
COARSE = 20
"""Bits of the angles: the second keeps the probabilities short enough to be sent."""
_WORDS = ("A0", "A1", "B0", "B1", "A0 B0", "A0 B1", "A1 B0", "A1 B1")


def _near(number: Fraction, bits: int) -> Fraction:
    """A rational near the square root of a number that is not negative."""
    return Fraction(isqrt((number.numerator << 2 * bits) // number.denominator), 1 << bits)


def _circle(cosine: Fraction, bits: int) -> tuple[Fraction, Fraction]:
    """A rational point (c, s) of the unit circle near the one with this cosine, s >= 0."""
    t = _near((1 - cosine) / (1 + cosine), bits)  # tan of half the angle
    return (1 - t * t) / (1 + t * t), 2 * t / (1 + t * t)


@lru_cache(maxsize=512)
def behaviour(beta: Fraction, bits: int = FINE) -> Table:
    """The behaviour for 0 <= beta <= 2, from the means of a state and measurements that the kernel checked.

    >>> 8 - value(chsh(), behaviour(Fraction(0))) ** 2 < Fraction(1, 10**30)
    True
    """
    bias, m = _circle(_near(2 * beta * beta / (4 + beta * beta), bits), bits)  # cos 2t, sin 2t
    c, s = _circle(_near(1 / (1 + m * m), bits), bits)
    tangent = (1 - bias) / m if m else Fraction(0)
    means = (bias, Fraction(0), c * bias, c * bias, c, c, s * m, -s * m)
    observables: Json = {
        "A0": [["1", "0"], ["0", "-1"]], "A1": [["0", "1"], ["1", "0"]],
        "B0": [[rational(c), rational(s)], [rational(s), rational(-c)]],
        "B1": [[rational(c), rational(-s)], [rational(-s), rational(-c)]],
    }  # fmt: skip
    state: Json = ["1", "0", "0", rational(tangent)]
    model: Json = {"dimensions": ["2", "2"], "operators": observables, "state": state, "weight": "1"}
    two: Json = [["0", "2"], ["1", "2"]]
    listed: Json = [
        {"functional": [["1", word]], "value": rational(mean)} for word, mean in zip(_WORDS, means, strict=True)
    ]
    statement: dict[str, Json] = {
        "kind": "value", "set": "quantum-tensor", "values": listed,
        "scenario": {"parties": [{"name": "A", "inputs": two}, {"name": "B", "inputs": two}]},
    }  # fmt: skip
    witness: dict[str, Json] = {"models": [model], "norm": rational(1 + tangent * tangent)}
    return _table(proved(certificate_bytes("point", statement, witness)))


def _table(found: Proved) -> Table:
    """Probabilities from the means that a certificate states."""
    mean: dict[str, Fraction] = {}
    for entry in found.statement["values"]:
        ((word, one),) = coefficients(entry["functional"]).items()
        if one != 1:
            raise Bug("not-proved", "a mean of the certificate is scaled")
        mean[word] = Fraction(entry["value"])

    def probability(x: int, y: int, a: int, b: int) -> Fraction:
        i, j = 1 - 2 * a, 1 - 2 * b
        return (1 + i * mean[f"A{x}"] + j * mean[f"B{y}"] + i * j * mean[f"A{x} B{y}"]) / 4

    return table(probability)


@lru_cache(maxsize=1)
def _bounds() -> None:
    """Proofs of the upper bound, for beta > 0 and beta = 0, checked once."""
    for certificate in (tilted_generic(), quantum_bound()):
        proved(certificate_bytes(*certificate))


def _functional(beta: Fraction) -> Table:
    """CHSH + beta <A0>."""
    return table(lambda x, y, a, b: chsh()[x][y][a][b] + (beta / 2 * (1 - 2 * a) if x == 0 else 0))


def maximum(beta: Fraction, scale: Fraction) -> Truth:
    """The quantum maximum of scale (CHSH + beta A0), 0 <= beta <= 2: sqrt(8 + 2 beta^2) from above, a point from below.

    >>> maximum(Fraction(2), Fraction(1)).compare(Fraction(4))
    0
    """
    _bounds()
    above = formula({"sqrt": [str(8 + 2 * beta * beta)]}, "")
    low = value(_functional(beta), behaviour(beta))

    def enclose(precision: int) -> Interval:
        return scale * low, scale * above.enclose(precision)[1]

    return Truth(enclose, "the quantum maximum")


def guessing(
    beta: Fraction, weight: Fraction, relabel: Callable[[Table], Table] = lambda entries: entries
) -> tuple[Table, Truth, Fraction]:
    """A mixture of an extreme behaviour and its image under the flip of all outcomes, and P_guess(a | x = 0).

    An adversary who knows which of the two was used guesses a with the larger marginal of the first; and equation (6)
    of pironio2010 says that nobody guesses better than 1/2 + sqrt(2 - I^2/4)/2, I the CHSH value of the mixture.

    Args:
        beta: of the functional for which the behaviour is extreme.
        weight: of the first part.
        relabel: applied to both parts, so that another outcome is guessed.

    Returns:
        The mixture, the guessing probability, and by how much the bound moves with 10^-8 of the CHSH value: what a
        solver's gap costs, which is much where the root is small.

    >>> mixed, truth, _ = guessing(Fraction(1), Fraction(1, 2))
    >>> mixed[0][0][0][0] + mixed[0][0][0][1], truth.compare(Fraction(4, 5)), truth.compare(Fraction(9, 10))
    (Fraction(1, 2), -1, 1)
    """
    _bounds()
    original = behaviour(beta, COARSE)
    first = relabel(original)

    def mix(entries: Table) -> Table:
        return table(lambda x, y, a, b: weight * entries[x][y][a][b] + (1 - weight) * entries[x][y][1 - a][1 - b])

    low = max(Fraction(first[0][0][a][0] + first[0][0][a][1]) for a in (0, 1))
    score = value(chsh(), mix(original))
    inside = 2 - score**2 / 4
    above = formula({"div": [{"add": ["1", {"sqrt": [str(inside)]}]}, "2"]}, "")
    slack = (_near(inside + Fraction(3, 10**8), COARSE * 2) - _near(inside, COARSE * 2)) / 2
    truth = Truth(lambda precision: (low, above.enclose(precision)[1]), "the guessing probability")
    return mix(first), truth, slack
