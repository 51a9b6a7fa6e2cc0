"""The tight curve: the least min-entropy of an outcome pair for a CHSH value, proved from below and from above.

From below a chain of sixteen tangents, a statement about every quantum behaviour; from above the entropy of an
explicit behaviour of qubits. Both are certificates the kernel proves here; the curve itself is not evaluated.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache, partial

from oracle.bounds.entries import Bound, Bracket
from oracle.enclosures import Enclosure, enclose
from oracle.failures import Bug, Malformed
from oracle.numbers import Expression, Real, compare, dyadic, number_text, square_root
from oracle.proved import Proved, coefficients, proved, require_about
from proofs.search.language.write import certificate_bytes

_MAXIMUM = square_root(Fraction(8))
CHSH = {"A0 B0": Fraction(1), "A0 B1": Fraction(1), "A1 B0": Fraction(1), "A1 B1": Fraction(-1)}
_OUTCOME = {"A0=0 B0=0": Fraction(1)}
LAST = Fraction(202555, 100000)  # a little above the score of the last exact tangent, u = 24/25
_AT_MOST: Expression = {"neg": [{"log2": [{"div": [{"add": ["2", {"sqrt": ["2"]}]}, "8"]}]}]}
_SQRT2 = {"minimal-polynomial": ["-2", "0", "1"], "root": ["1", "2"]}
_TAIL = (
    "below 2.02555 the certificates of exact tangents end, and the low end is the better of the last one and of "
    "equation (6), so the interval may be wider than asked, up to 1.6e-4 bits; a solver closes it to 1e-5 (bellcert "
    "certify, guessing-quantum.toml at level 2+AAB+ABB+AABB). That the curve is the bound there, too, is proved by "
    "Jordan's lemma (ledger, fig-2-a), outside of the kernel, and its value is enclosed in the certificate named "
    "formula"
)
_TRIVIAL = "a deterministic behaviour reaches this score, so nothing is certified"


def rate_upper(score: Fraction, bits: int = 48) -> Fraction:
    """An upper bound on the tight curve at a score, and so on every bound f that holds for quantum behaviours.

    Args:
        score: CHSH value; above 2 sqrt 2 the curve is taken at 2 sqrt 2.
        bits: how close the behaviour found lies to the score.

    Returns:
        -log2 P(00|00), rounded up, of a behaviour with at least this CHSH value.

    >>> rate_upper(Fraction(2)), round(float(rate_upper(Fraction(3))), 4)
    (Fraction(0, 1), 1.2284)
    """
    return attained(max(score, Fraction(2)), bits)[1].high  # below 2 the curve is 0, as at 2


@lru_cache(maxsize=64)
def attained(score: Real, bits: int) -> tuple[Proved, Enclosure]:
    """A proved behaviour with at least the score (at most 2 sqrt 2), and the entropy of its P(00|00)."""
    from proofs.search.chsh import identities, tight

    near, width = _rational(score, bits, up=True), Fraction(1, 1 << bits)
    curve, certificate = tight.attained(near, bits)
    if compare(curve.score, score) < 0:  # only the behaviour at u = 1/sqrt 2 itself is left
        point = proved(certificate_bytes(*identities.quantum_attained(outcome=True)))
        _require_values(point, ["0", "2"], ["1/4", "1/8"], _SQRT2)
        return point, enclose(_AT_MOST, width)
    point = proved(certificate_bytes(*certificate))
    _require_values(point, str(curve.score), str(curve.probability), None)
    if curve.probability == 1:
        return point, enclose("0", width, Fraction(0))
    return point, enclose({"neg": [{"log2": [str(curve.probability)]}]}, width)


def _require_values(point: Proved, score: object, probability: object, field: object) -> None:
    """Refuse a certificate of another object."""
    require_about(point, kind="value", set="quantum-tensor", field=field, hypotheses={}, symbols=None)
    found = [(coefficients(entry["functional"]), entry["value"]) for entry in point.statement["values"]]
    if found != [(CHSH, score), (_OUTCOME, probability)]:
        raise Bug("not-proved", "the proposed behaviour has values of other functionals than were asked")


def _rational(x: Real, bits: int, up: bool) -> Fraction:
    """The number itself, or within 2^-bits of a surd on the side asked for."""
    if isinstance(x, Fraction):
        return x
    # the root of an integer, rounded down and corrected exactly
    found = dyadic(Fraction(x.coefficient), bits, up=True)
    low, high = -abs(found) * x.radicand, abs(found) * x.radicand
    while high - low > Fraction(1, 1 << bits):
        middle = dyadic((low + high) / 2, bits + 1, up=True)
        low, high = (middle, high) if compare(middle, x) <= 0 else (low, middle)
    return high if up else low


def _lower(score: Real, bits: int) -> tuple[Proved, Fraction]:
    """Proved bits of one round for every quantum behaviour with at least this score."""
    from proofs.search.chsh import rounds, tight

    near = _rational(score, 2 * bits, up=False)
    found = proved(rounds.one_round_certificate(near, tight.tangent(near, bits), True, "quantum", bits))
    require_about(found, kind="min-entropy", set="quantum-commuting", functional=CHSH, score=str(near))
    return found, Fraction(found.statement["bits"])


def _prove(score: Real, width: Fraction) -> Enclosure:
    """Low end from every behaviour, high end from one."""
    # near 2 sqrt 2 the curve is steep, and a score that is met up to 2^-bits leaves more than that of the entropy
    for guard in (3, 9, 18, 36):
        bits = (1 / width).__ceil__().bit_length() + guard
        lower, low = _lower(score, bits)
        point, entropy = attained(score, bits)
        if entropy.high - low <= width or compare(score, LAST) < 0:
            break
    further = [("attained", point), ("entropy of its outcome pair", proved(entropy.certificate))]
    if entropy.high and compare(score, LAST) < 0:
        further.append(("formula", proved(_tangent(score, bits).certificate)))
    return Enclosure(low, entropy.high, lower.text, lower.assumptions, lower.sha256, lower.data, tuple(further))


def _tangent(score: Real, bits: int) -> Enclosure:
    """Minus the logarithm of the curve's tangent close to the score, at it: at most the curve."""
    from proofs.search.chsh import tight

    near = _rational(score, 2 * bits, up=False)
    at = tight.Curve.at(tight.parameter(near, bits))
    return enclose({"neg": [{"log2": [str(at.constant - at.slope * near)]}]}, Fraction(1, 1 << bits))


def _global(arguments: Mapping[str, Real]) -> Bracket:
    score = arguments["score"]
    if compare(score, _MAXIMUM) > 0:
        raise Malformed("out-of-range", f"score {number_text(score)} is above 2*sqrt(2), the quantum maximum")
    if compare(score, Fraction(2)) <= 0:
        return Bracket(partial(_prove, Fraction(2)), Fraction(0), _TRIVIAL)
    return Bracket(partial(_prove, score), None, _TAIL if compare(score, LAST) < 0 else "")


GLOBAL = Bound(
    name="chsh.min-entropy.global",
    arguments={"score": "CHSH value, at most 2*sqrt(2); up to 2 the value is 0"},
    unit="bits",
    safe_side="low",
    formula=(
        "-log2((u^3 - 2u^2 - u + 1)^2/h) at score = 2(4u^6 - 4u^5 - 2u^4 + 2u^3 + 2u - 1)/h, h = 2u^3 - 2u + 1, "
        "1/sqrt(2) <= u <= 1"
    ),
    says=(
        "Least min-entropy of the outcome pair ab given xy over all quantum behaviours with at least this CHSH value, "
        "for every input. Low is proved for all of them by sums of squares, high is the entropy of an explicit "
        "behaviour of two qubits; the formula is the curve both lie on, and its ledger entry is fig-2-a. "
        "Below 2.02555 low is less than the curve, by at most 1.6e-4 bits."
    ),
    assumptions=(
        "quantum behaviours (commuting operators)",
        "one round; the adversary may hold quantum side information, measures it and knows the inputs",
        "the score is the expected CHSH value of the round, not an estimate from data",
    ),
    source="pironio2010, Fig. 2, curve a, and equation (5)",
    evaluate=_global,
)
