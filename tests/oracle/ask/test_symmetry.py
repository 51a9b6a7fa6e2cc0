"""The verb certify: symmetries that are found or declared, and those that are none."""

from fractions import Fraction
from importlib.util import find_spec

import pytest

from oracle.ask.reading import read_problem
from proofs.search.engine import LARGE, Quantum, relaxation_of
from tests.oracle.runner import refused
from tests.oracle.toml import answered, text_of

pytestmark = pytest.mark.skipif(find_spec("clarabel") is None, reason="clarabel is optional and not installed")

GUESSING = text_of("guessing-quantum")
SIGNS = '\n[[symmetry]]\nA0 = "-A0"\nA1 = "-A1"\nB0 = "-B0"\nB1 = "-B1"\n'
FOUND = 'symmetry = "found"\nkind'


def with_symmetry(declared: str) -> str:
    return GUESSING + declared


def test_a_symmetric_problem_has_the_same_bound() -> None:
    bounds = []
    for problem in (GUESSING, GUESSING.replace("kind", FOUND, 1), with_symmetry(SIGNS)):
        code, document = answered(problem)
        assert code == 0
        bounds.append((Fraction(document["bound"]), document["search"].get("symmetries")))
    assert [count for _, count in bounds] == [None, "4", "2"]
    assert max(b for b, _ in bounds) - min(b for b, _ in bounds) < Fraction(1, 10**6)


THREE = """
kind = "guessing"
set = "quantum"
level = "1+AB+AC+BC"
guessed = ["A0", "C2"]
scenario.parties = {A = [2, 2], B = [2, 3, 2], C = [2, 2, 2]}
[[hypothesis]]
name = "mermin"
sense = ">="
value = "3.2"
functional = {"A0 B0 C1" = "1", "A0 B2 C2" = "1", "A1 B0 C2" = "1", "A1 B2 C1" = "-1"}
"""


def test_symmetries_of_a_large_problem_are_looked_for_unasked() -> None:
    code, document = answered(THREE)
    assert code == 0
    assert document["search"]["symmetries"] == "16"
    assert Fraction(document["bound"]) < Fraction(7, 10)


@pytest.mark.parametrize(
    ("problem", "wanted"),
    [
        (THREE, True),
        (THREE.replace("kind", 'symmetry = "none"\nkind', 1), False),
        (THREE.replace("[2, 2, 2]", "[2, 2, 2, 2, 2, 2, 2]"), False),  # too many relabellings to look through
        (GUESSING, False),
    ],
    ids=["large", "forbidden", "too many", "small"],
)
def test_what_is_looked_for_unasked(problem: str, wanted: bool) -> None:
    read = read_problem(problem.encode(), "", lambda _: b"")
    asked = relaxation_of(read.question)
    assert (asked.program.variables >= LARGE) == (problem != GUESSING)
    assert (Quantum().symmetry(read.question, asked) == "found") == wanted


@pytest.mark.parametrize(
    ("says", "problem"),
    [
        ("[symmetry]", with_symmetry('[[symmetry]]\nA0 = "-A0"\n')),
        ("changes the problem", with_symmetry('[[symmetry]]\nA0 = "-A0"\n')),
        ("maps the inputs of the scenario to each other", with_symmetry('[[symmetry]]\nA0 = "A1"\n')),
        ("maps the inputs of the scenario to each other", with_symmetry('[[symmetry]]\nZ0 = "A0"\n')),
        ("parties to parties", with_symmetry('[[symmetry]]\nA0 = "B0"\nB0 = "A0"\n')),
        ("is none of found, none", GUESSING.replace("kind", 'symmetry = "some"\nkind', 1)),
        ("a text is needed", with_symmetry("[[symmetry]]\nA0 = 1\n")),
        ("the key is not known here", text_of("membership-quantum").replace("kind", FOUND, 1)),
        ("the key is not known here", text_of("guessing").replace("kind", FOUND, 1)),
    ],
    ids=["code", "none", "twice", "foreign", "parties", "word", "number", "membership", "no-signalling"],
)
def test_what_is_no_symmetry_is_refused(says: str, problem: str) -> None:
    assert says in refused(3, "certify", "-", stdin=problem.encode())
