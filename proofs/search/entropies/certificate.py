"""From what is known of devices to a certificate that bounds a von Neumann entropy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from math import floor

from proofs.search.entropies.basis import PARTS, Basis, Element, basis_of
from proofs.search.entropies.exact import Grams, exact_grams, positive
from proofs.search.entropies.moment_program import Entropies, Node
from proofs.search.entropies.nodes import UNIT, Below, tuned
from proofs.search.language.failure import Failure, Kind
from proofs.search.language.guessed import guessed_events
from proofs.search.language.known import Known, hypotheses
from proofs.search.language.means import Mean, means_json, used_json
from proofs.search.language.relabelling import Relabelling, listable, relabellings
from proofs.search.language.scenario import Polynomial, Scenario, common_denominator
from proofs.search.language.write import Json, certificate_bytes, rational
from proofs.search.semidefinite.moments import level_words
from proofs.search.semidefinite.sdp import Solution, solve

LN2 = Fraction(6243314768165359, 9007199254740992) + Fraction(1, 1 << 52)  # above ln 2
MARGINS = (33, 31, 29, 26, 23, 20)  # binary digits of the multiple of all squares that is kept for rounding
PRECISION = 128
SHORT = 1 << 34  # denominators of the line
MOST_ROWS = 120


@dataclass(frozen=True)
class Outcomes:
    """The outcome tuples of guessed inputs: which are searched, and how the others are images of them.

    Attributes:
        events: all outcome tuples.
        image: for each event the number of an earlier one and a relabelling that takes that to it, or None.
        group: all relabellings that leave the question as it is.
    """

    events: tuple[str, ...]
    image: tuple[tuple[int, Relabelling] | None, ...]
    group: tuple[Relabelling, ...]


@dataclass(frozen=True)
class Bounded:
    """An entropy bounded from below.

    Attributes:
        data: the certificate.
        line: of the statement, by words; "" is the constant.
        nodes: how many.
        search: what proposed it.
    """

    data: bytes
    line: dict[str, Fraction]
    nodes: int
    search: dict[str, str]


_Exact = tuple[
    Entropies, Solution, list[Fraction], dict[str, Fraction], Fraction, Grams, Fraction
]  # with the weights, the line in nats without its constant, that constant, and the constant of the squares


def default_level(scenario: Scenario, guessed: Sequence[str]) -> str:
    """Products of one letter of every two parties, and of two letters of the parties whose outcomes are guessed.

    >>> default_level(Scenario.bell({"A": [2, 2], "B": [2, 2]}), ["A0"])
    '1+AB+AA'
    """
    parties = scenario.parties
    pairs = [a + b for i, a in enumerate(parties) for b in parties[i + 1 :]]
    return "+".join(["1", *pairs, *dict.fromkeys(name[0] * 2 for name in guessed)])


def outcomes_of(scenario: Scenario, guessed: Sequence[str], kept: Sequence[Polynomial]) -> Outcomes:
    """The outcome tuples, with images under all relabellings of inputs and outcomes that keep some polynomials."""
    events = guessed_events(scenario, guessed)
    group: list[Relabelling] = []
    for move in relabellings(scenario) if listable(scenario) else ():
        parties = all(scenario.inputs[i][0] == scenario.inputs[j][0] for i, j in enumerate(move.inputs))
        if parties and move.keeps(scenario, kept) and all(move.atoms(scenario, e)[1] in events for e in events):
            group.append(move)
    image: list[tuple[int, Relabelling] | None] = []
    for k, event in enumerate(events):
        found = None
        for j in range(k):
            if image[j] is None and found is None:
                found = next(((j, move) for move in group if move.atoms(scenario, events[j])[1] == event), None)
        image.append(found)
    return Outcomes(tuple(events), tuple(image), tuple(group))


def problem_of(
    scenario: Scenario, guessed: Sequence[str], level: str | Sequence[str], means: Sequence[Mean], outcomes: Outcomes
) -> Entropies:
    """The program of the outcome tuples that are searched."""
    words = level_words(scenario, level)
    bases: list[Basis] = []
    moves: list[tuple[Relabelling, ...]] = []
    for k, event in enumerate(outcomes.events):
        if outcomes.image[k] is None:
            fixing = [move for move in outcomes.group if move.atoms(scenario, event)[1] == event]
            bases.append(basis_of(scenario, words, scenario.parse(event), _involutions(fixing, scenario, words)))
            moves.append(tuple(found[1] for found in outcomes.image if found is not None and found[0] == k))
    if max(len(block) for basis in bases for block in basis.blocks) > MOST_ROWS:
        raise Failure(Kind.SIZE, "level", "the level has blocks of more than {most} rows", most=MOST_ROWS)
    return Entropies(scenario, tuple(bases), tuple(moves), tuple(means), Fraction(1, 1 << MARGINS[0]))


def _involutions(
    moves: Sequence[Relabelling], scenario: Scenario, words: Sequence[tuple[int, ...]]
) -> list[Relabelling]:
    """Commuting relabellings that are their own inverse and keep the level, as many as are independent."""
    chosen: list[Relabelling] = []
    listed = set(words)
    for move in moves:
        identity = tuple(range(len(move.inputs)))
        own = move.after(move)
        if (move.inputs == identity and not any(move.flips)) or own.inputs != identity or any(own.flips):
            continue
        if not {move.word(scenario, word)[1] for word in words} <= listed:
            continue
        if all(move.after(other) == other.after(move) for other in chosen) and move not in _generated(chosen):
            chosen.append(move)
    return chosen


def _generated(moves: Sequence[Relabelling]) -> list[Relabelling]:
    found: list[Relabelling] = []
    for move in moves:
        found += [move, *(move.after(other) for other in found)]
    return found


def entropy_certificate(
    scenario: Scenario,
    guessed: Sequence[str],
    known: Sequence[Mean | Known],
    level: str | Sequence[str] = "",
    *,
    most: int = 2,
    below: Below | None = None,
    free: bool = False,
    feasible: Mapping[str, Json] | None = None,
    declared: Mapping[str, Json] | None = None,
    symmetry: bool = True,
    set_name: str = "quantum-tensor",
) -> Bounded:
    """A lower bound on H(outcomes of guessed inputs | E), in bits.

    Args:
        scenario: the operators.
        guessed: inputs whose outcomes count together.
        known: equations and inequalities on means, and means that lie in intervals.
        level: of the polynomials in front of 1, Z and Z*; "" is `default_level`.
        most: nodes at most.
        below: nodes that were chosen before.
        free: whether the statement is a line without hypotheses, best at what is known.
        feasible: the part of a witness that shows that the hypotheses can hold together.
        declared: keys of the statement that go with it.
        symmetry: whether relabellings are used.
        set_name: of the statement.

    Raises:
        Failure: GUESSED, LEVEL, SIZE; SOLVER; NO_ANSWER.
    """
    means = hypotheses(known)
    kept = [scenario.polynomial(mean.functional) for mean in means]
    outcomes = outcomes_of(scenario, guessed, kept)
    if not symmetry:
        outcomes = Outcomes(outcomes.events, (None,) * len(outcomes.events), ())
    problem = problem_of(scenario, guessed, level or default_level(scenario, guessed), means, outcomes)
    if below is None:
        below = tuned(partial(_least, problem), most)
    nodes = [Node(t, w / t) for t, w in below.points]
    problem, found, weights, line, given, grams, constant = _exact(problem, nodes, means)
    # H ln 2 >= bits ln 2 + sum of weights times hypotheses
    nats = sum((node.ratio for node in nodes), start=Fraction(0)) + constant - below.constant
    bits = Fraction(floor(((nats if free else nats - given) / LN2) * SHORT), SHORT)
    functional = {"": bits, **({word: c / LN2 for word, c in line.items() if c} if free else {})}
    statement: dict[str, Json] = {
        "kind": "entropy", "set": set_name, "scenario": scenario.json(), "guessed": list(guessed),
        "functional": scenario.terms(functional),
        **({} if free else {**means_json(scenario, means, feasible is not None), **(declared or {})}),
    }  # fmt: skip
    used = {} if free else used_json(means, [LN2 * weight for weight in weights])
    witness: dict[str, Json] = {
        "precision": str(PRECISION), "constant": rational(below.constant), "last": rational(below.last),
        "ln2": rational(LN2), "intervals": [[rational(low), rational(high)] for low, high in below.intervals],
        "nodes": _nodes_json(scenario, problem, outcomes, nodes, grams), **used, **(feasible or {}),
    }  # fmt: skip
    search = {**found.provenance, "level": str(level), "nodes": str(len(nodes))}
    return Bounded(certificate_bytes("quadrature", statement, witness, search), functional, len(nodes), search)


def _exact(problem: Entropies, nodes: Sequence[Node], means: Sequence[Mean]) -> _Exact:
    """The solution of the program with the smallest margin at which its matrices can be made exact.

    Raises:
        Failure: SOLVER; NO_ANSWER, with no margin they can.
    """
    large = max(len(block) for basis in problem.bases for block in basis.blocks) > 30
    for digits in MARGINS[3:] if large else MARGINS:  # what a solver knows of many rows is less exact
        problem = replace(problem, margin=Fraction(1, 1 << digits))
        found = solve(problem.program(nodes)[0], "clarabel", good=1e-5)
        weights = _weights(found, means)
        line: dict[str, Fraction] = {}
        for mean, weight in zip(means, weights, strict=True):
            for word, c in mean.functional.items():
                line[word] = line.get(word, Fraction(0)) + LN2 * weight * Fraction(c)
        given = line.pop("", Fraction(0))
        polynomial = problem.scenario.polynomial(line)
        grams, constant = exact_grams(problem, nodes, found.matrices, problem.classes((), polynomial))
        if all(map(positive, _rows(problem, nodes, grams))):
            return problem, found, weights, line, given, grams, constant
    raise Failure(Kind.NO_ANSWER, "", "no solution of the solver could be made exact")


def _rows(problem: Entropies, nodes: Sequence[Node], grams: Grams) -> Iterator[list[list[Fraction]]]:
    """The lower triangles of all Gram matrices."""
    for n in range(len(nodes)):
        for b, basis in enumerate(problem.bases):
            for m, block in enumerate(basis.blocks):
                yield [[grams[n, b, m, i, j] for j in range(i + 1)] for i in range(len(block))]


def _least(problem: Entropies, t: float) -> float:
    """The least mean of (x - 1)/(t (x - 1) + 1), as far as the program knows."""
    node = Node(Fraction(t).limit_denominator(UNIT), Fraction(1))
    near = {"tol_gap_abs": 1e-8, "tol_gap_rel": 1e-8, "tol_feas": 1e-8}
    found = solve(problem.program([node])[0], "clarabel", near, 1e-4)
    return (1 - found.claimed) / t


def _weights(found: Solution, means: Sequence[Mean]) -> list[Fraction]:
    """The weights of the hypotheses in bits, on a grid; nonnegative for inequalities."""
    equations, inequalities = iter(-found.equalities[1:]), iter(found.inequalities)
    result: list[Fraction] = []
    for mean in means:
        value = next(equations) if mean.sense == "=0" else max(0.0, float(next(inequalities)))
        result.append(Fraction(round(float(value) / float(LN2) * SHORT), SHORT))
    return result


def _nodes_json(
    scenario: Scenario, problem: Entropies, outcomes: Outcomes, nodes: Sequence[Node], grams: Grams
) -> list[Json]:
    listed: list[Json] = []
    searched = [k for k, image in enumerate(outcomes.image) if image is None]
    for n, node in enumerate(nodes):
        entries: list[Json] = []
        for k, image in enumerate(outcomes.image):
            if image is not None:
                moved: list[Json] = [_moved_json(scenario, image[1], i) for i in range(len(scenario.inputs))]
                entries.append({"image": str(image[0]), "relabelling": moved})
                continue
            b = searched.index(k)
            blocks: list[Json] = [
                _gram_json(
                    scenario,
                    block,
                    [[grams[n, b, m, i, j] / node.ratio for j in range(i + 1)] for i in range(len(block))],
                )
                for m, block in enumerate(problem.bases[b].blocks)
            ]
            entries.append({"grams": blocks})
        listed.append({"node": rational(node.t), "weight": rational(node.t * node.ratio), "outcomes": entries})
    return listed


def _moved_json(scenario: Scenario, move: Relabelling, place: int) -> Json:
    party, label, outcomes = scenario.inputs[move.inputs[place]]
    order: list[Json] = [str(o ^ 1 if move.flips[place] else o) for o in range(outcomes)]
    return [party + label, order]


def _gram_json(scenario: Scenario, block: Sequence[Element], rows: Sequence[Sequence[Fraction]]) -> Json:
    unit = common_denominator(x for row in rows for x in row)
    words: dict[str, Json] = {part: [] for part in PARTS}
    for part, p in block:
        words[part] = [*words[part], scenario.terms({scenario.text(word): c for word, c in p.items()})]
    found: dict[str, Json] = {
        "words": words, "denominator": str(unit), "rows": [[str(int(x * unit)) for x in row] for row in rows],
    }  # fmt: skip
    return found
