"""Random scenarios and words."""

from fractions import Fraction

from hypothesis import strategies as st

from proofs.search.language.means import Mean
from proofs.search.language.scenario import Functional, Scenario

CHSH = Scenario.bell({"A": [2, 2], "B": [2, 2]})
CHSH_FUNCTIONAL: Functional = {"A0 B0": 1, "A0 B1": 1, "A1 B0": 1, "A1 B1": -1}


def known_behaviour(expectations: Functional) -> list[Mean]:
    """One equation for each listed expectation, such as {"A0": 0, "A0 B0": Fraction(7, 10)}."""
    return [
        Mean(f"known-{k}", {text: Fraction(1), "": -Fraction(value)}, "=0")
        for k, (text, value) in enumerate(expectations.items(), 1)
    ]


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    """One to three parties, one to three inputs with two to four outcomes, some commuting pairs."""
    parties = draw(st.integers(1, 3))
    outcomes = {p: draw(st.lists(st.integers(2, 4), min_size=1, max_size=3)) for p in "ABC"[:parties]}
    pairs = [(f"{p}{i}", f"{p}{j}") for p, d in outcomes.items() for j in range(len(d)) for i in range(j)]
    return Scenario.bell(outcomes, draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs else [])


@st.composite
def scenarios_with_letters(draw: st.DrawFn, words: int = 1) -> tuple[Scenario, list[list[int]]]:
    """A scenario and some products of its letters, not in normal form."""
    scenario = draw(scenarios())
    letters = st.lists(st.integers(0, len(scenario.letters) - 1), max_size=7)
    return scenario, [draw(letters) for _ in range(words)]
