"""Asymptotic rates of device-independent keys from CHSH: what the adversary lacks minus what corrects the errors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from functools import partial

from oracle.bounds.entries import Bound, Formula
from oracle.bounds.entropies import ONE_ROUND, QUANTUM, curve, near_score, read_score, root_below
from oracle.enclosures import enclose
from oracle.failures import Malformed, Usage
from oracle.numbers import Expression, Real, compare, number_text, square
from proofs.search.entropies.uncertainty_line import Tangent
from proofs.search.language.write import certificate_bytes

_ONE_WAY = "one-way communication, asymptotically many rounds, error correction at the Shannon limit of these errors"
_CLIPPED = "no key is claimed: the adversary may know as much as is needed to correct the errors"
_LEAST = "2/(1 + sqrt(2))"


def _within(name: str, value: Real, high: Fraction) -> Fraction:
    if not isinstance(value, Fraction) or not 0 <= value <= high:
        raise Malformed("out-of-range", f"{name} = {number_text(value)} does not lie between 0 and {high}")
    return value


def binary_entropy(p: Expression) -> Expression:
    """-p log2(p) - (1-p) log2(1-p)."""
    rest: Expression = {"sub": ["1", p]}
    terms: list[Expression] = [{"mul": [x, {"log2": [x]}]} for x in (p, rest)]
    return {"sub": ["0", {"add": terms}]}


def _correction(errors: Fraction) -> Expression:
    """What one-way error correction sends; an outcome that is always right or always wrong needs nothing."""
    return binary_entropy(str(errors)) if 0 < errors < 1 else "0"


def _difference(entropy: Expression, sent: Expression, theorem: bytes | None) -> Formula:
    if (entropy, sent) == ("1", "0"):
        return Formula("1", Fraction(1), "the outcomes are perfect", theorem)
    rate: Expression = {"sub": [entropy, sent]}
    if enclose(rate, Fraction(1, 2**40)).high <= 0:
        return Formula("0", Fraction(0), _CLIPPED)
    return Formula(rate, None, "the certificate beside it is a tangent of the entropy" if theorem else "", theorem)


def _theorem(score: Real) -> bytes:
    return certificate_bytes(*Tangent.at(near_score(score)).certificate(["A0"]))


def _unknown(squared: Fraction) -> Expression:
    """The entropy of the outcome given the adversary; the curve ends at one bit."""
    return "1" if squared == 8 else curve(str(squared))


def _rate(arguments: Mapping[str, Real]) -> Formula:
    score, errors = read_score(arguments), _within("qber", arguments["qber"], Fraction(1))
    if compare(score, Fraction(2)) <= 0:
        return Formula("0", Fraction(0), _CLIPPED)
    return _difference(_unknown(square(score)), _correction(errors), _theorem(score))


def _depolarising(arguments: Mapping[str, Real]) -> Formula:
    errors = _within("qber", arguments["qber"], Fraction(1, 2))
    squared = 8 * (1 - 2 * errors) ** 2
    if squared <= 4:
        return Formula("0", Fraction(0), _CLIPPED)
    return _difference(_unknown(squared), _correction(errors), _theorem(root_below(squared)))


def _preprocessed(arguments: Mapping[str, Real]) -> Formula:
    score, errors = read_score(arguments), _within("qber", arguments["qber"], Fraction(1, 2))
    flip = _within("flip", arguments["flip"], Fraction(1, 2))
    if compare(score, Fraction(2)) <= 0 or flip == Fraction(1, 2):
        return Formula("0", Fraction(0), _CLIPPED)
    squared = square(score)
    noisy = flip * (1 - flip) * (8 - squared)
    gained: Expression = "0"
    if noisy > 0:
        gained = binary_entropy({"div": [{"add": ["1", {"sqrt": [str(1 - noisy)]}]}, "2"]})
    seen = flip * (1 - errors) + errors * (1 - flip)
    return _difference({"add": [_unknown(squared), gained]}, _correction(seen), None)


def _detection(kept: bool, arguments: Mapping[str, Real]) -> Formula:
    e = _within("efficiency", arguments["efficiency"], Fraction(1))
    # S = 2 sqrt(2) e^2 + 2 (1-e)^2, and its square with the root of two as it stands
    if e == 1:
        return Formula("1", Fraction(1), "nothing is lost", _theorem(Fraction(14142, 5000)))
    a, b = 2 * e * e, 2 * (1 - e) ** 2
    rational = a * root_below(Fraction(2)) + b
    if rational <= 2:
        return Formula("0", Fraction(0), f"{_CLIPPED}; the score is above 2 for an efficiency above {_LEAST}")
    squared: Expression = {"add": [str(2 * a * a + b * b), {"mul": [str(2 * a * b), {"sqrt": ["2"]}]}]}
    sent: Expression = _correction(e * (1 - e))
    if kept:
        clicks: Expression = {"mul": [str(e / 2), _correction(e)]}
        sent = {"add": [{"mul": [str(1 - e), _correction(e / 2)]}, clicks]}
    return _difference(curve(squared), sent, _theorem(rational))


def _lost(chosen: Mapping[str, str]) -> Bound:
    if chosen["lost"] not in ("assigned", "kept"):
        raise Usage("unknown-argument", f"lost={chosen['lost'][:40]!a} is none of assigned, kept")
    return replace(DETECTION, evaluate=partial(_detection, chosen["lost"] == "kept"))


_SAYS = (
    "Lower bound on the asymptotic number of secret bits per round that makes key, from the entropy of one outcome "
    "given quantum side information, for every quantum behaviour with this CHSH value"
)
_SCORE = "CHSH value of the test settings, at most 2*sqrt(2); up to 2 the rate is 0"

KEY_RATE = Bound(
    name="diqkd.rate",
    arguments={"score": _SCORE, "qber": "probability that the key outcomes differ, from 0 to 1"},
    unit="bits per key round",
    safe_side="low",
    formula="max(0, chsh.entropy.local(score) - h(qber))",
    says=f"{_SAYS}.",
    assumptions=(QUANTUM, ONE_ROUND, _ONE_WAY),
    source="Pironio et al., New J. Phys. 11, 045021 (2009); the entropy is proved here by rule uncertainty",
    evaluate=_rate,
)

DEPOLARISING = Bound(
    name="diqkd.rate.depolarising",
    arguments={"qber": "probability that the key outcomes differ, from 0 to 1/2; the score is 2 sqrt(2) (1 - 2 qber)"},
    unit="bits per key round",
    safe_side="low",
    formula="max(0, chsh.entropy.local(2 sqrt(2) (1 - 2 qber)) - h(qber))",
    says=f"{_SAYS}: that of a maximally entangled pair with white noise.",
    assumptions=(QUANTUM, ONE_ROUND, _ONE_WAY),
    source="Pironio et al., New J. Phys. 11, 045021 (2009); the entropy is proved here by rule uncertainty",
    evaluate=_depolarising,
)

PREPROCESSED = Bound(
    name="diqkd.rate.preprocessed",
    arguments={
        "score": _SCORE,
        "qber": "probability that the key outcomes differ, from 0 to 1/2",
        "flip": "probability with which Alice flips her key outcome, from 0 to 1/2",
    },
    unit="bits per key round",
    safe_side="low",
    formula=(
        "max(0, chsh.entropy.local(score) + h((1 + sqrt(1 - flip (1-flip) (8 - score^2)))/2) - "
        "h(flip (1-qber) + (1-flip) qber))"
    ),
    says=f"{_SAYS}, when Alice flips some of her outcomes before errors are corrected.",
    assumptions=(QUANTUM, ONE_ROUND, _ONE_WAY, "the entropy formula with flipped outcomes of the cited work"),
    source="Ho et al., Phys. Rev. Lett. 124, 230502 (2020), arXiv:2005.13015; the formula is cited, not proved here",
    evaluate=_preprocessed,
)

DETECTION = Bound(
    name="diqkd.rate.detection",
    arguments={"efficiency": "probability that a particle is detected, the same for both parties, from 0 to 1"},
    unit="bits per key round",
    safe_side="low",
    formula=(
        "max(0, chsh.entropy.local(2 sqrt(2) e^2 + 2 (1-e)^2) - h(e (1-e))); "
        "with lost=kept minus (1-e) h(e/2) + e/2 h(e) instead"
    ),
    says=f"{_SAYS}: that of a maximally entangled pair whose lost particles count as the outcome 0.",
    assumptions=(QUANTUM, ONE_ROUND, _ONE_WAY, "losses are independent of settings and of each other"),
    source="Pironio et al., New J. Phys. 11, 045021 (2009), and Ma and Luetkenhaus, arXiv:1109.1203, for losses",
    evaluate=partial(_detection, False),
    options={"lost": "assigned: Bob counts a lost particle as 0; kept: he corrects errors knowing that it was lost"},
    choose=_lost,
)

KEYS = (KEY_RATE, DEPOLARISING, PREPROCESSED, DETECTION)
