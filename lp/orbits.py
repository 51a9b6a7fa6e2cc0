"""Search with one variable an orbit: programs whose data are invariant under relabellings.

If the functional and all hypotheses are invariant under a group, averaging over the group
turns optimal behaviours and multipliers into invariant ones.  So one multiplier an orbit of
events is enough, and as many coordinates as the sums over orbits have independent columns.
The certificates found are ordinary ones; the kernel learns nothing of the group.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from lp.coordinates import Functional, Scenario, integers, machine_integers
from lp.exact_vertices import optimum
from lp.highs import Program
from lp.linear_algebra import pivots
from lp.optima import Optimum, assemble, event_rows, scaled
from lp.symmetry import Permutation, Relabellings
from proofs.search.language.means import Mean

MOST_GENERATORS = 24  # any subgroup is good enough
MOST_IMAGES = 5000  # a functional with a longer orbit has few symmetries


def invariance(scenario: Scenario, functionals: Sequence[Functional]) -> list[Permutation]:
    """Relabellings that fix all the functionals: a large part of the stabiliser, or none if it is small.

    >>> chsh = {"A0 B0": Fraction(1), "A0 B1": Fraction(1), "A1 B0": Fraction(1), "A1 B1": Fraction(-1)}
    >>> len(event_orbits(Scenario.uniform(2, 2, 2), invariance(Scenario.uniform(2, 2, 2), [chsh])))
    2
    """
    group = Relabellings(scenario)
    generators = group.generators
    for functional in functionals:
        try:
            _, found = group.orbit([functional], generators, MOST_IMAGES)
        except ValueError:
            return []
        generators = found[:: -(-len(found) // MOST_GENERATORS)] if found else []
    return generators


def event_orbits(scenario: Scenario, generators: Sequence[Permutation]) -> list[list[int]]:
    """The events of all parties, as positions in `Scenario.events`, in orbits."""
    sizes = [len(party.events) for party in scenario.parties]
    starts = np.cumsum([0, *sizes[:-1]])
    owner = np.repeat(np.arange(len(sizes)), sizes)
    atoms = np.indices(sizes).reshape(len(sizes), -1).T + starts
    label = np.arange(len(atoms))
    images = []
    for generator in generators:
        moved = np.array(generator)[atoms]
        order = np.argsort(owner[moved], axis=1)  # the image of a party's event may belong to another party
        places = np.take_along_axis(moved, order, axis=1) - starts
        images.append(np.ravel_multi_index(tuple(places.T), tuple(sizes)))
    changed = True
    while changed:  # the least position of an orbit spreads to all of it
        before = label.copy()
        for image in images:
            np.minimum.at(label, image, label.copy())
            label = np.minimum(label, label[image])
        changed = bool((label != before).any())
    orbits: dict[int, list[int]] = {}
    for position, least in enumerate(label):
        orbits.setdefault(int(least), []).append(position)
    return list(orbits.values())


def maximum(scenario: Scenario, functional: Functional, hypotheses: Sequence[Mean] = ()) -> Optimum:
    """What `certify.maximum` returns, found with one variable an orbit.

    Raises:
        Failure: no behaviour satisfies the hypotheses.
        Failure: NO_ANSWER, no exact optimum was found.
        ValueError: a coefficient is too long.
    """
    generators = invariance(scenario, [functional, *(hypothesis.functional for hypothesis in hypotheses)])
    names, rows = event_rows(scenario)
    orbits = event_orbits(scenario, generators)
    sums = np.array([rows[orbit].sum(axis=0) for orbit in orbits], dtype=np.int64)
    _, columns = pivots(sums)  # modulo a prime; a wrong choice would fail later, not pass
    lines = [scaled(scenario, hypothesis.functional) for hypothesis in hypotheses]
    objective, factor = scaled(scenario, functional)
    extra = machine_integers([line for line, _ in lines]).reshape(-1, scenario.dimension)
    equal: npt.NDArray[np.bool_] = np.array([False] * len(orbits) + [h.sense == "=0" for h in hypotheses])
    both = np.vstack([sums, extra])[:, columns]
    pair = optimum(Program(both, equal, machine_integers(objective)[columns]))
    numerators, common = integers(pair.point)
    totals = sums[:, columns].astype(object) @ np.array(numerators, dtype=object)
    behaviour: dict[str, Fraction] = {}
    events: dict[str, Fraction] = {}
    for k, orbit in enumerate(orbits):
        probability = Fraction(int(totals[k]), common * len(orbit))
        weight = pair.multipliers.get(k, Fraction(0)) / factor
        behaviour.update({names[i]: probability for i in orbit if probability})
        events.update({names[i]: weight for i in orbit if weight})
    means = {}
    for k, (hypothesis, (_, own)) in enumerate(zip(hypotheses, lines, strict=True)):
        means[hypothesis.name] = pair.multipliers.get(len(orbits) + k, Fraction(0)) * own / factor
    return assemble(scenario, functional, hypotheses, 1, pair.value / factor, behaviour, events, means)
