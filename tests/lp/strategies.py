"""Small scenarios and functionals for property tests."""

from fractions import Fraction
from itertools import product

from hypothesis import strategies as st

from lp.coordinates import Scenario

SHAPES = st.lists(st.lists(st.integers(2, 3), min_size=1, max_size=2), min_size=1, max_size=3)
SCENARIOS = SHAPES.map(Scenario.of)
COEFFICIENTS = st.builds(Fraction, st.integers(-6, 6), st.integers(1, 4))


def words(scenario: Scenario) -> list[str]:
    """Every word with at most one operator a party, the empty one included."""
    choices = [["", *party.atoms] for party in scenario.parties]
    return [" ".join(atom for atom in atoms if atom) for atoms in product(*choices)]


@st.composite
def functionals(draw: st.DrawFn, scenario: Scenario) -> dict[str, Fraction]:
    chosen = draw(st.lists(st.sampled_from(words(scenario)), min_size=1, max_size=8, unique=True))
    found = {word: draw(COEFFICIENTS) for word in chosen}
    return found if any(found.values()) else {chosen[0]: Fraction(1)}


@st.composite
def problems(draw: st.DrawFn) -> tuple[Scenario, dict[str, Fraction], dict[str, Fraction]]:
    """A scenario with two functionals."""
    scenario = draw(SCENARIOS)
    return scenario, draw(functionals(scenario)), draw(functionals(scenario))


def strategy_value(functional: dict[str, Fraction], strategy: dict[str, int]) -> Fraction:
    """The value of a functional when the input "A0" always has the outcome strategy["A0"]."""
    total = Fraction(0)
    for word, c in functional.items():
        for atom in word.split():
            name, _, outcome = atom.partition("=")
            c = c * (int(strategy[name] == int(outcome)) if outcome else 1 - 2 * strategy[name])
        total += c
    return total


def strategies(scenario: Scenario) -> list[dict[str, int]]:
    """All deterministic strategies."""
    names = [(party.name + label, d) for party in scenario.parties for label, d in party.inputs]
    return [
        dict(zip([name for name, _ in names], outcomes, strict=True))
        for outcomes in product(*(range(d) for _, d in names))
    ]
