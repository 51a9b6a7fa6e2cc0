"""The largest value of a functional for local devices whose inputs come from a Santha-Vazirani source, by recursion."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import product

from oracle.ask.reader import read_toml
from oracle.bounds.domains import rational
from oracle.bounds.entries import Bound, Bracket
from oracle.data.any_table import file_of
from oracle.enclosures import Enclosure, enclose
from oracle.failures import Limit, Malformed, Usage
from oracle.numbers import Expression, Real
from oracle.proved import Proved, proved

HALF = Fraction(1, 2)
MOST_PARTIES = 4  # with two inputs of two outcomes each: 256 deterministic strategies
Weights = Mapping[tuple[int, ...], Mapping[tuple[int, ...], Fraction]]  # inputs -> outcomes -> coefficient
Node = tuple[Fraction, Fraction, Fraction]


def read_weights(data: bytes, file: str) -> tuple[int, Weights]:
    """Number of parties, and the coefficient of each joint probability with the inputs.

    The table [functional] has events of all parties, such as "A0=0 B1=1", each for P(a = 0, b = 1, x = 0, y = 1).

    Raises:
        Malformed: keys, numbers, a word that is no event of all parties with two inputs of two outcomes.
        Limit: `size`.
    """
    top = read_toml(data, file)
    top.keys(["functional"], ["title"])
    listed = top.table("functional")
    parties = max(len(word.split()) for word in listed.value)
    if parties > MOST_PARTIES:
        raise Limit("size", f"{file}: {parties} parties, more than {MOST_PARTIES}")
    found: dict[tuple[int, ...], dict[tuple[int, ...], Fraction]] = {}
    for word in listed.value:
        atoms = word.split()
        known = [f"{chr(ord('A') + k)}{x}={a}" for k in range(parties) for x, a in product("01", repeat=2)]
        if len(atoms) != parties or any(atom not in known or ord(atom[0]) != 65 + k for k, atom in enumerate(atoms)):
            raise listed.malformed(word, "no event of all parties, with two inputs of two outcomes each", "not-a-word")
        inputs, outcomes = tuple(int(atom[1]) for atom in atoms), tuple(int(atom[3]) for atom in atoms)
        found.setdefault(inputs, {})[outcomes] = listed.rational(word)
    return parties, found


def _nodes(values: Mapping[tuple[int, ...], Fraction], bits: int, bias: Fraction) -> Iterator[Node]:
    """The steps of the recursion for one strategy, the last one that of all inputs; each node after its children."""
    level = {inputs: values.get(inputs, Fraction(0)) for inputs in product((0, 1), repeat=bits)}
    for length in range(bits - 1, -1, -1):
        above = {}
        for prefix in product((0, 1), repeat=length):
            zero, one = level[(*prefix, 0)], level[(*prefix, 1)]
            above[prefix] = max((HALF + s * bias) * zero + (HALF - s * bias) * one for s in (1, -1))
            yield zero, one, above[prefix]
        level = above


def strategy_nodes(parties: int, weights: Weights, bias: Fraction) -> Iterator[list[Node]]:
    """The steps for every deterministic strategy; the value of one is that of its last step."""
    for answers in product(product((0, 1), repeat=2), repeat=parties):
        values = {
            inputs: row.get(tuple(mine[x] for mine, x in zip(answers, inputs, strict=True)), Fraction(0))
            for inputs, row in weights.items()
        }
        yield list(_nodes(values, parties, bias))


def _step(node: Node, bias: Fraction) -> Enclosure:
    zero, one, value = node
    mixtures: list[Expression] = [
        {"add": [{"mul": [str(HALF + s * bias), str(zero)]}, {"mul": [str(HALF - s * bias), str(one)]}]}
        for s in (1, -1)
    ]
    return enclose({"max": mixtures}, Fraction(1), value)


def _maximum(arguments: Mapping[str, Real], options: Mapping[str, str]) -> Bracket:
    if "functional" not in options:
        raise Usage("missing-argument", "mdl.maximum takes functional=FILE")
    bias = rational(arguments, "bias")
    if not 0 <= bias < HALF:
        raise Malformed("out-of-range", f"bias = {bias} is no bias, at least 0 and below 1/2")
    parties, weights = read_weights(file_of(options["functional"]), options["functional"])
    strategies = list(strategy_nodes(parties, weights, bias))
    best = max(nodes[-1] for nodes in strategies if nodes[-1][2] == max(other[-1][2] for other in strategies))

    def prove(width: Fraction) -> Enclosure:
        steps: dict[Node, tuple[str, Proved]] = {}
        for nodes in strategies:
            for node in nodes:
                if node not in steps and node != best and any(node[:2]):
                    steps[node] = f"step from {node[0]} and {node[1]}", proved(_step(node, bias).certificate)
        return replace(_step(best, bias), further=tuple(steps.values()))

    return Bracket(prove, best[2])


MAXIMUM: Bound = Bound(
    name="mdl.maximum",
    arguments={"bias": "of each input bit given those before it, at least 0 and below 1/2"},
    unit="value of the functional",
    safe_side="high",
    formula="max over strategies of V(), V(w) = max over signs of (1/2 + s bias) V(w0) + (1/2 - s bias) V(w1)",
    says=(
        "Largest value of a functional of joint probabilities with the inputs for local devices whose inputs come from "
        "a Santha-Vazirani source that the hidden variable may steer, for two to four parties: by recursion over the "
        "inputs in their order, not by the extreme distributions. Every step of every strategy has a certificate; that "
        "the strategies are all is the kernel's matter only for two parties (bellcert certify)."
    ),
    assumptions=("each party has two inputs of two outcomes, and the parties' inputs are drawn in their order",),
    source="kulikov2024, equation (4) and definition of the source; Santha and Vazirani 1986; Puetz et al. 2014",
    evaluate=lambda arguments: _maximum(arguments, {}),
    options={"functional": "a TOML file with a table [functional] of events of all parties"},
    files=("functional",),
    choose=lambda options: replace(MAXIMUM, evaluate=lambda arguments: _maximum(arguments, options)),
)
