"""Valid certificates whose hypotheses speak of symbols: shown to hold together everywhere, or at a point they name."""

from __future__ import annotations

from copy import deepcopy

from tests.certificates.edits import Document
from tests.certificates.valid import (
    CHSH,
    LOSING,
    WINNING,
    bound,
    certificate,
    deterministic,
    events,
    hypothesis,
    model,
    poly,
)
from tests.certificates.valid import GUESSING as PLAIN
from tests.certificates.valid import LP_DUAL as BOUNDS
from tests.certificates.valid import scenario as scene

T = poly(("1", "t"))
ONE = scene(A="2")


def _named() -> Document:
    """CHSH >= i for i in [2, 4], shown to hold at i = 3 only, by a behaviour with CHSH 3."""
    document = deepcopy(BOUNDS["parametric"])
    del document["witness"]["symbols"]
    document["statement"]["vacuity"] = {"i": "3"}
    document["witness"]["feasible"] = {"behaviour": [*events(WINNING, "7/16"), *events(LOSING, "1/16")]}
    return document


def _guessed() -> Document:
    """A0 is guessed with probability <= 3/2 - i/4 when CHSH >= i, for i in [2, 4]: the PR box shows it for all i."""
    document = deepcopy(PLAIN["no-signalling"])
    document["statement"] |= {
        "symbols": [{"name": "i", "low": "2", "high": "4"}], "bound": poly(("3/2", ""), ("-1/4", "i")),
        "hypotheses": [hypothesis("score", "mean", [[poly(("-1", "i")), ""], *CHSH], ">=0")],
    }  # fmt: skip
    document["witness"]["symbols"] = {"i": "3"}
    return document


def _mean(**more: Document) -> Document:
    """<A0> = t implies <A0> <= t; t lies in [-1, 1], and a mixture shows each of its values."""
    statement = bound(
        "quantum-commuting", ONE, [["1", "A0"]], T, symbols=[{"name": "t", "low": "-1", "high": "1"}],
        hypotheses=[hypothesis("known", "mean", [[poly(("-1", "t")), ""], ["1", "A0"]], "=0")], **more,
    )  # fmt: skip
    models = [deterministic(poly(("1/2", ""), (c, "t")), A0=a) for c, a in (("1/2", "1"), ("-1/2", "-1"))]
    witness = {"means": [{"hypothesis": "known", "weight": "-1"}], "feasible": {"models": models}}
    return certificate("sos", statement, witness if more else {**witness, "symbols": {"t": "0"}})


def _circle() -> Document:
    """<A0> = c and c^2 + s^2 = 1: the vector (c + 1, s) has that mean times its norm, and the norm 2 + 2 c."""
    statement = bound(
        "quantum-commuting", ONE, [["1", "A0"]], poly(("1", "c")),
        symbols=[{"name": "c"}, {"name": "s"}],
        relations=[{"symbol": "s", "power": "2", "equals": poly(("1", ""), ("-1", "c^2"))}],
        hypotheses=[hypothesis("known", "mean", [[poly(("-1", "c")), ""], ["1", "A0"]], "=0")],
    )  # fmt: skip
    half_s, z = poly(("1/2", "s")), [["1", "0"], ["0", "-1"]]
    states = [[poly(("1/2", ""), ("1/2", "c")), half_s], [half_s, poly(("1/2", ""), ("-1/2", "c"))]]
    models = [model(["2"], state, A0=z) for state in states]
    witness = {"means": [{"hypothesis": "known", "weight": "-1"}], "feasible": {"models": models}}
    return certificate("sos", statement, {**witness, "symbols": {"c": "3/5", "s": "4/5"}})


def _root() -> Document:
    """<A0> = r/2 with r^2 = 2, shown at r = sqrt 2: the point is a number of the field."""
    statement = bound(
        "quantum-commuting", ONE, [["1", "A0"]], poly(("1/2", "r")), symbols=[{"name": "r"}],
        field={"minimal-polynomial": ["-2", "0", "1"], "root": ["1", "2"]}, vacuity={"r": ["0", "1"]},
        relations=[{"symbol": "r", "power": "2", "equals": "2"}],
        hypotheses=[hypothesis("known", "mean", [[poly(("-1/2", "r")), ""], ["1", "A0"]], "=0")],
    )  # fmt: skip
    models = [deterministic(["1/2", c], A0=a) for c, a in (("1/4", "1"), ("-1/4", "-1"))]
    witness = {"means": [{"hypothesis": "known", "weight": "-1"}], "feasible": {"models": models}}
    return certificate("sos", statement, witness)


LP_DUAL = {"named-point": _named()}
SOS = {
    "every-value": _mean(), "named-end": _mean(vacuity={"t": "1"}), "circle": _circle(), "named-root": _root(),
}  # fmt: skip
GUESSING = {"parametric": _guessed()}
