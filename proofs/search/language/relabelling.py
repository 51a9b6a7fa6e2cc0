"""Relabellings of a scenario, and how words, functionals and polynomials are carried along.

A relabelling permutes parties, inputs and, at inputs with two outcomes, outcomes.  It
maps words to words up to a sign, so the image of a Gram matrix has the same entries up
to signs and is positive again: an image is written out in full and checked like any
other certificate.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import permutations, product

from proofs.search.language.failure import Failure, Kind
from proofs.search.language.scenario import Functional, Polynomial, Scenario, Word

MOST_RELABELLINGS = 20_000


@dataclass(frozen=True)
class Relabelling:
    """The input number i becomes `inputs[i]`, its outcomes exchanged where `flips[i]`."""

    inputs: tuple[int, ...]
    flips: tuple[bool, ...]

    @classmethod
    def declared(cls, scenario: Scenario, images: Mapping[str, str]) -> Relabelling:
        """The relabelling with these images of inputs; "-B1" is the input B1 with its outcomes exchanged.

        >>> Relabelling.declared(Scenario.bell({"A": [2, 2]}), {"A0": "A1", "A1": "-A0"})
        Relabelling(inputs=(1, 0), flips=(False, True))

        Raises:
            Failure: this is no relabelling of the scenario.
        """
        names = ["".join(item[:2]) for item in scenario.inputs]
        given = [images.get(name, name) for name in names]
        targets = [image.removeprefix("-") for image in given]
        if any(name not in names for name in images) or sorted(targets) != sorted(names):
            raise Failure(
                Kind.RELABELLING,
                "symmetry",
                "a relabelling maps the inputs of the scenario to each other, such as A0 to -B1",
            )
        found = cls(tuple(map(names.index, targets)), tuple(image.startswith("-") for image in given))
        if not found.fits(scenario):
            raise Failure(
                Kind.RELABELLING,
                "symmetry",
                "the relabelling {word} does not map parties to parties of its kind",
                word=found.text(scenario),
            )
        return found

    def fits(self, scenario: Scenario) -> bool:
        """Whether parties stay together, inputs keep their outcomes, and commuting pairs commute."""
        inputs, names = scenario.inputs, ["".join(item[:2]) for item in scenario.inputs]
        owners = {(inputs[i][0], inputs[j][0]) for i, j in enumerate(self.inputs)}
        pairs = {frozenset(pair) for pair in scenario.commuting}
        moved = {frozenset(names[self.inputs[names.index(name)]] for name in pair) for pair in pairs}
        same = all(inputs[i][2] == inputs[j][2] for i, j in enumerate(self.inputs))
        flipped = all(inputs[i][2] == 2 for i, flip in enumerate(self.flips) if flip)
        return len(owners) == len(scenario.parties) and same and flipped and moved == pairs

    def text(self, scenario: Scenario) -> str:
        """The images of the inputs that move."""
        names = ["".join(item[:2]) for item in scenario.inputs]
        moves = [
            (names[i], ("-" if f else "") + names[j])
            for i, (j, f) in enumerate(zip(self.inputs, self.flips, strict=True))
        ]
        return ", ".join(f"{name} -> {image}" for name, image in moves if name != image) or "identity"

    def after(self, first: Relabelling) -> Relabelling:
        """This relabelling after another one."""
        return Relabelling(
            tuple(self.inputs[i] for i in first.inputs),
            tuple(flip != self.flips[i] for i, flip in zip(first.inputs, first.flips, strict=True)),
        )

    def keeps(self, scenario: Scenario, polynomials: Iterable[Polynomial]) -> bool:
        """Whether polynomials are their own images; different words have different images."""
        for polynomial in polynomials:
            for word, c in polynomial.items():
                sign, image = self.word(scenario, word)
                if polynomial.get(image) != (c if sign > 0 else -c):
                    return False
        return True

    def letter(self, scenario: Scenario, x: int) -> tuple[int, int]:
        """(sign, letter) of the image."""
        i, outcome = scenario.letters[x]
        return (-1 if self.flips[i] else 1), scenario.letters.index((self.inputs[i], outcome))

    def word(self, scenario: Scenario, word: Word) -> tuple[int, Word]:
        """(sign, normal form) of the image of a word."""
        images = [self.letter(scenario, x) for x in word]
        sign = 1
        for s, _ in images:
            sign *= s
        image = scenario.word(x for _, x in images)
        if image is None:
            raise Failure(
                Kind.RELABELLING, "symmetry", "this is no relabelling of the scenario: it maps an operator to zero"
            )
        return sign, image

    def polynomial(self, scenario: Scenario, polynomial: Polynomial) -> Polynomial:
        images = ((self.word(scenario, word), c) for word, c in polynomial.items())
        return {word: sign * c for (sign, word), c in images}

    def atoms(self, scenario: Scenario, text: str) -> tuple[int, str]:
        """(sign, text) of the image of a product of atoms, one atom a party.

        >>> s = Scenario.bell({"A": [2], "B": [2]})
        >>> Relabelling((1, 0), (True, False)).atoms(s, "A0 B0"), Relabelling((1, 0), (True, False)).atoms(s, "A0=0")
        ((-1, 'A0 B0'), (1, 'B0=1'))
        """
        names = ["".join(item[:2]) for item in scenario.inputs]
        sign, found = 1, []
        for atom in text.split():
            name, _, outcome = atom.partition("=")
            i = names.index(name)
            if self.flips[i] and not outcome:
                sign = -sign
            image = outcome and str(int(outcome) ^ self.flips[i])
            found.append((self.inputs[i], image))
        return sign, " ".join(names[i] + (f"={outcome}" if outcome else "") for i, outcome in sorted(found))

    def functional(self, scenario: Scenario, functional: Functional) -> dict[str, Fraction]:
        """The image of a functional whose words name each party at most once."""
        result: dict[str, Fraction] = {}
        for text, c in functional.items():
            sign, image = self.atoms(scenario, text)
            result[image] = result.get(image, Fraction(0)) + sign * Fraction(c)
        return result


def relabellings(scenario: Scenario) -> Iterator[Relabelling]:
    """All relabellings that exchange outcomes only of inputs with two outcomes.

    Raises:
        Failure: there are more than `MOST_RELABELLINGS`.
    """
    inputs = scenario.inputs
    of_party = [[i for i, item in enumerate(inputs) if item[0] == party] for party in scenario.parties]
    flips = list(product(*((False, True) if d == 2 else (False,) for _, _, d in inputs)))
    # the ways to map the inputs of one party onto those of another: equal numbers of outcomes
    arrangements = [
        [found for found in permutations(target) if [inputs[i][2] for i in own] == [inputs[j][2] for j in found]]
        for own, target in product(of_party, repeat=2)
    ]
    names = ["".join(item[:2]) for item in inputs]
    pairs = {frozenset(pair) for pair in scenario.commuting}
    size = len(of_party)
    count = 0
    for order in permutations(range(size)):
        for choice in product(*(arrangements[p * size + q] for p, q in enumerate(order))):
            image = tuple(i for part in choice for i in part)
            moved = {frozenset(names[image[names.index(name)]] for name in pair) for pair in pairs}
            if moved != pairs:
                continue
            for flip in flips:
                count += 1
                if count > MOST_RELABELLINGS:
                    raise Failure(
                        Kind.RELABELLING,
                        "symmetry",
                        "the scenario has more than {most} relabellings; declare some",
                        most=MOST_RELABELLINGS,
                    )
                yield Relabelling(image, flip)


def listable(scenario: Scenario) -> bool:
    """Whether `relabellings` can list them all.

    >>> listable(Scenario.bell({"A": [2, 2, 2]})), listable(Scenario.bell({"A": [2] * 8}))
    (True, False)
    """
    try:
        return all(True for _ in relabellings(scenario))
    except Failure:
        return False


def group_of(scenario: Scenario, generators: Sequence[Relabelling]) -> list[Relabelling]:
    """All products of the generators, the identity first.

    >>> chsh = Scenario.bell({"A": [2, 2], "B": [2, 2]})
    >>> len(group_of(chsh, [Relabelling.declared(chsh, {"A0": "A1", "A1": "A0", "B1": "-B1"})]))
    2

    Raises:
        Failure: there are more than `MOST_RELABELLINGS`.
    """
    size = len(scenario.inputs)
    found = {Relabelling(tuple(range(size)), (False,) * size): None}
    queue = list(found)
    for element in queue:
        for generator in generators:
            image = generator.after(element)
            if image not in found:
                found[image] = None
                queue.append(image)
        if len(found) > MOST_RELABELLINGS:
            raise Failure(
                Kind.RELABELLING,
                "symmetry",
                "the declared relabellings generate more than {most}",
                most=MOST_RELABELLINGS,
            )
    return list(found)


def symmetries(scenario: Scenario, functional: Functional) -> list[Relabelling]:
    """The relabellings that leave a functional as it is.

    >>> chsh = {"A0 B0": 1, "A0 B1": 1, "A1 B0": 1, "A1 B1": -1}
    >>> len(symmetries(Scenario.bell({"A": [2, 2], "B": [2, 2]}), chsh))
    16
    """
    wanted = scenario.polynomial(functional)
    return [found for found in relabellings(scenario) if found.keeps(scenario, [wanted])]


def orbits(
    scenario: Scenario, events: Sequence[str], group: Sequence[Relabelling]
) -> dict[str, tuple[str, Relabelling]]:
    """For each event a representative of its orbit and a relabelling that maps it to the event."""
    result: dict[str, tuple[str, Relabelling]] = {}
    for event in events:
        if event not in result:
            for relabelling in group:
                _, image = relabelling.atoms(scenario, event)
                if image in events:
                    result.setdefault(image, (event, relabelling))
    return result
