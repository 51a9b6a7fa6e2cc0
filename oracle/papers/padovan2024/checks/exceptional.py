"""Result 2 at theta = n pi/4: where one of the two bits is lost, and that it is lost in every behaviour there."""

from collections.abc import Mapping
from fractions import Fraction
from itertools import product
from typing import Any

from oracle.ledger.checks import check
from oracle.ledger.status import Finding
from oracle.papers.padovan2024.boundary.exceptional import FREE
from oracle.papers.padovan2024.definitions import S1, S2, SC, Root2, combined, number, s_theta, statement, terms

ANGLES = (("c", 1), ("s", 1), ("c", -1), ("s", -1))
"""The symbol that is not 0, and its sign, at theta = 0, pi/4, pi/2 and 3 pi/4."""

RANGES = {"c": ("a", "b"), "s": ("m",)}
"""The symbols of the models there."""

_BOBS = ("", "B0", "B1", "B00", "B01", "B0 B00", "B0 B01")
MEANS = [" ".join(filter(None, word)) for word in product(("", "A0", "A1"), _BOBS) if any(word)]
"""The words whose means are a behaviour: Alice with every run of the Bobs."""


def _means(name: str, at: Mapping[str, Fraction]) -> dict[str, Root2]:
    """The means of a model at a point of its symbols, Eve's guess left out."""
    return {entry["functional"][0][1]: number(entry["value"], at) for entry in statement(name)["values"][:-1]}


def _sum(functional: Mapping[str, Root2], means: Mapping[str, Root2]) -> Root2:
    """The mean of a sum of words."""
    pairs = [(c, means[word]) for word, c in functional.items()]
    rational = sum((x * u + 2 * y * v for (x, y), (u, v) in pairs), Fraction(0))
    return rational, sum((x * v + y * u for (x, y), (u, v) in pairs), Fraction(0))


def _guessed(name: str) -> bool:
    """Whether for each of her outcomes Eve has one guess of B_0 and B_01, and the guesses are right with 1/2."""
    last = statement(name)["values"][-1]
    guesses = [dict(atom.split("=") for atom in word.split()) for _, word in last["functional"]]
    complete = all(sorted(guess) == ["B0", "B01", "E0"] for guess in guesses)
    once = complete and sorted(guess["E0"] for guess in guesses) == ["0", "1"]
    return once and [c for c, _ in last["functional"]] == ["1", "1"] and last["value"] == "1/2"


@check
def drop_printed() -> Finding:
    """At theta = pi/2 one bit is left though S_1 = 0 and S_2 = sqrt 2, neither of them 2 sqrt 2.

    The certificate one-bit-c-attained has all means of the protocol there, for which a = b = 0, and an adversary who
    guesses with probability 1/2.
    """
    name = "one-bit-c-attained"
    means = _means(name, {"c": Fraction(-1), "a": Fraction(0), "b": Fraction(0)})
    shown = _sum(S1, means) == (0, 0) and _sum(S2, means) == (0, 1) and _guessed(name)
    return Finding("refutation", shown, "S_1 = 0, S_2 = sqrt 2, guessing probability 1/2")


@check
def drop_corrected() -> Finding:
    """One bit is left exactly where c s = 0, that is where |S_1 - sqrt 2| or |S_2 - sqrt 2| is sqrt 2.

    Where c s is not 0 two bits are proved (two-bits); at the four angles with c s = 0 the certificates
    one-bit-*-attained show the guess 1/2. In units of sqrt 2, S_1 = 1 + c and S_2 = 1 + s there.
    """
    holds = True
    for kept, sign in ANGLES:
        name = f"one-bit-{kept}-attained"
        means = _means(name, {kept: Fraction(sign), **dict.fromkeys(RANGES[kept], Fraction(0))})
        c, s = (sign, 0) if kept == "c" else (0, sign)
        holds = holds and (_sum(S1, means), _sum(S2, means)) == ((0, 1 + c), (0, 1 + s)) and _guessed(name)
    conditions = statement("two-bits")["conditions"]
    wanted = [{"poly": [["1", "c^2"]]}, {"poly": [["1", ""], ["-1", "c^2"]]}]
    holds = holds and [entry["polynomial"] for entry in conditions] == wanted
    return Finding(
        "correction", holds, "values at the four exceptional angles; c^2 > 0 and s^2 = 1 - c^2 > 0 elsewhere"
    )


@check
def result_2_exception_all() -> Finding:
    """At the four exceptional angles Eve guesses every behaviour on the boundary with probability 1/2.

    The certificates one-bit-*-fixed give all means of a behaviour there in terms of <B_01> = t and <B_0 B_01> = r at
    s = 0, and of <B_0> = m at c = 0. The model of one-bit-*-attained with a = t + r and b = t - r, or with m, has these
    means, and all others, as it obeys the same equations: it is the behaviour. It exists: m is in [-1, 1], and so
    are a and b, as <B_0> = 0 leaves 4 P(B_0 = k, B_01 = l) = 1 + (-1)^l (t + (-1)^k r) >= 0.
    """
    holds = all(
        _on_the_boundary(kept, sign) and _declared(kept) and _same(kept, sign) and _guessed(f"one-bit-{kept}-attained")
        for kept, sign in ANGLES
    )
    return Finding("proof", holds, f"{len(MEANS)} means at each of four angles; guessing probability 1/2")


def _on_the_boundary(kept: str, sign: int) -> bool:
    """Whether the equations are those of S_c = 2 sqrt 2 and S_theta = sqrt 2."""
    hypotheses = statement(f"one-bit-{kept}-fixed")["hypotheses"]
    one, zero = Fraction(1), Fraction(0)
    c, s = (one * sign, zero) if kept == "c" else (zero, one * sign)
    maximal = combined((one, SC), (-2 * one, {"": (zero, one)}))
    saturated = combined((one, s_theta(c, s)), (-one, {"": (zero, one)}))
    stated = [terms(entry["polynomial"], {kept: one * sign}) for entry in hypotheses]
    return stated == [maximal, saturated] and all(entry["sense"] == "=0" for entry in hypotheses)


def _declared(kept: str) -> bool:
    """Whether the model exists for all values of its symbols in [-1, 1]."""
    ranged = [entry for entry in statement(f"one-bit-{kept}-attained")["symbols"] if entry["name"] != kept]
    return ranged == [{"name": name, "low": "-1", "high": "1"} for name in RANGES[kept]]


def _same(kept: str, sign: int) -> bool:
    """Whether the equations fix all means by the free ones, and the model obeys them.

    Both sides are affine in a and b, or in m: three points decide.
    """
    values, free = statement(f"one-bit-{kept}-fixed")["values"], FREE[kept]
    for a, b in ((1, 1), (1, -1), (-1, 1)):
        at = {name: Fraction(x) for name, x in zip((kept, *RANGES[kept]), (sign, a, b), strict=False)}
        means = _means(f"one-bit-{kept}-attained", at)
        equations = [(terms(entry["functional"], at), number(entry["value"], at)) for entry in values]
        if not set(means) == set(MEANS) == _solved([functional for functional, _ in equations], free):
            return False
        wanted = {"B01": Fraction(a + b, 2), "B0 B01": Fraction(a - b, 2)} if kept == "c" else {"B0": Fraction(a)}
        agree = all(_sum(functional, means) == x for functional, x in equations)
        if not agree or {word: means[word] for word in free} != {word: (x, 0) for word, x in wanted.items()}:
            return False
    return True


def _solved(functionals: list[dict[str, Root2]], free: tuple[str, ...]) -> set[Any]:
    """The free words, and those that one equation each gives: with coefficient 1, all others being free."""
    found: set[Any] = set(free)
    for functional in functionals:
        words = [word for word in functional if word not in free]
        if len(words) == 1 and functional[words[0]] == (1, 0):
            found.add(words[0])
    return found
