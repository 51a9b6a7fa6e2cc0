"""One remote party and a sequence of parties: operators, their products in one run, levels.

A sequence stands as one party B whose inputs are the last measurements by the inputs that
led to them: B01 is the second party's input 1 after the first one's input 0, and commutes
with B0 but with nothing else of the sequence.
"""

from __future__ import annotations

from itertools import product

from proofs.search.language.failure import Failure, Kind
from proofs.search.language.scenario import Scenario
from proofs.search.semidefinite.moments import Level

LEVELS = ("1+AB:operators", "1+AB:sequences", "1+BB+AB+ABB")
"""The two readings of "1+AB", with 15 and 21 words in the three-party scenario, and a higher level with 45."""


def sequential_scenario(
    remote: dict[str, int], sequence: dict[str, int], names: tuple[str, str] = ("A", "B")
) -> Scenario:
    """A remote party and a sequence of parties that stand as one party of commuting inputs.

    Args:
        remote: outcomes of each input of the remote party, by label.
        sequence: outcomes of each last measurement by the inputs that led to it, one digit a party:
            "0" is the first party's input 0, "01" the second one's input 1 after it.
        names: of the two.

    Raises:
        Failure: a sequence without its beginning.

    >>> sequential_scenario({"0": 2, "1": 2}, {"0": 2, "1": 2, "00": 2, "01": 2}).commuting
    (('B0', 'B00'), ('B0', 'B01'))
    """
    alice, bob = names
    labels = sorted(sequence, key=lambda label: (len(label), label))
    pairs = []
    for label in labels:
        for k in range(1, len(label)):
            if label[:k] not in sequence:
                raise Failure(
                    Kind.SCENARIO,
                    "scenario",
                    "the measurement {bob}{label} comes after {bob}{before}, which is not listed",
                    bob=bob,
                    label=label,
                    before=label[:k],
                )
            pairs.append((bob + label[:k], bob + label))
    inputs = [(alice, label, d) for label, d in remote.items()] + [(bob, label, sequence[label]) for label in labels]
    return Scenario(tuple(inputs), tuple(sorted(pairs)))


def sequences(scenario: Scenario, party: str) -> list[str]:
    """Products of what one run of the sequence measures: every set of mutually commuting inputs that grow.

    >>> sequences(THREE_PARTIES, "B")
    ['', 'B0', 'B1', 'B00', 'B01', 'B0 B00', 'B0 B01']
    """
    names = [name for name in scenario.names if name.startswith(party)]
    pairs = {frozenset(pair) for pair in scenario.commuting}
    found: list[list[str]] = [[]]
    for length in range(1, len(names) + 1):
        longer = [
            [*word, name]
            for word in found
            if len(word) == length - 1
            for name in names
            if all(frozenset((_input(old), _input(name))) in pairs for old in word) and (not word or word[-1] < name)
        ]
        if not longer:
            break
        found += sorted(longer, key=lambda word: [names.index(name) for name in word])
    return [" ".join(word) for word in found]


def _input(letter: str) -> str:
    return letter.partition("=")[0]


def level(scenario: Scenario, name: str) -> Level:
    """The words of a level by name: one of `LEVELS`, or any level `moments.level_words` knows.

    "1+AB:sequences" is {1, letters of A} x {1, products of what one run of the sequence measures},
    "1+AB:operators" is {1, letters of A} x {1, letters of B}, the level 1+AB of two parties.

    >>> from proofs.search.semidefinite.moments import level_words
    >>> [len(level_words(THREE_PARTIES, level(THREE_PARTIES, name))) for name in LEVELS]
    [15, 21, 45]
    """
    if name == "1+AB:operators":
        return "1+AB"
    if name != "1+AB:sequences":
        return name
    first, second = scenario.parties
    alone = ["", *(letter for letter in scenario.names if letter.startswith(first))]
    return [" ".join(filter(None, pair)) for pair in product(alone, sequences(scenario, second))]


THREE_PARTIES = sequential_scenario({"0": 2, "1": 2}, {"0": 2, "1": 2, "00": 2, "01": 2})
"""Bob1 measures B0 or B1; after B0, Bob2 measures B00 or B01; what Bob2 does after B1 is left out."""

FOUR_PARTIES = sequential_scenario(
    dict.fromkeys("0123", 2), dict.fromkeys(("0", "1", "2", "00", "01", "010", "011"), 2)
)
"""Bob1 measures B0, B1 or B2; after B0, Bob2 measures B00 or B01; after B0 and B01, Bob3 measures B010 or B011."""
