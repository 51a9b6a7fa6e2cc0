"""What is known of a behaviour: its means, these as hypotheses, and a certificate that it has them."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from oracle.certify.problem import MAX_HYPOTHESES, Mean, Problem
from oracle.certify.words import Functional
from oracle.problems import Limit
from proofs.search.write import Json, certificate_bytes, rational

if TYPE_CHECKING:
    from lp.scenario import Scenario


def scenario_of(problem: Problem) -> Scenario:
    """The scenario as the programs take it."""
    from lp.ordered import OrderedScenario
    from lp.scenario import Party, Scenario

    parties = tuple(
        Party(name, tuple((str(x), d) for x, d in enumerate(outcomes))) for name, outcomes in problem.parties.items()
    )
    return OrderedScenario(parties, problem.signalling) if problem.signalling else Scenario(parties)


def expectations(problem: Problem) -> Functional:
    """The known means of words, of a behaviour those of all coordinates."""
    known = problem.expectations or {}
    if problem.behaviour is None:
        return known
    from lp.behaviour import behaviour_vector, coordinate_words

    scenario = scenario_of(problem)
    pairs = zip(coordinate_words(scenario), behaviour_vector(scenario, problem.behaviour), strict=True)
    return known | {word: value for word, value in pairs if word}


def knowledge(problem: Problem) -> tuple[Mean, ...]:
    """What is known of the behaviour, as hypotheses.

    Raises:
        Limit: `size`.
    """
    equations = [
        Mean(f"known-{k}", {word: Fraction(1), **({"": -value} if value else {})}, "=0")
        for k, (word, value) in enumerate(expectations(problem).items(), 1)
    ]
    if len(equations) + len(problem.means) > MAX_HYPOTHESES:
        raise Limit(
            "size", f"{problem.file}: {len(equations)} known means are more than the {MAX_HYPOTHESES} of a certificate"
        )
    return (*equations, *problem.means)


def behaviour_certificate(scenario: Scenario, table: dict[str, Fraction], words: list[str] | None = None) -> bytes:
    """A certificate that a no-signalling behaviour has the table's means of some words (all coordinates by default)."""
    from lp.behaviour import behaviour_vector, coordinate_words

    vector = dict(zip(coordinate_words(scenario), behaviour_vector(scenario, table), strict=True))
    listed: list[Json] = [
        {"functional": [["1", word]], "value": rational(vector[word])} for word in words or vector if word
    ]
    statement: dict[str, Json] = {
        "kind": "value", "set": "no-signalling", "scenario": scenario.json, "values": listed,
    }  # fmt: skip
    cells: list[Json] = [[rational(p), event] for event, p in table.items()]
    return certificate_bytes("point", statement, {"behaviour": cells})
