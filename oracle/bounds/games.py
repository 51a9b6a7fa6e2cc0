"""How likely so many wins are where every round is won with a bounded probability, whatever the rounds remember."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from math import comb

from oracle.bounds.domains import between, chosen, whole
from oracle.bounds.entries import Bound, Bracket
from oracle.enclosures import Enclosure, enclose
from oracle.failures import Limit
from oracle.numbers import Expression, Real

METHODS = ("binomial", "robbins", "chernoff", "hoeffding")
MOST_DIGITS = 1990  # of a number in a certificate
MOST_ROUNDS = 10**4
TOO_LONG = "the exact tail of {n} rounds is a fraction of too many digits; method=robbins has no such limit"
PI_LOWER = Fraction(3141592653589793, 10**15)  # below pi
SERIES_BITS = 128
MOST_TERMS = 10**6
RELATIVE = 24  # bits of a probability, however small


def binomial_tail(n: int, wins: int, win: Fraction) -> Fraction:
    """P(at least so many wins of n), each won with probability `win`, summed in integers.

    Raises:
        Limit: `size`, more terms, or more digits of the result, than a certificate has.

    >>> binomial_tail(2, 1, Fraction(3, 4))
    Fraction(15, 16)
    """
    if n > MOST_ROUNDS or n * len(str(win.denominator)) > 2 * MOST_DIGITS:
        raise Limit("size", TOO_LONG.format(n=n))
    lost, power = win.denominator - win.numerator, win.denominator**n
    term, total = comb(n, wins) * win.numerator**wins * lost ** (n - wins), 0
    for k in range(wins, n + 1):
        total += term
        term = term * (n - k) * win.numerator // ((k + 1) * lost) if k < n else 0
    if len(str(power)) > MOST_DIGITS:
        raise Limit("size", TOO_LONG.format(n=n))
    return Fraction(total, power)


def divergence(share: Fraction, win: Fraction) -> Expression:
    """The relative entropy of two coins in nats, for 0 < win < 1.

    >>> divergence(Fraction(1), Fraction(1, 2))
    {'ln': ['2']}
    """
    terms: list[Expression] = [
        {"mul": [str(p), {"ln": [str(p / q)]}]} if p < 1 else {"ln": [str(p / q)]}
        for p, q in ((share, win), (1 - share, 1 - win))
        if p
    ]
    return terms[0] if len(terms) == 1 else {"add": terms}


def robbins(n: int, wins: int, win: Fraction) -> Expression:
    """An upper bound on the tail that is nearly the tail, where n win < wins < n.

    By Robbins' bounds on factorials, k! between sqrt(2 pi k) (k/e)^k exp(1/(12 k + 1)) and the same with exp(1/(12 k)),
    the first term is at most exp(-n D + c) sqrt(n/(2 pi w l)), w wins and l losses, c = 1/(12 n) - 1/(12 w + 1) -
    1/(12 l + 1). The tail is the first term times the sum of `series_upper`.

    >>> robbins(4, 4, Fraction(1, 2))
    Traceback (most recent call last):
    ValueError: no loss
    """
    losses = n - wins
    if not losses:
        raise ValueError("no loss")
    shift = Fraction(1, 12 * n) - Fraction(1, 12 * wins + 1) - Fraction(1, 12 * losses + 1)
    exponent: Expression = {"sub": [str(shift), {"mul": [str(n), divergence(Fraction(wins, n), win)]}]}
    spread = Fraction(n, 2 * wins * losses) / PI_LOWER
    return {"mul": [str(series_upper(n, wins, win)), {"mul": [{"exp": [exponent]}, {"sqrt": [str(spread)]}]}]}


def series_upper(n: int, wins: int, win: Fraction) -> Fraction:
    """At least the tail over its first term: 1 + r_0 + r_0 r_1 + ..., r_k = (l - k) win / ((w + 1 + k) (1 - win)).

    The ratios fall, so that from any term on the sum is at most that term over 1 - r.

    >>> exact = binomial_tail(10, 7, Fraction(1, 2)) / Fraction(120, 1024)
    >>> 0 <= series_upper(10, 7, Fraction(1, 2)) - exact < Fraction(1, 2**100)
    True
    """
    one = 1 << SERIES_BITS
    odds, losses = win / (1 - win), n - wins
    term = total = one
    for k in range(min(losses, MOST_TERMS)):
        ratio = odds * (losses - k) / (wins + 1 + k)
        if term < one >> 100 and ratio < 1:
            return (total + Fraction(term) * ratio / (1 - ratio)).__ceil__() / Fraction(one)
        term = -(-term * ratio.numerator // ratio.denominator)  # upwards
        total += term
    if losses > MOST_TERMS:
        ratio = odds * (losses - MOST_TERMS) / (wins + 1 + MOST_TERMS)
        total += (Fraction(term) * ratio / (1 - ratio)).__ceil__()
    return Fraction(total, one)


def probability(value: Expression, exact: Fraction | None = None) -> Bracket:
    """A probability as an enclosure whose width is small beside it, too.

    Args:
        value: the expression; it is at most 1.
        exact: its value, if it is rational.
    """

    def prove(width: Fraction) -> Enclosure:
        if exact is not None:
            return enclose(value, width, exact)
        first = enclose(value, width)
        while first.high > 0 and (first.high - first.low) * 2**RELATIVE > first.high and width > Fraction(1, 2**4000):
            width /= 2**64
            first = enclose(value, width)
        return first

    return Bracket(prove, exact)


def tail(n: int, wins: int, win: Fraction, method: str) -> Bracket:
    """An upper bound on the probability of at least so many wins, by one of `METHODS`."""
    share = Fraction(wins, n)
    if share <= win:
        trivial = binomial_tail(n, wins, win) if method == "binomial" else Fraction(1)
        return probability(str(trivial), trivial)
    if method == "binomial":
        exact = binomial_tail(n, wins, win)
        return probability(str(exact), exact)
    if method == "robbins" and wins == n:
        return probability({"exp": [{"mul": [str(n), {"ln": [str(win)]}]}]})
    if method == "robbins":
        return probability(robbins(n, wins, win))
    if method == "hoeffding":
        return probability({"exp": [str(-2 * n * (share - win) ** 2)]})
    return probability({"exp": [{"neg": [{"mul": [str(n), divergence(share, win)]}]}]})


def _game(arguments: Mapping[str, Real], method: str = "binomial") -> Bracket:
    n = whole(arguments, "n", "a positive number of rounds")
    wins = whole(arguments, "wins", "a number of rounds won", least=0, most=n)
    win = between(arguments, "win", Fraction(0), Fraction(1), "a probability above 0 and below 1")
    return tail(n, wins, win, method)


GAME: Bound = Bound(
    name="game.p-value",
    arguments={
        "n": "number of rounds, a positive integer",
        "wins": "rounds won, from 0 to n",
        "win": "largest probability of winning a round, strictly between 0 and 1: 3/4 for CHSH and local devices",
    },
    unit="probability",
    safe_side="high",
    formula="P(Bin(n, win) >= wins); robbins: its first term by bounds on factorials, for any n; "
    "chernoff: exp(-n D(wins/n || win)); hoeffding: exp(-2 n (wins/n - win)^2)",
    says=(
        "Largest probability of so many wins or more if each round is won with probability at most win given the past: "
        "devices with memory gain nothing, as the number of wins is then dominated by a binomial one."
    ),
    assumptions=(
        "given the past, every round is won with probability at most win",
        "the number of rounds was fixed before the first one, and all are counted",
    ),
    source="binomial tail; Robbins 1955, A remark on Stirling's formula; "
    "Chernoff 1952 and Kullback's divergence; Hoeffding 1963, theorem 1",
    evaluate=_game,
    options={"method": ", ".join(METHODS)},
    choose=lambda options: replace(
        GAME, evaluate=lambda arguments: _game(arguments, chosen(options, "method", METHODS))
    ),
)
