"""Valid certificates of the rule ideal, and of its derivations where other rules use them."""

from __future__ import annotations

from fractions import Fraction

from tests.certificates.edits import Document
from tests.certificates.valid import (
    BELL,
    CHSH,
    SQRT2,
    bound,
    certificate,
    deterministic,
    hypothesis,
    model,
    poly,
    scenario,
    square,
    values,
)

ONE_PARTY = scenario(A="22")
SURE = hypothesis("sure", "mean", [["-1", ""], ["1", "A0"]], ">=0")
POINT: Document = {"models": [deterministic(A0="1", A1="1")]}


def annihilation(name: str, *terms: tuple[Document, str]) -> Document:
    return {"hypothesis": name, "polynomial": [list(term) for term in terms]}


def derived(name: str, weight: Document, *terms: tuple[Document, str]) -> Document:
    return {"name": name, **square(weight, *terms)}


# (1 - A0)^2 + 2 (A0 - 1) = 0: so 1 - A0 annihilates the state when <A0> >= 1
DERIVED: Document = {
    "means": [{"hypothesis": "sure", "weight": "2"}],
    "squares": [derived("t", "1", ("1", ""), ("-1", "A0"))],
}


def _sure() -> Document:
    """<A0> >= 1 fixes A0 and its anticommutator with A1 in every part."""
    pairs = [([["1", "A0"]], "1"), ([["-2", "A1"], ["1", "A0 A1"], ["1", "A1 A0"]], "0")]
    memberships = [
        {"annihilations": [annihilation("t", ("-1/2", ""))]},
        {"annihilations": [annihilation("t", ("-1", "A1"))]},
    ]
    witness = {"derivations": [DERIVED], "memberships": memberships, "feasible": POINT}
    statement = values("quantum-commuting", ONE_PARTY, *pairs, hypotheses=[SURE])
    return certificate("ideal", {**statement, "kind": "equality"}, witness)


def _steps() -> Document:
    """Two derivations, the second from the first: <A0> >= 1 and <A0 A1 + A1 A0> = 2 fix A1."""
    second = hypothesis("second", "mean", [["-2", ""], ["1", "A0 A1"], ["1", "A1 A0"]], "=0")
    # (1 - A1)^2 + (A0 A1 + A1 A0 - 2) - ((A1 t + t A1)(-1)) = 2 - 2 A1 - 2 + 2 A1
    derivation = {
        "means": [{"hypothesis": "second", "weight": "1"}],
        "annihilations": [annihilation("t", ("1", "A1"))],
        "squares": [derived("u", "1", ("1", ""), ("-1", "A1"))],
    }
    statement = values("quantum-commuting", ONE_PARTY, ([["1", "A1"]], "1"), hypotheses=[SURE, second])
    witness = {
        "derivations": [DERIVED, derivation], "feasible": POINT,
        "memberships": [{"annihilations": [annihilation("u", ("-1/2", ""))]}],
    }  # fmt: skip
    return certificate("ideal", {**statement, "kind": "equality"}, witness)


def _symbol() -> Document:
    """t A0 psi = t psi for a real t of either sign that is not 0: A0 = 1, by the multiplier t^2."""
    statement = values(
        "quantum-commuting", ONE_PARTY, ([["1", "A0"]], "1"), symbols=[{"name": "t"}],
        conditions=[{"polynomial": poly(("1", "t^2")), "sense": ">0"}],
        hypotheses=[hypothesis("h", "annihilates", [[poly(("-1", "t")), ""], [poly(("1", "t")), "A0"]])],
    )  # fmt: skip
    witness = {
        "multiplier": {"cone": [["1", ["0"]]]}, "symbols": {"t": "-1"}, "feasible": POINT,
        "memberships": [{"annihilations": [annihilation("h", (poly(("1/2", "t")), ""))]}],
    }  # fmt: skip
    return certificate("ideal", {**statement, "kind": "equality"}, witness)


# -- CHSH = 2 sqrt 2 ----------------------------------------------------------------------

H: Document = ["0", "1/2"]
MH: Document = ["0", "-1/2"]
MAXIMAL = hypothesis("maximal", "mean", [[["0", "-2"], ""], *CHSH], "=0")
# (2 sqrt 2 - CHSH) = (T^2 + U^2)/sqrt 2, T = A0 - (B0 + B1)/sqrt 2, U = A1 - (B0 - B1)/sqrt 2
TSIRELSON: Document = {
    "means": [{"hypothesis": "maximal", "weight": "1"}],
    "squares": [
        derived("t", H, ("1", "A0"), (MH, "B0"), (MH, "B1")),
        derived("u", H, ("1", "A1"), (MH, "B0"), (H, "B1")),
    ],
}
SINGLET: Document = {
    "models": [
        model(
            ["2", "2"], ["1", "0", "0", "1"], A0=[["1", "0"], ["0", "-1"]], A1=[["0", "1"], ["1", "0"]],
            B0=[[H, H], [H, MH]], B1=[[H, MH], [MH, MH]],
        )
    ]
}  # fmt: skip


def _tsirelson() -> Document:
    """Maximal CHSH: B0 and B1 anticommute on the state, without any bound on its dimension."""
    pairs = [([["1", "B0 B1"], ["1", "B1 B0"]], "0")]
    statement = values("quantum-commuting", BELL, *pairs, field=SQRT2, hypotheses=[MAXIMAL])
    memberships = [{"annihilations": [annihilation("t", ("-1", "A0"), (MH, "B0"), (MH, "B1"))]}]
    witness = {"derivations": [TSIRELSON], "memberships": memberships, "feasible": SINGLET}
    return certificate("ideal", {**statement, "kind": "equality"}, witness)


def _guessing() -> Document:
    """Maximal CHSH: nobody guesses A0; with Z = (B0 + B1)/sqrt 2 it is (T + T* + A1 Z U + (A1 Z U)*)/2."""
    branches = []
    for outcome, quarter, eighth in ((0, "-1/4", "-1/8"), (1, "1/4", "1/8")):
        uses = [
            annihilation("t", (quarter, "")),
            annihilation("u", (["0", eighth], "A1 B0"), (["0", eighth], "A1 B1")),
        ]
        branches.append({"event": f"A0={outcome}", "annihilations": uses})
    statement = {
        "kind": "guessing", "set": "quantum-commuting", "scenario": BELL, "field": SQRT2, "guessed": ["A0"],
        "bound": "1/2", "hypotheses": [MAXIMAL],
    }  # fmt: skip
    return certificate("guessing", statement, {"derivations": [TSIRELSON], "branches": branches, "feasible": SINGLET})


def _sos() -> Document:
    """2 (1 + A1 - A0 A1 - A1 A0) = (1 - A1)^2 + 2 (A1 t + t A1)."""
    functional = [["-1", "A1"], ["1", "A0 A1"], ["1", "A1 A0"]]
    statement = bound("quantum-commuting", ONE_PARTY, functional, "1", hypotheses=[SURE])
    witness = {
        "multiplier": "2", "derivations": [DERIVED], "squares": [square("1", ("1", ""), ("-1", "A1"))],
        "annihilations": [annihilation("t", ("2", "A1"))], "feasible": POINT,
    }  # fmt: skip
    return certificate("sos", statement, witness)


# -- sequential: A, and B0, B1 before B00, B01, with B0 commuting with B00 and B01 -----------

SEQUENCE: Document = {
    "parties": [
        {"name": "A", "inputs": [["0", "2"], ["1", "2"]]},
        {"name": "B", "inputs": [["0", "2"], ["1", "2"], ["00", "2"], ["01", "2"]]},
    ],
    "commuting": [["B0", "B00"], ["B0", "B01"]],
}


def _root2(value: Fraction) -> Document:
    return ["0", str(value)]


def robust(c: Fraction, s: Fraction, u: Fraction, beta: Fraction) -> Document:
    """c S_1 + s S_2 + l S_c <= sqrt 2 C' by three squares; with x^2 + z^2 = 2 the K of all three cancels.

    (beta - Y)^2/(2 beta) + (c + l)(X - x R)^2/(2 x) + (s + l)(Z - z P)^2/(2 z), times sqrt 2. The identity holds for
    the l calculated here whatever its size; it proves something if c + l and s + l are not negative.
    """
    z, x = (1 - 2 * u - u * u) / (1 + u * u), (1 + 2 * u - u * u) / (1 + u * u)
    lam = ((c * c - s * s) / beta - c / x + s / z) / (1 / x - 1 / z)
    h = Fraction(1, 2)

    def both(factor: Fraction, sign: int, word: str = "") -> list[tuple[Document, str]]:
        """factor sqrt 2 (A0 + sign A1) word."""
        return [(_root2(factor), f"A0{word}"), (_root2(sign * factor), f"A1{word}")]

    squares = [
        square(_root2(1 / (2 * beta)), (str(beta), ""), *_sorted(both(-c * h, 1, " B0") + both(-s * h, -1, " B01"))),
        square(_root2((c + lam) / (2 * x)), *both(h, -1), (str(-x), "B1")),
        square(_root2((s + lam) / (2 * z)), *both(h, 1), (str(-z), "B00")),
    ]
    functional = [
        [str(c), "A0 B0"], [str(c + lam), "A0 B1"], [str(s + lam), "A0 B00"], [str(s), "A0 B01"],
        [str(c), "A1 B0"], [str(-c - lam), "A1 B1"], [str(s + lam), "A1 B00"], [str(-s), "A1 B01"],
    ]  # fmt: skip
    constant = (beta + 1 / beta + (c + lam) * (x + 1 / x) + (s + lam) * (z + 1 / z)) / 2
    statement = bound("quantum-commuting", SEQUENCE, functional, _root2(constant), field=SQRT2)
    return certificate("sos", statement, {"squares": squares})


def _sorted(terms: list[tuple[Document, str]]) -> list[tuple[Document, str]]:
    return sorted(terms, key=lambda term: term[1])


IDEAL = {"steps": _steps(), "sure": _sure(), "symbol": _symbol(), "tsirelson": _tsirelson()}
SOS = {
    "derived": _sos(),
    "robust": robust(Fraction(3, 5), Fraction(-4, 5), Fraction(1, 8), Fraction(1)),
}
GUESSING = {"derived": _guessing()}
