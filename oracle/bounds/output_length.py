"""The output length of the amplification experiment of seed 001, with every constant named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from functools import partial

from oracle.bounds.entries import Bound, Formula
from oracle.enclosures import enclose
from oracle.failures import Malformed, Usage
from oracle.numbers import Expression, Real, number_text, parse

READINGS = ("printed", "composed")
DEFAULTS = {"eps-s": "eps/12", "eps-ea": "eps", "d": "9", "tangent": "s-mu", "reading": "printed"}
MOST_ROUNDS = 10**15


def _rational(name: str, value: Real, low: Fraction, high: Fraction) -> Fraction:
    if not isinstance(value, Fraction) or not low < value < high:
        raise Malformed("out-of-range", f"{name} = {number_text(value)} does not lie between {low} and {high}")
    return value


def rate(score: Fraction, least: Fraction, most: Fraction) -> tuple[Expression, Expression]:
    """g(s) = 1 - h(1/2 + sqrt(J (J + 1))), J = s/(least most), and its derivative, as expressions."""
    j = score / (least * most)
    root: Expression = {"sqrt": [str(j * (j + 1))]}
    p: Expression = {"add": ["1/2", root]}
    q: Expression = {"sub": ["1/2", root]}
    value: Expression = {"add": ["1", {"add": [{"mul": [p, {"log2": [p]}]}, {"mul": [q, {"log2": [q]}]}]}]}
    slope: Expression = {"mul": [{"log2": [{"div": [p, q]}]}, {"div": [str((2 * j + 1) / (2 * least * most)), root]}]}
    return value, slope


def eta(arguments: Mapping[str, Fraction]) -> Expression:
    """g(t) + g'(t) (s - t) - (2/sqrt n)(log2 d + g'(t) mu_max) sqrt(1 - 2 log2(eps_s eps_ea))."""
    most, least = ((Fraction(1, 2) + sign * arguments["mu"]) ** 2 for sign in (1, -1))
    value, slope = rate(arguments["tangent"], least, most)
    line: Expression = {"add": [value, {"mul": [slope, str(arguments["s-mu"] - arguments["tangent"])]}]}
    errors: Expression = {
        "sqrt": [{"sub": ["1", {"mul": ["2", {"log2": [str(arguments["eps-s"] * arguments["eps-ea"])]}]}]}]
    }
    steps: Expression = {"add": [{"log2": [str(arguments["d"])]}, {"mul": [slope, str(most)]}]}
    loss: Expression = {"mul": [{"div": ["2", {"sqrt": [str(arguments["n"])]}]}, {"mul": [steps, errors]}]}
    return {"sub": [line, loss]}


def length_formula(chosen: Mapping[str, str], arguments: Mapping[str, Real]) -> Formula:
    """The length as a formula under the options of `LENGTH`, or exactly 0 where it is negative."""
    one, half = Fraction(1), Fraction(1, 2)
    mu = _rational("mu", arguments["mu"], Fraction(0), half)
    least, most = (half - mu) ** 2, (half + mu) ** 2
    eps = _rational("eps", arguments["eps"], Fraction(0), one)
    score = _rational("s-mu", arguments["s-mu"], Fraction(0), least * most)
    given = {name: _number(name, text) for name, text in chosen.items() if name != "reading"}
    smoothing = _rational("eps-s", given.get("eps-s", eps / 12), Fraction(0), eps / 6)
    found = {
        "n": _rational("n", arguments["n"], Fraction(0), Fraction(MOST_ROUNDS)), "s-mu": score, "mu": mu,
        "eps-s": smoothing, "eps-ea": _rational("eps-ea", given.get("eps-ea", eps), Fraction(0), one),
        "d": _rational("d", given.get("d", Fraction(9)), one, Fraction(1000)),
        "tangent": _rational("tangent", given.get("tangent", score), Fraction(0), least * most * Fraction(1, 5)),
    }  # fmt: skip
    source: Expression = {"mul": ["2", {"log2": [str(1 / (half + mu))]}]}
    base: Expression = {"mul": [str(found["n"] / 6), {"add": [eta(found), {"sub": [source, "2"]}]}]}
    left = eps - 6 * smoothing
    if chosen.get("reading", "printed") == "printed":
        rest: Expression = {"neg": [{"log2": [str(6 / left)]}]}
    else:
        factor = Fraction(4096, 791015625)
        rest = {"div": [{"add": [{"mul": ["10", {"log2": [str(left)]}]}, {"log2": [str(factor)]}]}, "6"]}
    names = ", ".join(f"{name} = {found[name]}" for name in ("eps-s", "eps-ea", "d", "tangent"))
    remark = f"{names}, reading = {chosen.get('reading', 'printed')}"
    length: Expression = {"add": [base, rest]}
    if enclose(length, Fraction(1)).high <= 0:
        return Formula("0", Fraction(0), f"{remark}; the formula is negative, so nothing is extracted")
    return Formula(length, None, remark)


def _number(name: str, text: str) -> Fraction:
    value = parse(text)
    if not isinstance(value, Fraction):
        raise Malformed("wrong-number", f"{name} = {text[:40]!a} is not rational")
    return value


def _choose(chosen: Mapping[str, str]) -> Bound:
    reading = chosen.get("reading", "printed")
    if reading not in READINGS:
        raise Usage("unknown-argument", f"reading={reading[:40]!a} is none of {', '.join(READINGS)}")
    return replace(LENGTH, evaluate=partial(length_formula, dict(chosen)))


LENGTH = Bound(
    name="amplification.length",
    arguments={
        "n": "trials",
        "s-mu": "measure-dependent CHSH score S_mu, a joint probability, above 0",
        "mu": "bias of the source, between 0 and 1/2",
        "eps": "error of the output",
    },
    unit="bits",
    safe_side="low",
    formula=(
        "(n/6)(eta + 2 log2(1/(1/2 + mu)) - 2) - log2(6/(eps - 6 eps-s)), at least 0; reading=composed: with the last"
        " term of the theorems"
    ),
    says=(
        "Output length of the amplification protocol as a reconstruction of its published formula: eta is the rate of "
        "entropy accumulation with a tangent of g(s) = 1 - h(1/2 + sqrt(J(J + 1))), J = s/(mu_min mu_max), and the "
        "loss (2/sqrt n)(log2 d + g' mu_max) sqrt(1 - 2 log2(eps-s eps-ea))."
    ),
    assumptions=(
        "the rate and the loss of theorem 1 are cited by the paper and reconstructed here; d, eps-s and the tangent are"
        " not printed there",
        "the journal version (DOI 10.1038/s41586-026-10521-8) is not at hand",
        "the sources' entropy given all else (privatisation) and the devices' model are hypotheses",
    ),
    source="kulikov2024, theorem 5 with equations (18) and (20); Kessler and Arnon-Friedman, arXiv:1705.04148",
    evaluate=partial(length_formula, {}),
    options={name: f"{value} where nothing is said" for name, value in DEFAULTS.items()},
    choose=_choose,
)
