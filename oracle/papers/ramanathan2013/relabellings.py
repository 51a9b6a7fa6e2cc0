"""Relabellings of a scenario: stabilisers of functionals, and certificates carried along.

A relabelling permutes equal parties, inputs of a party with equally many outcomes, and
outcomes of an input.  It maps behaviours of the scenario to behaviours, so it maps a
certificate to a certificate.  The kernel checks the carried certificate like any other and
knows nothing of symmetry.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import factorial, prod
from typing import Any

from lp.coordinates import Functional, Scenario
from proofs.search.language.write import Json, certificate_bytes

MAX_ORBIT = 100_000

Permutation = tuple[int, ...]
Key = tuple[frozenset[tuple[str, Fraction]], ...]


@dataclass(frozen=True)
class Relabellings:
    """The relabelling group of a scenario, acting on the events of single parties.

    >>> Relabellings(Scenario.uniform(4, 2, 2)).order
    98304
    """

    scenario: Scenario

    @cached_property
    def atoms(self) -> list[str]:
        return [event for party in self.scenario.parties for event in party.events]

    @cached_property
    def _index(self) -> dict[str, int]:
        return {atom: i for i, atom in enumerate(self.atoms)}

    @cached_property
    def order(self) -> int:
        """How many relabellings there are."""
        shapes = [tuple(sorted(d for _, d in party.inputs)) for party in self.scenario.parties]
        inside = prod(
            prod(factorial(shape.count(d)) for d in set(shape)) * prod(factorial(d) for d in shape) for shape in shapes
        )
        return inside * prod(factorial(shapes.count(shape)) for shape in set(shapes))

    @cached_property
    def generators(self) -> list[Permutation]:
        """Swaps of outcomes, inputs and parties that generate the group.

        Raises:
            ValueError: parties in a time order cannot be swapped freely.
        """
        if self.scenario.set_name != "no-signalling":
            raise ValueError("relabellings are for scenarios without signalling")
        pairs: list[dict[str, str]] = []
        parties = self.scenario.parties
        for p in parties:
            for k, (x, d) in enumerate(p.inputs):
                pairs += [{f"{p.name}{x}={o}": f"{p.name}{x}={o + 1}"} for o in range(d - 1)]
                for y, e in p.inputs[k + 1 :]:
                    if e == d:
                        pairs.append({f"{p.name}{x}={o}": f"{p.name}{y}={o}" for o in range(d)})
        for k, p in enumerate(parties):
            for q in parties[k + 1 :]:
                # inputs are matched by their numbers of outcomes
                mine, theirs = (sorted(r.inputs, key=lambda entry: entry[1]) for r in (p, q))
                if [d for _, d in mine] == [d for _, d in theirs]:
                    swapped = {}
                    for (x, d), (y, _) in zip(mine, theirs, strict=True):
                        swapped.update({f"{p.name}{x}={o}": f"{q.name}{y}={o}" for o in range(d)})
                    pairs.append(swapped)
        return [self._swap(swapped) for swapped in pairs]

    def _swap(self, swapped: Mapping[str, str]) -> Permutation:
        both = {**swapped, **{b: a for a, b in swapped.items()}}
        return tuple(self._index[both.get(atom, atom)] for atom in self.atoms)

    def word(self, permutation: Permutation, word: str) -> tuple[int, str]:
        """The image of a word and its sign: an observable whose outcomes are swapped changes sign."""
        sign = 1
        image = []
        for atom in word.split():
            if "=" in atom:
                image.append(self.atoms[permutation[self._index[atom]]])
            else:
                name, _, outcome = self.atoms[permutation[self._index[f"{atom}=0"]]].partition("=")
                sign *= 1 - 2 * int(outcome)
                image.append(name)
        return sign, " ".join(sorted(image))  # one operator a party, so sorting is by party

    def functional(self, permutation: Permutation, functional: Functional) -> dict[str, Fraction]:
        """The functional whose value at a relabelled behaviour is that of the given one before."""
        images = {word: self.word(permutation, word) for word in functional}
        return {images[word][1]: Fraction(images[word][0] * c) for word, c in functional.items()}

    def orbit(
        self, functionals: Sequence[Functional], generators: Sequence[Permutation] | None = None, most: int = MAX_ORBIT
    ) -> tuple[dict[Key, Permutation], list[Permutation]]:
        """The orbit of some functionals together, and generators of their stabiliser.

        The stabiliser's order is that of the group divided by the length of the orbit.

        Args:
            functionals: moved by the same relabelling.
            generators: of the group that acts; the whole relabelling group by default.
            most: elements of the orbit that may be listed.

        Returns:
            each image with one relabelling that leads to it, and Schreier's generators.

        Raises:
            ValueError: the orbit is longer.
        """
        acting = self.generators if generators is None else generators
        identity = tuple(range(len(self.atoms)))
        start = [{w: Fraction(c) for w, c in f.items() if c} for f in functionals]
        found: dict[Key, Permutation] = {_key(start): identity}
        waiting: list[tuple[Permutation, list[dict[str, Fraction]]]] = [(identity, start)]
        stabiliser: set[Permutation] = set()
        words: list[dict[str, tuple[int, str]]] = [{} for _ in acting]  # images under each generator
        while waiting:
            reached, images = waiting.pop()
            for generator, known in zip(acting, words, strict=True):
                longer = _compose(generator, reached)
                for word in {word for image in images for word in image} - known.keys():
                    known[word] = self.word(generator, word)
                moved = [{known[w][1]: known[w][0] * c for w, c in image.items()} for image in images]
                key = _key(moved)
                if key in found:
                    stabiliser.add(_compose(_inverse(found[key]), longer))
                    continue
                if len(found) >= most:
                    raise ValueError(f"the orbit has more than {most} elements")
                found[key] = longer
                waiting.append((longer, moved))
        stabiliser.discard(identity)
        return found, sorted(stabiliser)

    def carry(self, permutation: Permutation, data: bytes) -> bytes:
        """The certificate about relabelled behaviours; as good as the given one, which the kernel sees again.

        Raises:
            ValueError: the witness has models; behaviours and events are what can be carried.
        """
        document = json.loads(data)
        statement, witness = document["statement"], document["witness"]
        if "models" in witness or "models" in witness.get("feasible", {}):
            raise ValueError("models are not carried")
        if "functional" in statement:
            statement["functional"] = self._terms(permutation, statement["functional"])
        for hypothesis in statement.get("hypotheses", []):
            hypothesis["polynomial"] = self._terms(permutation, hypothesis["polynomial"])
        for value in statement.get("values", []):
            value["functional"] = self._terms(permutation, value["functional"])
        for holder, key in ((witness, "events"), (witness, "behaviour"), (witness.get("feasible", {}), "behaviour")):
            if key in holder:
                holder[key] = [[weight, self.word(permutation, word)[1]] for weight, word in holder[key]]
        return certificate_bytes(document["rule"], statement, witness, document.get("provenance"))

    def _terms(self, permutation: Permutation, terms: list[list[Any]]) -> list[Json]:
        images = {}
        for c, word in terms:
            sign, image = self.word(permutation, word)
            images[image] = c if sign > 0 else _negative(c)
        return [[images[word], word] for word in self.scenario.sorted(list(images))]


def _negative(coefficient: Any) -> Json:
    if isinstance(coefficient, dict):
        return {"poly": [[_negative(c), monomial] for c, monomial in coefficient["poly"]]}
    if isinstance(coefficient, list):
        return [_negative(c) for c in coefficient]
    return str(-Fraction(coefficient))


def _key(functionals: Sequence[Functional]) -> Key:
    return tuple(frozenset((word, Fraction(c)) for word, c in functional.items()) for functional in functionals)


def _compose(after: Permutation, before: Permutation) -> Permutation:
    return tuple(after[i] for i in before)


def _inverse(permutation: Permutation) -> Permutation:
    result = [0] * len(permutation)
    for i, image in enumerate(permutation):
        result[image] = i
    return tuple(result)
