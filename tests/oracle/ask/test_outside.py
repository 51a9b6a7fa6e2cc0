"""The verb certify over the set quantum: any scenario, and data inside and outside of the set."""

import json
from collections.abc import Mapping
from fractions import Fraction
from importlib.util import find_spec
from itertools import product
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from oracle.ask.tables import Behaviour, cells
from proofs.kernel.check import check_bytes
from tests.oracle.runner import refused, run
from tests.oracle.toml import answered

pytestmark = pytest.mark.skipif(find_spec("clarabel") is None, reason="clarabel is optional and not installed")

SIGNALS: dict[str, Fraction | int] = {
    "A0=0 B0=0": 1, "A0=0 B1=0": 1, "A1=0 B0=0": 1, "A1=0 B1=0": Fraction(1, 2), "A1=1 B1=1": Fraction(1, 2)
}  # fmt: skip
CHSH = {"A0 B0": 1, "A0 B1": 1, "A1 B0": 1, "A1 B1": -1}
BEYOND = {word: Fraction(3 * c, 4) for word, c in CHSH.items()}
TWO = {"A": (2, 2), "B": (2, 2)}


def text(kind: str, *lines: str, parties: str = "A = [2, 2]\nB = [2, 2]", level: str = '"1+AB"') -> str:
    head = [f'kind = "{kind}"', 'set = "quantum"', f"level = {level}", 'solver = "clarabel"']
    tables = [line for line in lines if not line.startswith("[")]
    return "\n".join([*head, *tables, "[scenario.parties]", parties, *(x for x in lines if x.startswith("["))])


def table(name: str, entries: Mapping[str, Fraction | int]) -> str:
    return "\n".join([f"[{name}]", *(f'"{word}" = "{value}"' for word, value in entries.items())])


def score(sense: str, value: str) -> str:
    return f'[[hypothesis]]\nname = "chsh"\nsense = "{sense}"\nvalue = "{value}"\n' + table(
        "hypothesis.functional", CHSH
    )


# -- any scenario -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", [3, 5])
def test_three_parties_with_two_and_three_inputs_get_a_checked_certificate(seed: int, tmp_path: Path) -> None:
    """Pseudo-random correlators of A = [2, 2], B = [2, 2, 2], C = [2, 2], which no other test has."""
    words = [" ".join(w) for w in product(("A0", "A1"), ("B0", "B1", "B2"), ("C0", "C1"))]
    functional = {word: (seed * (k + 1) ** 2) % 7 - 3 for k, word in enumerate(words)}
    problem, out = tmp_path / "problem.toml", tmp_path / "out.cert.json"
    level = '"1+AB+AC+BC"'
    parties = "A = [2, 2]\nB = [2, 2, 2]\nC = [2, 2]"
    problem.write_text(text("maximum", table("functional", functional), parties=parties, level=level))
    assert run("certify", str(problem), "-o", str(out)).exit_code == 0
    verdict = check_bytes(out.read_bytes())
    assert verdict.verdict == "PROVED"
    assert "A(0:2, 1:2) B(0:2, 1:2, 2:2) C(0:2, 1:2)" in verdict.statement
    # no deterministic strategy, and hence no local behaviour, exceeds what is proved
    bound = Fraction(json.loads(out.read_bytes())["statement"]["bound"])
    best = max(
        sum(c * a[int(w[1])] * b[int(w[4])] * d[int(w[7])] for w, c in functional.items())
        for a in product((1, -1), repeat=2) for b in product((1, -1), repeat=3) for d in product((1, -1), repeat=2)
    )  # fmt: skip
    assert best <= bound <= sum(map(abs, functional.values()))


def test_a_guess_among_three_parties_with_three_outcomes_is_bounded() -> None:
    parties = "A = [3, 2]\nB = [2, 2]\nC = [2]"
    code, document = answered(
        text("guessing", 'guessed = ["A0"]', table("expectations", {"A0=0": Fraction(1, 2), "A0=1": Fraction(1, 4)}),
             parties=parties, level='"1"')
    )  # fmt: skip
    assert code == 0
    assert Fraction(1, 2) <= Fraction(document["bound"])  # only what is likeliest can always be said
    assert "A0=0" in document["statement"]


# -- inside and outside -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("verdict", "problem"),
    [
        ("EMPTY", text("guessing", 'guessed = ["A0"]', score(">=", "2.9"))),
        ("EMPTY", text("maximum", table("functional", {"A0": 1}), score("=", "2.83"))),
        ("EMPTY", text("minimum", table("functional", {"A0": 1}), score("<=", "-2.83"))),
        ("SEPARATED", text("guessing", 'guessed = ["A0", "B0"]', table("expectations", BEYOND))),
        ("SEPARATED", text("guessing", 'guessed = ["A0"]', table("expectations", {"A0": 1}), score(">=", "2.5"))),
    ],
    ids=["score", "equation", "minimum", "expectations", "expectations-and-score"],
)  # fmt: skip
@pytest.mark.parametrize("solver", ["clarabel", "picos"])
def test_data_outside_of_the_set_are_separated(verdict: str, problem: str, solver: str) -> None:
    pytest.importorskip(solver, reason=f"{solver} is optional and not installed")
    code, document = answered(problem.replace('"clarabel"', f'"{solver}"'))
    assert (code, document["verdict"]) == (1, verdict)
    assert "level 1+AB" in document["remark"]
    assert document["search"]["level"] == "1+AB"
    assert "no behaviour of the set satisfies the hypotheses" in document["certificates"][-1]["statement"]


def test_scores_that_can_be_had_are_not_separated() -> None:
    for value in ("2.82", "-2.8"):
        code, document = answered(text("maximum", table("functional", {"A0 B0": 1}), score("=", value)))
        assert (code, document["verdict"]) == (0, "PROVED")
    assert Fraction(document["bound"]) < 1


OUTCOMES = st.lists(st.integers(0, 1), min_size=4, max_size=4)


@st.composite
def mixtures(draw: st.DrawFn) -> tuple[Behaviour, Fraction]:
    """A mixture of a nonlocal box, of which the weight is given, and deterministic behaviours."""
    weight = Fraction(draw(st.integers(0, 20)), 20)
    strategies = draw(st.lists(OUTCOMES, min_size=1, max_size=3))
    found = {}
    for (x, y), (a, b), event in cells(TWO):
        hits = sum(s[x] == a and s[2 + y] == b for s in strategies)
        box = Fraction((a ^ b) == (x & y), 2)
        found[event] = weight * box + (1 - weight) * Fraction(hits, len(strategies))
    return found, weight


# a failure is reported as it was drawn: each step of shrinking it would solve semidefinite programs
@settings(max_examples=12, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(mixtures())
def test_a_random_behaviour_gets_a_bound_or_a_separating_certificate(mixture: tuple[Behaviour, Fraction]) -> None:
    behaviour, weight = mixture
    value = sum(
        (p * (-1) ** (int(e[3]) + int(e[8]) + int(e[1]) * int(e[6])) for e, p in behaviour.items()), Fraction(0)
    )
    likeliest = max(sum(p for e, p in behaviour.items() if e.startswith(f"A0={a} B0")) for a in (0, 1))
    problem = text("guessing", 'guessed = ["A0"]', table("behaviour", behaviour))
    result = run("certify", "-", "--json", stdin=problem.encode())
    if result.exit_code == 5:  # near the boundary of the quantum set, or on it: neither side was found
        assert weight
        assert "[vacuous]" in result.stderr
        assert value**2 < 8 + Fraction(1, 10**6)
        return
    code, document = result.exit_code, json.loads(result.stdout)
    assert document["verdict"] in ("PROVED", "SEPARATED")
    if document["verdict"] == "PROVED":
        assert code == 0
        assert value**2 < 8 + Fraction(1, 10**6)
        assert Fraction(document["bound"]) >= likeliest
    else:
        assert code == 1
        assert weight
        if document["bound"] is not None:
            assert Fraction(document["value"]) > Fraction(document["bound"])
        assert "as level 1+AB shows" in document["remark"]
    if not weight:
        assert document["verdict"] == "PROVED"
    if value**2 > 8 + Fraction(1, 10**6):
        assert document["verdict"] == "SEPARATED"


# -- what is no question ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "says", "problem"),
    [
        (3, "level: the level has no moment of A0 B0",
         text("maximum", table("functional", {"A0 B0": 1}), level='["A0"]')),
        (3, "level: the level has no moment of A0 B0 C0",
         text("maximum", table("functional", {"A0 B0 C0": 1}), parties="A = [2]\nB = [2]\nC = [2]", level='"1"')),
        (3, "level: the hypothesis chsh: the level has no moment of A0 B0",
         text("guessing", 'guessed = ["A0"]', score(">=", "2"), level='["A0"]')),
        (3, 'level: a text such as "2" or "1+AB" is needed',
         text("maximum", table("functional", {"A0 B0": 1}), level="2")),
        (3, "hypothesis: the hypothesis chsh: the functional is not self-adjoint: its term A0 A1 lacks the adjoint",
         text("maximum", table("functional", {"A0": 1}), score(">=", "2").replace("A0 B0", "A0 A1"))),
        (3, "expectations.'A0 B0': the mean 3/2 is outside of [-1, 1]",
         text("membership", table("expectations", {"A0 B0": Fraction(3, 2)}))),
        (3, "expectations.'A0=0': the mean -1/8 is outside of [0, 1]",
         text("guessing", 'guessed = ["A0"]', table("expectations", {"A0=0": Fraction(-1, 8)}))),
        (3, "signals", text("membership", table("behaviour", SIGNALS))),
        (3, "scenario.'relations': the key is not known here",
         text("maximum", '[scenario]\nrelations = ["A0 A1 + A1 A0"]', table("functional", {"A0": 1}))),
        (3, "hypothesis[1].'kind': the key is not known here",
         text("maximum", table("functional", {"A0": 1}), score(">=", "2").replace("name", 'kind = "relation"\nname'))),
    ],
    ids=["level-lacks-words", "level-lacks-words-3", "level-lacks-known-words", "level-number", "not-hermitian",
         "expectation", "event", "signalling", "relation", "relation-kind"],
)  # fmt: skip
def test_bad_input_is_one_sentence_with_its_code(code: int, says: str, problem: str) -> None:
    assert says in refused(code, "certify", "-", stdin=problem.encode())


def test_equations_that_contradict_each_other_are_no_question_for_a_dual(tmp_path: Path) -> None:
    twice = score("=", "2") + "\n" + score("=", "1").replace('name = "chsh"', 'name = "other"')
    problem, solution = tmp_path / "problem.toml", tmp_path / "solution"
    problem.write_text(text("maximum", table("functional", {"A0": 1}), twice))
    solution.write_text("\n".join(" ".join("1" if i == j else "0" for j in range(9)) for i in range(9)))
    assert "hypothesis: the equations" in refused(3, "certify", str(problem), "--dual", str(solution))
    refused(5, "export", "--to", "sdpa", str(problem))
    assert answered(problem.read_text())[0] == 1  # EMPTY, with a proof


@pytest.mark.skipif(find_spec("sdpap") is None, reason="sdpa-multiprecision is optional and not installed")
def test_fifty_digits_can_be_asked_for() -> None:
    problem = text("maximum", 'loss = "1e-50"', table("functional", CHSH))
    code, document = answered(problem.replace('"clarabel"', '"sdpa-multiprecision"'))
    assert code == 0
    assert 0 < Fraction(document["bound"]) ** 2 - 8 < Fraction(6, 10**50)


@pytest.mark.parametrize("extra", ['loss = "1e-51"', 'symmetry = "found"'])
def test_what_many_digits_do_not_go_with(extra: str) -> None:
    problem = text("maximum", extra, table("functional", CHSH)).replace('"clarabel"', '"sdpa-multiprecision"')
    refused(3, "certify", "-", stdin=problem.encode())
