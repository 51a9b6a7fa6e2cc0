"""Valid certificates from which forgeries are made: outcomes, orders of letters, parts, and two symbols at once."""

from __future__ import annotations

from copy import deepcopy
from itertools import product

from tests.certificates.edits import Document
from tests.certificates.valid import GUESSING as PLAIN
from tests.certificates.valid import (
    bound,
    certificate,
    deterministic,
    events,
    hypothesis,
    model,
    poly,
    scenario,
    square,
    values,
)
from tests.certificates.valid_ideal import ONE_PARTY, annihilation, derived
from tests.certificates.valid_ideal import POINT as ONES
from tests.certificates.valid_objects import CHAIN as ROUNDS

# -- sos --------------------------------------------------------------------------------


def _two_last_outcomes() -> Document:
    """1 - A0=2 B0=2 = a + (1 - a) b for the projectors a = A0=0 + A0=1 and b = B0=0 + B0=1."""
    gram = {"words": ["A0=0", "A0=1"], "denominator": "1", "rows": [["1"], ["0", "1"]]}
    left = [("-1", f"A0={a} B0={b}") for a, b in product((0, 1), repeat=2)]
    rest = square("1", ("1", "B0=0"), ("1", "B0=1"), *left)
    statement = bound("quantum-commuting", scenario(A="3", B="3"), [["1", "A0=2 B0=2"]], "1")
    return certificate("sos", statement, {"grams": [gram], "squares": [rest]})


def _two_symbols() -> Document:
    """(1 - x y) A0 <= 1 - x y on the unit square: the weight is of degree 1 in each symbol."""
    weight = poly(("1", ""), ("-1", "x y"))
    statement = bound(
        "quantum-commuting", scenario(A="2"), [[weight, "A0"]], weight,
        symbols=[{"name": name, "low": "0", "high": "1"} for name in "xy"],
    )  # fmt: skip
    half = poly(("1/2", ""), ("-1/2", "x y"))
    squares = [square(half, ("1", ""), ("-1", "A0"))]
    return certificate("sos", statement, {"squares": squares, "symbols": {"x": "1", "y": "1/2"}})


SOS = {"gram-two-outcomes": _two_last_outcomes(), "two-symbols": _two_symbols()}

# -- guessing ---------------------------------------------------------------------------


def _local() -> Document:
    """<A0> = 0 as an average of answers: a local adversary knows each of them."""
    half = hypothesis("even", "mean", [["1", "A0"]], "=0")
    statement = {
        "kind": "guessing", "set": "local", "scenario": scenario(A="2", B="2"), "guessed": ["A0", "B0"],
        "bound": "1", "hypotheses": [half],
    }  # fmt: skip
    branches = [{"event": f"A0={a} B0={b}", "strategies": "4"} for a, b in product((0, 1), repeat=2)]
    models = [deterministic("1/2", A0="1", B0="1"), deterministic("1/2", A0="-1", B0="1")]
    return certificate("guessing", statement, {"branches": branches, "feasible": {"models": models}})


def _outcomes() -> Document:
    """Three outcomes that somebody outside may know: each branch has the projectors of the other two."""
    statement = {
        "kind": "guessing", "set": "quantum-commuting", "scenario": scenario(A="3"), "guessed": ["A0"], "bound": "1",
    }  # fmt: skip
    others = [["A0=1", "A0=2"], ["A0=0", "A0=2"], ["A0=0", "A0=1"]]
    branches = [
        {"event": f"A0={a}", "squares": [square("1", ("1", word)) for word in words]} for a, words in enumerate(others)
    ]
    return certificate("guessing", statement, {"branches": branches})


def _ordered() -> Document:
    """Alice may signal to Bob, who may then answer as she did: both outcomes can be known."""
    where = {**scenario(A="2", B="2"), "signalling": [["A", "B"]]}
    statement = {"kind": "guessing", "set": "time-ordered", "scenario": where, "guessed": ["A0", "B0"], "bound": "1"}
    pairs = [f"A0={a} B0={b}" for a, b in product((0, 1), repeat=2)]
    branches = [{"event": e, "events": events([other for other in pairs if other != e])} for e in pairs]
    return certificate("guessing", statement, {"branches": branches})


def _signalling() -> Document:
    """The name of the hypothesis says that the counts it comes from signal; the text repeats it as a tag."""
    document = deepcopy(PLAIN["no-signalling"])
    document["statement"]["hypotheses"][0]["name"] = "signalling-declared"
    document["witness"]["means"][0]["hypothesis"] = "signalling-declared"
    return document


GUESSING = {"local": _local(), "outcomes": _outcomes(), "signalling": _signalling(), "time-ordered": _ordered()}

# -- ideal ------------------------------------------------------------------------------


def _last_outcome() -> Document:
    """P(A0=2) >= 1: the projectors of the other outcomes annihilate the state, and A0=2 is 1 in every part."""
    sure = hypothesis("last", "mean", [["-1", ""], ["1", "A0=2"]], ">=0")
    derivation = {
        "means": [{"hypothesis": "last", "weight": "1"}],
        "squares": [derived("a", "1", ("1", "A0=0")), derived("b", "1", ("1", "A0=1"))],
    }
    statement = values("quantum-commuting", scenario(A="3"), ([["1", "A0=2"]], "1"), hypotheses=[sure])
    uses = [annihilation("a", ("-1/2", "")), annihilation("b", ("-1/2", ""))]
    feasible = {"models": [deterministic(**{"A0=0": "0", "A0=1": "0"})]}
    witness = {"derivations": [derivation], "memberships": [{"annihilations": uses}], "feasible": feasible}
    return certificate("ideal", {**statement, "kind": "equality"}, witness)


def _weight() -> Document:
    """s <A0> >= s for s > 0: the square has the weight s, positive as the condition says."""
    s, minus, twice = poly(("1", "s")), poly(("-1", "s")), "2"
    statement = values(
        "quantum-commuting", ONE_PARTY, ([["1", "A0"]], "1"), symbols=[{"name": "s"}],
        conditions=[{"polynomial": s, "sense": ">0"}],
        hypotheses=[hypothesis("h", "mean", [[minus, ""], [s, "A0"]], ">=0")],
    )  # fmt: skip
    derivation = {
        "means": [{"hypothesis": "h", "weight": twice}],
        "squares": [derived("t", {"cone": [["1", ["0"]]]}, ("1", ""), ("-1", "A0"))],
    }
    witness = {
        "derivations": [derivation], "memberships": [{"annihilations": [annihilation("t", ("-1/2", ""))]}],
        "symbols": {"s": "1"}, "feasible": ONES,
    }  # fmt: skip
    return certificate("ideal", {**statement, "kind": "equality"}, witness)


def _unchecked() -> Document:
    """A0 psi = 2 psi, which nothing satisfies, fixes <A0>; the text says that it may be vacuous."""
    statement = values(
        "quantum-commuting", scenario(A="2"), ([["1", "A0"]], "2"), vacuity="unchecked",
        hypotheses=[hypothesis("two", "annihilates", [["-2", ""], ["1", "A0"]])],
    )  # fmt: skip
    witness = {"memberships": [{"annihilations": [annihilation("two", ("1/2", ""))]}]}
    return certificate("ideal", {**statement, "kind": "equality"}, witness)


IDEAL = {"last-outcome": _last_outcome(), "weight": _weight(), "vacuity-unchecked": _unchecked()}

# -- point ------------------------------------------------------------------------------

Z = [["1", "0"], ["0", "-1"]]
X = [["0", "1"], ["1", "0"]]
Y = [["0", {"re": "0", "im": "-1"}], [{"re": "0", "im": "1"}, "0"]]
TILTED = [["3/5", "4/5"], ["4/5", "-3/5"]]


def _order() -> Document:
    """Three observables that do not commute: Z T X + X T Z and Z X T + T X Z have other means in |0>."""
    pairs = [
        ([["1", "A0 A1 A2"], ["1", "A2 A1 A0"]], "8/5"),
        ([["1", "A0 A2 A1"], ["1", "A1 A2 A0"]], "8/5"),
        ([["1", "A1 A0 A2"], ["1", "A2 A0 A1"]], "-8/5"),
    ]
    statement = values("quantum-tensor", scenario(A="222"), *pairs)
    return certificate("point", statement, {"models": [model(["2"], ["1", "0"], A0=Z, A1=TILTED, A2=X)]})


def _phases() -> Document:
    """X Y Z = i: its mean is imaginary, and the sum with its adjoint vanishes; Y beside Y has the mean -1."""
    pairs = [
        ([["1", "A0 A1 A2"], ["1", "A2 A1 A0"]], "0"),
        ([["1", "A0 B0"]], "1"), ([["1", "A1 B1"]], "-1"), ([["1", "A2 B2"]], "1"),
    ]  # fmt: skip
    # an edit of one party's matrix must not change the other's
    matrices = {f"{party}{i}": deepcopy(m) for party in "AB" for i, m in enumerate((X, Y, Z))}
    statement = values("quantum-tensor", scenario(A="222", B="222"), *pairs)
    one = model(["2", "2"], ["1", "0", "0", "1"], "1/2", **matrices)
    return certificate("point", statement, {"models": [one]})


def _suffixes() -> Document:
    """Words that end alike, of parties whose dimensions differ: each has a mean of its own."""
    names = {"A0": Z, "B0=0": [["1", "0", "0"], ["0", "0", "0"], ["0", "0", "0"]], "C0": TILTED}
    second = {"B0=1": [["0", "0", "0"], ["0", "0", "0"], ["0", "0", "1"]]}
    # (2 |0> + |1>) of A, |0> + |1> + 2 |2> of B, |0> of C: norm 5 * 6
    state = [str(a * b * c) for a in (2, 1) for b in (1, 1, 2) for c in (1, 0)]
    pairs = [
        ([["1", "C0"]], "3/5"), ([["1", "B0=0 C0"]], "1/10"), ([["1", "B0=1 C0"]], "2/5"),
        ([["1", "B0=2 C0"]], "1/10"), ([["1", "A0 C0"]], "9/25"), ([["1", "A0 B0=1 C0"]], "6/25"),
    ]  # fmt: skip
    statement = values("quantum-tensor", scenario(A="2", B="3", C="2"), *pairs)
    one = model(["2", "3", "2"], state, "1/30", **names, **second)
    return certificate("point", statement, {"models": [one]})


POINT = {"order-of-letters": _order(), "phases": _phases(), "suffixes": _suffixes()}

# -- chain ------------------------------------------------------------------------------


def _wide_range() -> Document:
    """A range wider than that of <I>, beyond 6, where the guessing bound 3/2 - <I>/4 is negative and no score lies."""
    document = deepcopy(ROUNDS["rounds"])
    document["statement"]["range"] = ["-8", "8"]
    return document


CHAIN = {"rounds-wide-range": _wide_range()}
