"""Assemblages, functionals and models of the noisy GHZ state, in closed form.

The parties after the trusted one have the inputs 0, 1, 2 for X, Y, Z; GHZ correlators are those of (|0...0> + |1...1>)/sqrt 2:
a product with an even number 2k of Y has the sign (-1)^k, products of an even number of Z are 1.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import product
from typing import Any

from proofs.search.assembled.system import Coordinates, System
from proofs.search.assembled.untrusted import Assemblage, Untrusted
from proofs.search.language.scenario import Scenario, Word
from proofs.search.language.write import Json, rational
from proofs.search.steering.robust import guessing_bound
from proofs.search.steering.statements import certificate, head, listed, parts, units

QUBIT = System(2)
NAMES = "BCDE"
Operators = dict[Word, Coordinates]


def untrusted(parties: int, inputs: int) -> Untrusted:
    """Parties B, C, ... with two outcomes for each of some inputs."""
    return Untrusted(Scenario.bell({name: [2] * inputs for name in NAMES[:parties]}))


def correlator(paulis: tuple[str, ...]) -> int:
    """The mean of a product of Pauli operators, one for each party, in the GHZ state.

    >>> correlator(("X", "Y", "Y")), correlator(("Z", "Z", "1")), correlator(("X", "X", "1"))
    (-1, 1, 0)
    """
    if all(p in "1Z" for p in paulis):
        return 1 - paulis.count("Z") % 2
    if any(p in "1Z" for p in paulis) or paulis.count("Y") % 2:
        return 0
    return (-1) ** (paulis.count("Y") // 2)


def word_paulis(scene: Untrusted, word: Word) -> tuple[str, ...]:
    """What each untrusted party measures in a word."""
    found = dict.fromkeys(scene.scenario.parties, "1")
    for letter in word:
        party, label, _ = scene.scenario.inputs[scene.scenario.letters[letter][0]]
        found[party] = "XYZ"[int(label)]
    return tuple(found.values())


def ghz(scene: Untrusted, mu: Fraction) -> Assemblage:
    """The assemblage of the GHZ state of visibility mu.

    >>> scene = untrusted(2, 2)
    >>> [str(x) for x in ghz(scene, Fraction(1, 2)).states[scene.words[-1]]]
    ['0', '-1/4', '0', '0']
    """
    states = {}
    for word in scene.words:
        others = word_paulis(scene, word)
        state = [Fraction(correlator((p, *others)), 2) * mu for p in "1XYZ"]
        if not word:
            state[0] = Fraction(1, 2)
        states[word] = tuple(state)
    return Assemblage(QUBIT, scene, states)


def mermin(scene: Untrusted) -> Operators:
    """S_M = sum over inputs 0 and 1 of Re(i^k) X b + Re(i^(k+1)) Y b, k the number of inputs 1; GHZ has 2^M."""
    found = {}
    for word in scene.words:
        others = word_paulis(scene, word)
        if "1" in others or "Z" in others:
            continue
        k = others.count("Y") % 4
        found[word] = tuple(Fraction(c) for c in (0, (1, 0, -1, 0)[k], (0, -1, 0, 1)[k], 0))
    return found


def word_of(scene: Untrusted, text: str) -> Word:
    """The word with this text."""
    return next(word for word in scene.words if scene.scenario.text(word) == text)


def three_settings() -> tuple[Untrusted, Operators]:
    """M + (3/4) Z (b_z + c_z) - (1/4) b_z c_z, at most 9/4 for local hidden states; the GHZ state has 21/4."""
    scene = untrusted(2, 3)
    found = mermin(scene)
    zero = Fraction(0)
    for text in ("B2", "C2"):
        found[word_of(scene, text)] = zero, zero, zero, Fraction(3, 4)
    found[word_of(scene, "B2 C2")] = Fraction(-1, 4), zero, zero, zero
    return scene, found


# -- certificates ---------------------------------------------------------------------------


def local_bound(scene: Untrusted, functional: Operators, bound: Fraction | str) -> bytes:
    """<F> <= bound over all strategies."""
    statement = head("steering-bound", "local-hidden-state", QUBIT, scene)
    statement |= {"functional": listed(QUBIT, scene, functional), "sense": "<=", "bound": str(bound)}
    return certificate(statement, {"strategies": str(scene.strategies)}, {})


def hidden_model(scene: Untrusted, assemblage: Assemblage, states: Mapping[tuple[int, ...], Coordinates]) -> bytes:
    """A local-hidden-state model of an assemblage."""
    statement = head("steering-value", "local-hidden-state", QUBIT, scene)
    statement["values"] = units(QUBIT, scene, assemblage.states)
    hidden: list[Json] = [
        [QUBIT.json(state), scene.name(tuple(enumerate(strategy)))] for strategy, state in states.items() if any(state)
    ]
    return certificate(statement, {"hidden": hidden}, {})


def signs(strategy: tuple[int, ...], inputs: int) -> Iterator[tuple[int, ...]]:
    """The outcomes of each party as signs."""
    values = tuple(1 - 2 * o for o in strategy)
    for k in range(0, len(values), inputs):
        yield values[k : k + inputs]


def _rotation(strategy: tuple[int, ...], inputs: int) -> tuple[int, int]:
    """Real and imaginary part of the product of x + i y over the parties."""
    re, im = 1, 0
    for values in signs(strategy, inputs):
        x, y = values[:2]
        re, im = re * x - im * y, re * y + im * x
    return re, im


def model_xy(parties: int) -> tuple[Untrusted, Fraction, dict[tuple[int, ...], Coordinates]]:
    """Hidden states uniform over all strategies at the visibility 2^(-M/2), M even, with unit Bloch vectors."""
    scene = untrusted(parties, 2)
    length = 2 ** (parties // 2)
    found = {}
    for strategy in scene.deterministic():
        re, im = _rotation(strategy, 2)
        share = Fraction(1, 2 * scene.strategies)
        found[strategy] = share, share * re / length, -share * im / length, Fraction(0)
    return scene, Fraction(1, length), found


def model_xyz() -> tuple[Untrusted, Fraction, dict[tuple[int, ...], Coordinates]]:
    """The model at visibility 3/7 with X, Y and Z: 5/7 of the weight where the outcomes of Z agree."""
    scene, found = untrusted(2, 3), {}
    for strategy in scene.deterministic():
        re, im = _rotation(strategy, 3)
        z1, z2 = (values[2] for values in signs(strategy, 3))
        share = Fraction(5 if z1 == z2 else 2, 7) / 64
        scale = Fraction(2, 5) if z1 == z2 else Fraction(1, 2)
        z = Fraction(3 * z1, 5) if z1 == z2 else Fraction(0)
        found[strategy] = share, share * scale * re, -share * scale * im, share * z
    return scene, Fraction(3, 7), found


def perfect() -> bytes:
    """Parts of the GHZ assemblage at visibility 1/2 with X, Y, Z, from which both outcomes of X are known with certainty."""
    scene, mu = untrusted(2, 3), Fraction(1, 2)
    entries = []
    for e, f in product((1, -1), repeat=2):
        eighth = Fraction(1, 8)
        zero: Coordinates = QUBIT.zero
        base: dict[tuple[int, int], Any] = {
            (0, 0): (1, mu * e * f, 0, 0), (1, 0): (0, 0, -mu * f, 0), (0, 1): (0, 0, -mu * e, 0),
            (2, 0): (0, 0, 0, mu), (0, 2): (0, 0, 0, mu), (1, 1): (0, -mu, 0, 0), (2, 2): (mu, 0, 0, 0),
        }  # fmt: skip
        states = {}
        for word in scene.words:
            b, c = ({"1": 0, "X": 3, "Y": 1, "Z": 2}[p] for p in word_paulis(scene, word))
            sign = (e if b == 3 else 1) * (f if c == 3 else 1)
            state = base.get((b % 3, c % 3), zero)
            states[word] = tuple(eighth * sign * x for x in state)
        event = f"B0={(1 - e) // 2} C0={(1 - f) // 2}"
        entries.append((event, Assemblage(QUBIT, scene, states)))
    statement = head("steering-value", "no-signalling", QUBIT, scene)
    statement["values"] = units(QUBIT, scene, ghz(scene, mu).states)
    statement |= {"guessed": ["B0", "C0"], "probability": "1"}
    return certificate(statement, {"parts": parts(entries)}, {})


def curve(t: Fraction, inputs: int = 3) -> bytes:
    """The guessing bound that is tight at the visibility (t^2 - 1)/(t^2 + 3), for t >= 3."""
    scene = untrusted(2, inputs)
    d, q = t * t + 3, (t - 1) ** 2 + 4
    mu, r, s = (t * t - 1) / d, 2 * (t + 1) / d, -2 * (t - 1) / d
    four, ten = (t + 3) * q / (32 * t * (t - 1)), (t - 3) * d / (8 * t * (t - 1))
    zero = Fraction(0)
    functional: Operators = {}
    for text, operator in {
        "B0 C0": (zero, Fraction(1, 4), zero, zero), "B1 C1": (zero, -(t + 3) * (t - 1) / (16 * t), zero, zero),
        "B0 C1": (zero, zero, Fraction(-1, 4), zero), "B1 C0": (zero, zero, Fraction(-1, 4), zero),
        "B2": (zero, zero, zero, (t - 3) * (t + 1) / (16 * t)), "C2": (zero, zero, zero, (t - 3) * (t + 1) / (16 * t)),
    }.items():  # fmt: skip
        functional[word_of(scene, text)] = operator
    branches: list[Json] = []
    for e, f in product((1, -1), repeat=2):
        blocks: list[Json] = []

        def put(event: str, *operator: Fraction | int, into: list[Json] = blocks) -> None:
            into.append([QUBIT.json([Fraction(x) for x in operator]), event])

        half = Fraction(1, 2)
        for b, c in product((1, -1), repeat=2):
            at = {1: 0, -1: 1}
            x, y = b * e, c * f  # outcomes relative to the guess
            name = f"={at[b]} C{{}}={at[c]}"
            if x != y:
                put("B0" + name.format(0), half, half * e * f, 0, 0)
            if x == y:
                put("B1" + name.format(1), 2 * four, 2 * four * (t - 3) * (t + 1) / q * e * f,
                    2 * four * 4 * (t - 1) * b * f / q, 0)  # fmt: skip
            else:
                put("B1" + name.format(1), 2 * four, -2 * four * e * f, 0, 0)
            if x == -1:
                put("B0" + name.format(1), half, 0, half * c * b, 0)
            if y == -1:
                put("B1" + name.format(0), half, 0, half * b * c, 0)
            put("B1" + name.format(2), ten / 2, -ten / 2 * r * e * f, -ten / 2 * b * s * f, -ten / 2 * c * mu)
            put("B2" + name.format(1), ten / 2, -ten / 2 * r * e * f, -ten / 2 * c * s * e, -ten / 2 * b * mu)
        event = f"B0={at[e]} C0={at[f]}"
        branches.append({"event": event, "blocks": [block for block in blocks if any(x != "0" for x in block[0])]})
    statement = head("steering-guessing", "no-signalling", QUBIT, scene)
    statement |= {
        "functional": listed(QUBIT, scene, functional), "guessed": ["B0", "C0"],
        "constant": rational((3 * t * t + 14 * t + 3) / (16 * t)), "slope": "1",
    }  # fmt: skip
    return certificate(statement, {"branches": branches}, {})


def robust(parties: int, key: int = 0) -> bytes:
    """P_guess(x...x) <= 1 + 2^(-M/2) - S_M/2^M, from theorem Q; M even, for a rational bound."""
    scene = untrusted(parties, 2)
    chosen = tuple(choice[key] for choice in scene.choices)
    return guessing_bound(QUBIT, scene, mermin(scene), chosen, Fraction(2 ** (parties // 2))).data
