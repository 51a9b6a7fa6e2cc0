"""Section A.3: eqs. (13)-(15), the no-signalling polytope and its vertices."""

from collections import Counter
from fractions import Fraction
from functools import partial
from itertools import product

from oracle.ledger.checks import check
from oracle.ledger.status import Finding
from oracle.papers.pironio2010.checks.bell import (
    BITS,
    CELLS,
    SETTINGS,
    Behaviour,
    Cell,
    boxes,
    chsh,
    deterministic,
    from_correlators,
    mixture,
    nosignalling_vertices,
    same_on_nosignalling,
    wins,
)

popescu_rohrlich = boxes

LOSING = tuple(cell for cell in CELLS if not wins(*cell))


def _sum_over_alice(behaviour: Behaviour, b: int, x: int, y: int) -> Fraction:
    return sum((behaviour[a, b, x, y] for a in BITS), Fraction(0))


def _sum_over_bob(behaviour: Behaviour, a: int, x: int, y: int) -> Fraction:
    return sum((behaviour[a, b, x, y] for b in BITS), Fraction(0))


def _agree(groups: dict[tuple[int, int], set[Fraction]]) -> bool:
    return all(len(values) == 1 for values in groups.values())


def _fits(behaviour: Behaviour, alice_from_sum_over_alice: bool) -> bool:
    """Return whether numbers P(a|x), P(b|y) exist that make the last two lines of (13) true, as printed or swapped."""
    alice: dict[tuple[int, int], set[Fraction]] = {}
    bob: dict[tuple[int, int], set[Fraction]] = {}
    for a, b, x, y in CELLS:
        over_alice, over_bob = _sum_over_alice(behaviour, b, x, y), _sum_over_bob(behaviour, a, x, y)
        alice.setdefault((a, x), set()).add(over_alice if alice_from_sum_over_alice else over_bob)
        bob.setdefault((b, y), set()).add(over_bob if alice_from_sum_over_alice else over_alice)
    return _agree(alice) and _agree(bob)


@check
def p6_printed() -> Finding:
    """A deterministic behaviour breaks (13) as printed, whatever numbers P(a|x) and P(b|y) stand for.

    The printed sum over a leaves b free, so one number P(a|x) would have to equal P(b|y) for both b. All 16
    deterministic behaviours are excluded, though each is local.
    """
    excluded = sum(not _fits(behaviour, True) for behaviour in deterministic())
    return Finding("refutation", excluded == 16, f"{excluded} of 16 deterministic behaviours break the printed sums")


@check
def p6_corrected() -> Finding:
    """With the sums exchanged, all 24 vertices of the polytope fulfil (13), and mixtures with them."""
    points = [*deterministic(), *boxes()]
    fitting = sum(_fits(behaviour, False) for behaviour in points)
    distinct = {_coordinates(behaviour) for behaviour in points}
    return Finding("correction", fitting == len(distinct) == 24, f"{fitting} of 24 vertices fulfil the exchanged sums")


def _slack(cell: Cell, behaviour: Behaviour) -> Fraction:
    return Fraction(3, 2) - chsh(behaviour) / 4 - behaviour[cell]


def _marginal_slack(a: int, x: int, behaviour: Behaviour) -> Fraction:
    return Fraction(3, 2) - chsh(behaviour) / 4 - _sum_over_bob(behaviour, a, x, 0)


def _positive_sum(cells: tuple[Cell, ...], behaviour: Behaviour) -> Fraction:
    return sum((behaviour[cell] for cell in cells), Fraction(0))


def _winning_cells(cell: Cell) -> tuple[Cell, ...]:
    """Return cells whose probabilities add up to 3/2 - I/4 - P(cell) for a winning cell; none if there are none.

    Two losing outcomes of the same setting and one of each other setting: eight choices, of which the one that makes
    the affine identity true is returned.
    """
    a, b, x, y = cell
    same = ((a, 1 - b, x, y), (1 - a, b, x, y))
    others = [[item for item in LOSING if item[2:] == setting] for setting in SETTINGS if setting != (x, y)]
    for far in product(*others):
        if same_on_nosignalling(partial(_slack, cell), partial(_positive_sum, (*same, *far))):
            return (*same, *far)
    return ()


@check
def eq_14_winning() -> Finding:
    """3/2 - I/4 - P(ab|xy) and 3/2 - I/4 - P(a|x) are sums of probabilities, for every winning (a, b, x, y).

    Identities of affine functions of a no-signalling behaviour, decided at nine points; the right sides are >= 0. The
    marginal's sum lacks the cell (a, b', x, y).
    """
    joint = marginal = True
    for cell in CELLS:
        if wins(*cell):
            cells = _winning_cells(cell)
            a, b, x, y = cell
            rest = tuple(item for item in cells if item != (a, 1 - b, x, y))
            joint &= bool(cells)
            marginal &= len(rest) < len(cells) and same_on_nosignalling(
                partial(_marginal_slack, a, x), partial(_positive_sum, rest)
            )
    return Finding("proof", joint and marginal, "8 joint and 8 marginal identities, right sides sums of probabilities")


def _ends(cell: Cell) -> tuple[Behaviour, Behaviour]:
    """Return the box with a + b = xy and the deterministic behaviour of largest I that answers (a, b)."""
    return next(iter(boxes())), max(deterministic(), key=lambda item: (item[cell], chsh(item)))


@check
def eq_14_attained() -> Finding:
    """The bound of (14) is met at every I in [2, 4] by a winning entry: mixtures of a box and a deterministic point.

    Both ends of the segment meet it with equality, and both sides are affine along it.
    """
    met = 0
    for cell in CELLS:
        box, local = _ends(cell)
        met += wins(*cell) and all(_slack(cell, item) == 0 for item in (box, local)) and chsh(box) - chsh(local) == 2
    return Finding("proof", met == 8, f"{met} of 8 winning entries attain 3/2 - I/4 from I = 2 to 4")


@check
def p7_printed() -> Finding:
    """For the losing entries 3/2 - I/4 is not attained above I = 2: they stay below 2 - I/2.

    2 - I/2 is the sum of the eight losing probabilities (an affine identity), so each is at most that, and
    3/2 - I/4 - (2 - I/2) = (I - 2)/4 is positive above 2.
    """
    identity = same_on_nosignalling(lambda item: 2 - chsh(item) / 2, partial(_positive_sum, LOSING))
    score = Fraction(3)
    room = (Fraction(3, 2) - score / 4) - (2 - score / 2)
    return Finding("refutation", identity and room > 0, f"at I = {score} a losing entry is at least {room} below (14)")


@check
def p7_corrected(winning: str, losing: str) -> Finding:
    """For the losing entries the maximum is 2 - I/2 on [2, 4], reached by mixing a box with a deterministic point."""
    identity = same_on_nosignalling(lambda item: 2 - chsh(item) / 2, partial(_positive_sum, LOSING))
    attained = 0
    for cell in LOSING:
        box, local = _ends(cell)
        middle = mixture([(Fraction(1, 2), box), (Fraction(1, 2), local)])
        met = all(item[cell] == 2 - chsh(item) / 2 for item in (box, local, middle))
        attained += met and chsh(box) - chsh(local) == 2
    return Finding(
        "correction",
        identity and attained == int(losing) == len(CELLS) - int(winning),
        f"bound proved, attained for {attained} of 8 losing entries",
    )


@check
def eq_15_every_outcome() -> Finding:
    """For I in [2, 4] no entry exceeds 3/2 - I/4: winning ones by (14), losing ones by 2 - I/2, which is smaller there.

    Hence H(AB|XY) >= -log2(3/2 - I/4); equality by ``eq_14_attained``.
    """
    winning = all(_winning_cells(cell) for cell in CELLS if wins(*cell))
    losing = same_on_nosignalling(lambda item: 2 - chsh(item) / 2, partial(_positive_sum, LOSING))
    order = all(2 - Fraction(score) / 2 <= Fraction(3, 2) - Fraction(score) / 4 for score in (2, 4))
    return Finding("proof", winning and losing and order, "all 16 entries")


@check
def sec_a3_vertices() -> Finding:
    """The polytope has 24 vertices: the 16 deterministic behaviours and the 8 boxes.

    All vertices by double description from the 16 inequalities P(ab|xy) >= 0; coordinates are 1, -1 for the first class
    and 0 marginals for the second.
    """
    found = nosignalling_vertices()
    known = {_coordinates(item) for item in (*deterministic(), *boxes())}
    return Finding("proof", found == known and len(known) == 24, f"{len(found)} vertices found")


def _coordinates(behaviour: Behaviour) -> tuple[Fraction, ...]:
    alice = [sum(((-1) ** a * behaviour[a, b, x, 0] for a in BITS for b in BITS), Fraction(0)) for x in BITS]
    bob = [sum(((-1) ** b * behaviour[a, b, 0, y] for a in BITS for b in BITS), Fraction(0)) for y in BITS]
    joint = [
        sum(((-1) ** (a + b) * behaviour[a, b, x, y] for a in BITS for b in BITS), Fraction(0)) for x, y in SETTINGS
    ]
    return (*alice, *bob, *joint)


@check
def p8_printed(plus: str, minus: str) -> Finding:
    """There are vertices of the polytope with entries up to 1/2 only, hence of the second class, and I not 4 or -4."""
    vertices = [from_correlators(vertex) for vertex in nosignalling_vertices()]
    strays = [
        item for item in vertices if max(item.values()) == Fraction(1, 2) and chsh(item) not in (int(plus), int(minus))
    ]
    shown = sorted({int(chsh(item)) for item in strays})
    return Finding("refutation", bool(strays), f"{len(strays)} such vertices have I = {shown}")


@check
def p8_corrected(plus: str, minus: str, extreme: str, boxes: str, others: str) -> Finding:
    """Two boxes have I = 4 or -4, six have I = 0; entries are at most 1/2 and the bound (14) holds at all."""
    values = Counter(int(chsh(item)) for item in popescu_rohrlich())
    bound = all(max(item.values()) == Fraction(1, 2) <= Fraction(3, 2) - chsh(item) / 4 for item in popescu_rohrlich())
    ends = sorted(value for value in values if value) or [0]
    counted = (values[ends[0]] + values[ends[-1]], values[0], sum(values.values()))
    printed = tuple(map(int, (extreme, others, boxes)))
    return Finding(
        "correction",
        ends == [int(minus), int(plus)] and counted == printed and bound,
        f"I values {dict(sorted(values.items()))}",
    )


@check
def sec_a3_maximum() -> Finding:
    """The largest no-signalling value is 4: 4 - I is twice the sum of the losing probabilities; a box attains it."""
    identity = same_on_nosignalling(lambda item: 4 - chsh(item), lambda item: 2 * _positive_sum(LOSING, item))
    return Finding("proof", identity and max(map(chsh, boxes())) == 4, "4 - I = 2 sum of 8 losing probabilities")
