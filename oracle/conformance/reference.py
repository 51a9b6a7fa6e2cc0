"""Expected values shared by suites: quantities of the catalogue, in an implementation's unit."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from math import isqrt

from oracle.bounds.evaluate import evaluate
from oracle.bounds.model import Bound, Formula
from oracle.bounds.tight import GLOBAL
from oracle.conformance.truth import Truth, exactly, formula
from oracle.numbers import Expression, Real
from oracle.proved import proved
from oracle.resources import certificates_dir
from proofs.kernel.interval import Interval
from proofs.search.write import Json, certificate_bytes, rational


def of_bound(bound: Bound, arguments: Mapping[str, Real], says: str, factor: Expression = "1") -> Truth:
    """A bound of the catalogue at exact arguments, times a factor.

    >>> from oracle.bounds.chsh import LOCAL
    >>> of_bound(LOCAL, {"score": Fraction(5, 2)}, "the bound").text(6)
    'about 0.267567'
    """
    found = bound.evaluate(arguments)
    if factor == "1":
        if found.exact is not None:
            return exactly(found.exact, says)
        if isinstance(found, Formula):
            return formula(found.expression, says)
    value: Expression = found.expression if isinstance(found, Formula) else str(found.exact)
    return exactly(0, says) if found.exact == 0 else formula({"mul": [factor, value]}, says)


def entropy_unit(conventions: Mapping[str, str]) -> Expression:
    """The factor from bits to the implementation's unit of entropy."""
    return "1" if conventions["logarithm"] == "bits" else {"ln": ["2"]}


def entropy(bound: Bound, score: Fraction, conventions: Mapping[str, str]) -> Truth:
    """An entropy of the catalogue in the implementation's unit."""
    return of_bound(bound, {"score": score}, bound.formula, entropy_unit(conventions))


@lru_cache(maxsize=256)
def _tight(score: Fraction) -> Interval:
    found = evaluate(GLOBAL.evaluate({"score": score}), Fraction(1, 2**24))
    return found.low, found.high


def tight_entropy(score: Fraction, conventions: Mapping[str, str]) -> Truth:
    """The least min-entropy of an outcome pair at a score in [2, 2 sqrt 2], proved from both sides.

    >>> tight_entropy(Fraction(5, 2), {"logarithm": "bits"}).compare(Fraction(33, 100))
    1
    """
    unit = entropy_unit(conventions)
    below, above = (formula({"mul": [unit, str(end)]}, "") for end in _tight(score))
    return Truth(lambda p: (below.enclose(p)[0], above.enclose(p)[1]), "the tight curve")


def _near(value: Fraction, bits: int = 60) -> Fraction:
    """A rational near the square root of a positive rational."""
    return Fraction(isqrt((value.numerator << 2 * bits) // value.denominator), 1 << bits)


def _circle(cosine: Fraction) -> tuple[Fraction, Fraction]:
    """A rational point (c, s) of the unit circle near the one with this cosine, s >= 0."""
    t = _near((1 - cosine) / (1 + cosine)) if cosine < 1 else Fraction(0)  # tan of half the angle
    return (1 - t * t) / (1 + t * t), 2 * t / (1 + t * t)


@lru_cache(maxsize=256)
def tilted_attained(beta: Fraction) -> Fraction:
    """CHSH + beta <A0> at an explicit two-qubit point that the kernel admits, within 10^-15 of the maximum.

    Source: Acin, Massar and Pironio 2012: state cos t |00> + sin t |11> with sin^2 2t = (4 - beta^2)/(4 + beta^2), and
    measurements Z, X against (Z cos m +- X sin m), tan m = sin 2t. Nearby rational angles lose a square only.
    """
    m_squared = (4 - beta * beta) / (4 + beta * beta)
    bias, m = _circle(_near(1 - m_squared))  # cos 2t, sin 2t
    c, s = _circle(_near(1 / (1 + m * m)))
    tangent = (1 - bias) / m if m else Fraction(0)
    value = 2 * (c + m * s) + beta * bias
    observables: Json = {
        "A0": [["1", "0"], ["0", "-1"]], "A1": [["0", "1"], ["1", "0"]],
        "B0": [[rational(c), rational(s)], [rational(s), rational(-c)]],
        "B1": [[rational(c), rational(-s)], [rational(-s), rational(-c)]],
    }  # fmt: skip
    state: Json = ["1", "0", "0", rational(tangent)]
    model: Json = {"dimensions": ["2", "2"], "operators": observables, "state": state, "weight": "1"}
    two: Json = [["0", "2"], ["1", "2"]]
    terms: list[Json] = [["1", "A0 B0"], ["1", "A0 B1"], ["1", "A1 B0"], ["-1", "A1 B1"]]
    functional: Json = [[rational(beta), "A0"], *terms] if beta else terms
    statement: dict[str, Json] = {
        "kind": "value", "set": "quantum-tensor",
        "scenario": {"parties": [{"name": "A", "inputs": two}, {"name": "B", "inputs": two}]},
        "values": [{"functional": functional, "value": rational(value)}],
    }  # fmt: skip
    proved(certificate_bytes("point", statement, {"models": [model], "norm": rational(1 + tangent * tangent)}))
    return value


@lru_cache(maxsize=1)
def _tilted_bounds() -> None:
    """The shipped proofs of the upper bound, for beta > 0 and beta = 0, checked once."""
    for name in ("tilted-generic-00", "quantum-bound"):
        proved((certificates_dir() / "pironio2010" / f"{name}.cert.json").read_bytes())


def tilted_maximum(beta: Fraction, scale: Fraction) -> Truth:
    """The quantum maximum of scale (CHSH + beta A0), 0 <= beta <= 2: sqrt(8 + 2 beta^2) from above, a point from below.

    >>> tilted_maximum(Fraction(2), Fraction(1)).compare(Fraction(4))
    0
    """
    _tilted_bounds()
    above = formula({"sqrt": [str(8 + 2 * beta * beta)]}, "")
    low = tilted_attained(beta)

    def enclose(precision: int) -> Interval:
        return scale * low, scale * above.enclose(precision)[1]

    return Truth(enclose, "the quantum maximum")
