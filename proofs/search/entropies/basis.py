"""What stands beside the adversary's letters Z and Z*: polynomials of a level, reduced and sorted by symmetry."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from proofs.search.language.relabelling import Relabelling
from proofs.search.language.scenario import Polynomial, Scenario, Word

PARTS = ("1", "Z", "Z*")
Element = tuple[str, Polynomial]  # a part, and the polynomial in front of it


@dataclass(frozen=True)
class Basis:
    """The rows of the Gram matrices of one outcome tuple, in blocks that a symmetry keeps apart.

    Attributes:
        event: the projector of the outcome tuple.
        blocks: in each block the elements in order of `PARTS`.
    """

    event: Polynomial
    blocks: tuple[tuple[Element, ...], ...]


def basis_of(scenario: Scenario, words: Sequence[Word], event: Polynomial, moves: Sequence[Relabelling]) -> Basis:
    """The basis of a level; before Z every polynomial ends with the event, as no square could contain another one.

    Args:
        scenario: the letters.
        words: the level.
        event: M, the projector of the outcome tuple.
        moves: commuting involutions that leave event and question as they are.

    >>> chsh = Scenario.bell({"A": [2, 2], "B": [2, 2]})
    >>> found = basis_of(chsh, [(), (0,), (1,)], chsh.parse("A0=0"), [])
    >>> [part for part, _ in found.blocks[0]]
    ['1', '1', '1', 'Z', 'Z', 'Z*', 'Z*', 'Z*']
    """
    plain: list[Polynomial] = [{word: Fraction(1)} for word in words]
    ending = independent([scenario.multiply(p, event) for p in plain])
    blocks: dict[tuple[int, ...], list[Element]] = {}
    for part, polynomials in zip(PARTS, (plain, ending, plain), strict=True):
        for character, found in _sorted(scenario, polynomials, moves).items():
            blocks.setdefault(character, []).extend((part, p) for p in independent(found))
    return Basis(event, tuple(tuple(block) for block in blocks.values()))


def independent(polynomials: Iterable[Polynomial]) -> list[Polynomial]:
    """The polynomials without those that are combinations of earlier ones."""
    kept: list[Polynomial] = []
    words: dict[Word, int] = {}
    rows: list[dict[int, Fraction]] = []
    pivots: list[int] = []
    for p in polynomials:
        row = {words.setdefault(word, len(words)): c for word, c in p.items()}
        for pivot, done in zip(pivots, rows, strict=True):
            if c := row.get(pivot):
                for k, d in done.items():
                    row[k] = row.get(k, Fraction(0)) - c * d
                row = {k: d for k, d in row.items() if d}
        if row:
            pivot = min(row)
            rows.append({k: d / row[pivot] for k, d in row.items()})
            pivots.append(pivot)
            kept.append(p)
    return kept


def _sorted(
    scenario: Scenario, polynomials: Sequence[Polynomial], moves: Sequence[Relabelling]
) -> dict[tuple[int, ...], list[Polynomial]]:
    """Sums and differences with the images under all moves, by the signs they take."""
    found: list[tuple[tuple[int, ...], Polynomial]] = [((), p) for p in polynomials]
    for move in moves:
        split: list[tuple[tuple[int, ...], Polynomial]] = []
        for character, p in found:
            image = move.polynomial(scenario, p)
            for sign in (1, -1):
                total = {
                    word: c for word in {**p, **image} if (c := p.get(word, 0) + sign * image.get(word, Fraction(0)))
                }
                if total:
                    scale = max(abs(c) for c in total.values())
                    split.append(((*character, sign), {word: Fraction(c) / scale for word, c in total.items()}))
        found = split
    sorted_found: dict[tuple[int, ...], list[Polynomial]] = {}
    for character, p in found:
        sorted_found.setdefault(character, []).append(p)
    return sorted_found
