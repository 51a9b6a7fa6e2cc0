"""Rule ideal, and derivations in the rules sos, farkas and guessing."""

import pytest

from tests.proofs.kernel.build import Document, Refusal, bound, document, drop, proved, put, refusal, scenario
from tests.proofs.kernel.examples import squares, sure

S, W = "/statement", "/witness"
FIRST = W + "/derivations/0"
USE = W + "/memberships/0/annihilations/0"
LINES = """set: quantum-commuting (a state and projective measurements on a Hilbert space of any dimension, \
those of different parties commuting)
scenario: A(0:2, 1:2) (input:outcomes)
hypothesis sure: mean: -1*<1> + 1*<A0> >= 0
claim: in every behaviour of the set, for every bounded operator E >= 0 that commutes with all operators of the \
scenario, the mean of E times each functional is its value times the mean of E
value: 1*<A0> = 1
value: -2*<A1> + 1*<A0 A1> + 1*<A1 A0> = 0"""


def test_values_for_all_values_of_a_symbol() -> None:
    assert proved(put(put(sure(), S + "/symbols", [{"name": "t"}]), W + "/symbols", {"t": "0"}))


def stated() -> Document:
    """The same from a hypothesis that annihilates, without derivation, and multiplied by 2."""
    kills = {"name": "k", "kind": "annihilates", "polynomial": [["1", ""], ["-1", "A0"]]}
    base = put(drop(sure(), W + "/derivations"), S + "/hypotheses", [kills])
    base = put(put(base, W + "/multiplier", "2"), USE, {"hypothesis": "k", "polynomial": [["-1", ""]]})
    return put(base, W + "/memberships/1/annihilations", [{"hypothesis": "k", "polynomial": [["-2", "A1"]]}])


def again(**more: object) -> Document:
    """A second derivation: (A1 - A1 A0)* (A1 - A1 A0) = 2 - 2 A0 = t + t*, from the first."""
    square = {"name": "u", "weight": "1", "polynomial": [["1", "A1"], ["-1", "A1 A0"]]}
    second = {"squares": [square], "annihilations": [{"hypothesis": "t", "polynomial": [["-1", ""]]}], **more}
    return put(sure(), W + "/derivations/-", second)


def upper() -> Document:
    """Rule sos: 1 - A0 A1 - A1 A0 + A1 = (1 - A1)^2/2 + A1 t + t A1."""
    base = sure()
    functional = [["-1", "A1"], ["1", "A0 A1"], ["1", "A1 A0"]]
    statement = bound(
        "quantum-commuting", scenario("22"), functional, "<=", "1", hypotheses=base["statement"]["hypotheses"]
    )
    witness = {
        "squares": [{"weight": "1/2", "polynomial": [["1", ""], ["-1", "A1"]]}],
        "annihilations": [{"hypothesis": "t", "polynomial": [["1", "A1"]]}],
        **{key: base["witness"][key] for key in ("derivations", "feasible")},
    }
    return document("sos", statement, witness)


def impossible() -> Document:
    """Rule farkas: <A0> >= 1 and <A0 A1 + A1 A0> = 0 and <A1> >= 1."""
    extra = [
        {"name": "zero", "kind": "mean", "sense": "=0", "polynomial": [["1", "A0 A1"], ["1", "A1 A0"]]},
        {"name": "one", "kind": "mean", "sense": ">=0", "polynomial": [["-1", ""], ["1", "A1"]]},
    ]
    base = sure()
    statement = {
        "kind": "empty", "set": "quantum-commuting", "scenario": scenario("22"),
        "hypotheses": base["statement"]["hypotheses"] + extra,
    }  # fmt: skip
    # -1 = (A1 - 1) + (A1 t + t A1)(-1/2) - {A0, A1}/2
    witness = {
        "derivations": base["witness"]["derivations"],
        "means": [{"hypothesis": "one", "weight": "1"}, {"hypothesis": "zero", "weight": "-1/2"}],
        "annihilations": [{"hypothesis": "t", "polynomial": [["-1/2", "A1"]]}],
    }
    return document("farkas", statement, witness)


def guessed(multiplier: str = "1", half: str = "1/2") -> Document:
    """<A0> >= 1: the outcomes of A0 are guessed with probability <= 1, with t in place of squares."""
    base = sure()
    statement = {
        "kind": "guessing", "set": "quantum-commuting", "scenario": scenario("22"), "guessed": ["A0"], "bound": "1",
        "hypotheses": base["statement"]["hypotheses"],
    }  # fmt: skip
    quarter = {"1/2": "1/4", "1": "1/2"}[half]
    branches = [
        # 1 - (1 + A0)/2 = t/2, and 1 - (1 - A0)/2 = (1 + A0)/2 is a square
        {"event": "A0=0", "annihilations": [{"hypothesis": "t", "polynomial": [[quarter, ""]]}]},
        {"event": "A0=1", "squares": [{"weight": multiplier, "polynomial": [["1/2", ""], ["1/2", "A0"]]}]},
    ]
    witness = {
        "branches": branches, "multiplier": multiplier,
        **{key: base["witness"][key] for key in ("derivations", "feasible")},
    }  # fmt: skip
    return document("guessing", statement, witness)


def test_values_are_fixed_by_derived_and_by_stated_annihilation() -> None:
    assert proved(sure()) == LINES
    assert proved(stated()).endswith("\n".join(LINES.split("\n")[3:]))
    assert proved(again()) == LINES


def test_other_rules_use_what_is_derived() -> None:
    assert proved(upper()).endswith("-1*<A1> + 1*<A0 A1> + 1*<A1 A0> <= 1")
    assert proved(impossible()).endswith("claim: no behaviour of the set satisfies the hypotheses")
    assert proved(guessed()).endswith("the outcomes of A0 with probability <= 1")
    assert proved(guessed("2", "1")) == proved(guessed())


def test_without_hypotheses_only_constants_are_fixed() -> None:
    statement = {
        "kind": "equality", "set": "quantum-commuting", "scenario": scenario("2"),
        "values": [{"functional": [["3", ""]], "value": "3"}],
    }  # fmt: skip
    assert proved(document("ideal", statement, {"memberships": [{"annihilations": []}]})).endswith("3*<1> = 3")
    other = put(statement, "/values/0/value", "0")
    assert (
        refusal(document("ideal", other, {"memberships": [{"annihilations": []}]}))
        == "REJECTED identity /witness/memberships/0"
    )


def test_vacuity_may_stay_unchecked() -> None:
    unchecked = put(drop(sure(), W + "/feasible"), S + "/vacuity", "unchecked")
    assert "\nPOSSIBLY VACUOUS: " in proved(unchecked)


FAULTS: dict[str, tuple[Document, Refusal]] = {
    "no multiplier": (put(stated(), W + "/multiplier", "0"), "REJECTED weight-sign /witness/multiplier"),
    "a membership without list": (drop(sure(), USE[: USE.rindex("/")]), "MALFORMED missing-key /witness/memberships/0"),
    "a name twice in one derivation": (
        put(sure(), FIRST + "/squares/-", sure()["witness"]["derivations"][0]["squares"][0]),
        f"MALFORMED duplicate-name {FIRST}/squares/1/name",
    ),
    "another kind": (put(squares(), "/rule", "ideal"), "MALFORMED wrong-kind /statement"),
    "another rule": (put(sure(), "/rule", "sos"), "MALFORMED wrong-kind /statement"),
    "another set": (put(sure(), S + "/set", "no-signalling"), "MALFORMED wrong-kind /statement/set"),
    "a derivation of sos that proves nothing": (
        put(upper(), FIRST + "/means", []),
        f"REJECTED identity {FIRST}",
    ),
    "a derivation of farkas that proves nothing": (
        put(impossible(), FIRST + "/means", []),
        f"REJECTED identity {FIRST}",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_an_equality_that_is_refused(fault: str) -> None:
    document, expected = FAULTS[fault]
    assert refusal(document) == expected


@pytest.mark.parametrize("key", ["derivations", "multiplier"])
def test_behaviours_have_no_state_to_derive_from(key: str) -> None:
    statement = {
        "kind": "guessing", "set": "no-signalling", "scenario": scenario("2"), "guessed": ["A0"], "bound": "1",
    }  # fmt: skip
    branches = [{"event": f"A0={a}", "events": [["1", f"A0={1 - a}"]]} for a in (0, 1)]
    assert refusal(document("guessing", statement, {"branches": branches, key: []})) == "MALFORMED unknown-key /witness"


def test_only_factors_to_the_left_of_what_annihilates_are_used() -> None:
    # k = A1 + A0 A1 says A1 A0 A1 = -1; its adjoint A1 + A1 A0, which would say A0 = -1, need not annihilate psi
    kills = {"name": "k", "kind": "annihilates", "polynomial": [["1", "A1"], ["1", "A0 A1"]]}
    statement = {
        "kind": "equality", "set": "quantum-commuting", "scenario": scenario("22"), "hypotheses": [kills],
        "vacuity": "unchecked", "values": [{"functional": [["1", "A1 A0 A1"]], "value": "-1"}],
    }  # fmt: skip
    left = {"memberships": [{"annihilations": [{"hypothesis": "k", "polynomial": [["1/2", "A1"]]}]}]}
    assert proved(document("ideal", statement, left)).endswith("value: 1*<A1 A0 A1> = -1")
    right = put(statement, "/values/0/functional", [["1", "A0"]])
    for factor in ("A1", "A0", ""):
        uses = {"memberships": [{"annihilations": [{"hypothesis": "k", "polynomial": [["1/2", factor]]}]}]}
        assert refusal(document("ideal", right, uses)) == "REJECTED identity /witness/memberships/0"
