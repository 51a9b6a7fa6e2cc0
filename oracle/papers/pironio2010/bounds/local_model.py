"""How unlikely the data are for devices that are local, memory included."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from oracle.bounds.domains import between, chosen, numbers, rational, whole
from oracle.bounds.entries import Bound, Bracket
from oracle.bounds.games import probability, tail
from oracle.data.any_table import file_of
from oracle.data.ratios import ratios_tail
from oracle.failures import Malformed, Usage
from oracle.numbers import Real

GAMES = ("binomial", "robbins", "chernoff")
"""Methods of the CHSH game, by its wins."""
METHODS = ("width8", "azuma", *GAMES)
LOCAL = 2  # largest CHSH value of local devices


def _from_files(options: Mapping[str, str]) -> Bracket:
    if set(options) != {"factors", "counts"}:
        raise Usage("missing-argument", "local-model.p-value with factors=FILE takes counts=FILE and nothing else")
    return ratios_tail(file_of(options["factors"]), options["factors"], file_of(options["counts"]), options["counts"])


def _local_model(options: Mapping[str, str]) -> Bracket:
    if "factors" in options or "counts" in options:
        return _from_files(options)
    method = chosen(options, "method", METHODS)
    given: Mapping[str, Real] = numbers(options, ("n", "score", "wins", "q"))
    if "n" not in given or ("score" in given) == ("wins" in given):
        raise Usage("missing-argument", "local-model.p-value takes n=... and one of score=..., wins=...; or two files")
    n = whole(given, "n", "a positive number of rounds")
    q = between(given, "q", Fraction(0), Fraction(1, 2), "a probability below 1/2") if "q" in given else Fraction(1, 4)
    if (method in GAMES or "wins" in given) and q != Fraction(1, 4):
        raise Malformed("out-of-range", f"wins, and the method {method}, are about uniform inputs; q = {q}")
    if "wins" in given:
        wins = whole(given, "wins", "a number of rounds won", least=0, most=n)
        score = Fraction(8 * wins, n) - 4
    else:
        score = rational(given, "score")
        if abs(score) > 1 / q:
            raise Malformed("out-of-range", f"no estimate with inputs of probability {q} is {score}")
    if method in GAMES:
        won = n * (score + 4) / 8
        if won.denominator != 1:
            raise Malformed("out-of-range", f"the score {score} is that of {won} rounds won, no whole number")
        return tail(n, int(won), Fraction(3, 4), method)
    if score <= LOCAL:
        return probability("1", Fraction(1))
    scale = 2 * (1 / q + LOCAL) ** 2 if method == "azuma" else (2 / q) ** 2 / 2
    return probability({"exp": [str(-n * (score - LOCAL) ** 2 / scale)]})


LOCAL_MODEL: Bound = Bound(
    name="local-model.p-value",
    arguments={},
    unit="probability",
    safe_side="high",
    formula=(
        "width8: exp(-2 n (score - 2)^2 q^2/4); azuma: exp(-n (score - 2)^2/(2 (1/q + 2)^2)); binomial: P(Bin(n, 3/4) "
        ">= wins), robbins the same for any n; chernoff: exp(-n D(wins/n || 3/4)); factors: 1/product of F"
    ),
    says=(
        "Largest probability with which local devices show data like these or stronger, memory included. With factors, "
        "fixed before: F has mean at most 1 in every round of a local device, whatever happened before (checked for "
        "every deterministic strategy, and every extreme law of the inputs), so 1/product of F is a p-value at any "
        "stopping time."
    ),
    assumptions=(
        "given the past, the inputs of a round have the declared distribution (with factors: a law of their model)",
        "the number of rounds was fixed before the first one, unless factors are used; all rounds are counted",
        "the factors were fixed before the first round",
    ),
    source="pironio2010, equation (18), with the estimator on the left (P4); Hoeffding 1963; Zhang, Glancy, Knill 2011",
    evaluate=lambda arguments: _local_model({}),
    options={
        "n": "number of rounds, a positive integer",
        "score": "CHSH value from the declared input distribution; n and one of score and wins are needed",
        "wins": "rounds that win the game, for uniform inputs",
        "method": ", ".join(METHODS),
        "q": "smallest declared probability of a pair of inputs (1/4)",
        "factors": "a file of bellcert factors, instead of numbers",
        "counts": "the table of the rounds that it is used on",
    },
    files=("factors", "counts"),
    choose=lambda options: replace(LOCAL_MODEL, evaluate=lambda arguments: _local_model(options)),
)
