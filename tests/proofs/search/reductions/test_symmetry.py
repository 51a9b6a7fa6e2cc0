"""Symmetric problems: smaller programs, the same bounds."""

from fractions import Fraction

import numpy as np
import pytest

from proofs.search.hierarchy.adversary import Guessing
from proofs.search.hierarchy.maximum import Maximum, Relaxation, certified, maximum_certificate
from proofs.search.language.failure import Failure
from proofs.search.language.means import Mean
from proofs.search.language.relabelling import Relabelling, group_of, relabellings
from proofs.search.language.scenario import Functional, Scenario
from proofs.search.question import How
from proofs.search.reductions.symmetry import Invariant, action
from proofs.search.semidefinite.sdp import defect, solve
from tests.proofs.search.strategies import CHSH, CHSH_FUNCTIONAL, known_behaviour

SCORE = Mean("score", {**CHSH_FUNCTIONAL, "": Fraction(-5, 2)})
THREE = Scenario.bell({"A": [2, 2], "B": [3, 3]})
MATCH: Functional = {"A0 B0=0": 1, "A1 B1=0": 1, "A0 B1=0": 1, "A1 B0=0": -1}
SINGLET = {text: Fraction(7 * int(c), 10) for text, c in CHSH_FUNCTIONAL.items()}
QUESTIONS: dict[str, Relaxation] = {
    "chsh": Maximum(CHSH, CHSH_FUNCTIONAL, "1+AB"),
    "minimum": Maximum(CHSH, CHSH_FUNCTIONAL, "2", ">="),
    "tilted": Maximum(CHSH, {**CHSH_FUNCTIONAL, "A0": Fraction(1, 2)}, "1+AB"),
    "score": Maximum(CHSH, {"A0 B0": 1}, "1+AB", "<=", (SCORE,)),
    "three-outcomes": Maximum(THREE, MATCH, "1+AB"),
    "guess-one": Guessing(CHSH, ("A0",), "1+AB", (SCORE,)),
    "guess-two": Guessing(CHSH, ("A0", "B0"), "1+AB", (SCORE,)),
    "guess-known": Guessing(CHSH, ("A0",), "1+AB", tuple(known_behaviour(SINGLET))),
}  # fmt: skip


def reduction(problem: Relaxation) -> Invariant:
    found = []
    for relabelling in relabellings(problem.moments.scenario):
        blocks = problem.blocks_under(relabelling)
        acts = None if blocks is None else action(problem.moments, relabelling, blocks)
        if acts is not None:
            found.append(acts)
    return Invariant.of(problem.program, found)


@pytest.fixture(params=["picos", "clarabel"])
def solver(request: pytest.FixtureRequest) -> str:
    pytest.importorskip(request.param, reason=f"{request.param} is optional and not installed")
    return str(request.param)


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_small_program_has_the_value_of_the_large_one(name: str, solver: str) -> None:
    problem = QUESTIONS[name]
    small = reduction(problem)
    assert small.small.variables < problem.program.variables
    lifted = small.lifted(solve(small.small, solver))
    large = solve(problem.program, solver)
    assert abs(lifted.claimed - large.claimed) < 1e-5
    # a dual of the large program: the identity holds class by class, not only orbit by orbit
    assert defect(problem.program, lifted) < 1e-4
    assert abs(float(lifted.moments @ _objective(problem)) - lifted.claimed) < 1e-9
    assert f"{small.small.variables}" == lifted.provenance["variables"]


def _objective(problem: Relaxation) -> "np.typing.NDArray[np.float64]":
    row = np.zeros(problem.program.variables)
    for k, c in problem.program.objective.items():
        row[k] = float(c)
    return row


def test_sizes() -> None:
    """CHSH has 16 relabellings: at level 1 one correlation is left, and the rows fall into three blocks."""
    small = reduction(Maximum(CHSH, CHSH_FUNCTIONAL, "1")).small
    assert small.variables == 2
    assert sorted(block.size for block in small.blocks) == [1, 4]
    four = reduction(QUESTIONS["guess-two"])
    assert len({number for number, _ in four.parts}) == 2  # winning outcomes and losing ones
    assert len(four.large.blocks) == 4


@pytest.mark.parametrize("name", QUESTIONS)
def test_certificates_of_symmetric_problems_are_as_good(name: str, solver: str) -> None:
    problem = QUESTIONS[name]
    found = certified(problem, How(solver=solver, symmetry="found"))
    plain = certified(problem, How(solver=solver))
    assert abs(float(found.bound - plain.bound)) < 1e-5
    assert b'"symmetries"' in found.data


def test_symmetries_can_be_declared(solver: str) -> None:
    both = Relabelling.declared(CHSH, {"A0": "B0", "B0": "A0", "A1": "B1", "B1": "A1"})
    signs = Relabelling.declared(CHSH, dict.fromkeys(("A0",), "-A0") | {"A1": "-A1", "B0": "-B0", "B1": "-B1"})
    assert len(group_of(CHSH, [both, signs])) == 4
    found = maximum_certificate(CHSH, CHSH_FUNCTIONAL, How("1+AB", solver=solver, symmetry=[both, signs]))
    assert 8 < found.bound**2 < 8 + Fraction(1, 10**5)
    assert b'"symmetries": "4"' in found.data
    guess = certified(Guessing(CHSH, ("A0",), "1+AB", (SCORE,)), How(solver=solver, symmetry=[signs]))
    assert float(guess.bound) < 0.9


def test_a_declared_symmetry_that_is_none_is_refused() -> None:
    flip = Relabelling.declared(CHSH, {"A0": "-A0"})
    with pytest.raises(Failure, match="A0 -> -A0 changes the problem"):
        maximum_certificate(CHSH, CHSH_FUNCTIONAL, How("1", symmetry=[flip]))
    swap = Relabelling.declared(CHSH, {"A0": "B0", "B0": "A0", "A1": "B1", "B1": "A1"})
    with pytest.raises(Failure, match="to none of its words"):
        maximum_certificate(CHSH, CHSH_FUNCTIONAL, How("1+AB+AAB", symmetry=[swap]))
    with pytest.raises(Failure, match="changes the problem"):
        certified(Guessing(CHSH, ("A0",), "1", (SCORE,)), How(symmetry=[swap]))


@pytest.mark.parametrize(
    ("images", "says"),
    [
        ({"A0": "A1"}, "maps the inputs of the scenario to each other"),
        ({"C0": "A0"}, "maps the inputs of the scenario to each other"),
        ({"A0": "B0", "B0": "A0"}, "parties to parties of its kind"),
        ({"B0": "-B0"}, "parties to parties of its kind"),
        ({"A0": "B0", "B0": "A0", "A1": "B1", "B1": "A1"}, "parties to parties of its kind"),
    ],
)
def test_what_is_no_relabelling_is_refused(images: dict[str, str], says: str) -> None:
    with pytest.raises(Failure, match=says):
        Relabelling.declared(THREE, images)
