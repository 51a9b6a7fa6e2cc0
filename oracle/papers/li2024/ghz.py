"""Assemblages, functionals and models of the noisy GHZ state, in closed form.

The parties after the trusted one have the inputs 0, 1, 2 for X, Y, Z; GHZ correlators are those of (|0...0> + |1...1>)
over sqrt 2: a product with an even number 2k of Y has the sign (-1)^k, products of an even number of Z are 1.
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
from proofs.search.steering.statements import certificate, head, listed, parts, units
from proofs.search.steering.theorem import guessing_bound

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
    return 1 - 2 * (paulis.count("Y") // 2 % 2)


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


def model_xy(parties: int, mu: Fraction) -> tuple[Untrusted, Fraction, dict[tuple[int, ...], Coordinates]]:
    """Hidden states uniform over all strategies, with Bloch vectors of length mu 2^(M/2), which is at most 1."""
    scene = untrusted(parties, 2)
    found: dict[tuple[int, ...], Coordinates] = {}
    for strategy in scene.deterministic():
        re, im = _rotation(strategy, 2)
        share = Fraction(1, 2 * scene.strategies)
        found[strategy] = share, share * re * mu, -share * im * mu, Fraction(0)
    return scene, mu, found


def model_xyz() -> tuple[Untrusted, Fraction, dict[tuple[int, ...], Coordinates]]:
    """The model at visibility 3/7 with X, Y and Z: 5/7 of the weight where the outcomes of Z agree."""
    scene = untrusted(2, 3)
    found: dict[tuple[int, ...], Coordinates] = {}
    for strategy in scene.deterministic():
        re, im = _rotation(strategy, 3)
        z1, z2 = (values[2] for values in signs(strategy, 3))
        share = Fraction(5 if z1 == z2 else 2, 7) / 64
        scale = Fraction(2, 5) if z1 == z2 else Fraction(1, 2)
        z = Fraction(3 * z1, 5) if z1 == z2 else Fraction(0)
        found[strategy] = share, share * scale * re, -share * scale * im, share * z
    return scene, Fraction(3, 7), found


def perfect(mu: Fraction) -> bytes:
    """Parts of the GHZ assemblage with X, Y, Z from which both outcomes of X are known for sure; mu at most 1/2."""
    scene = untrusted(2, 3)
    entries = []
    for e, f in product((1, -1), repeat=2):
        base: dict[tuple[int, int], Any] = {
            (0, 0): (1, mu * e * f, 0, 0), (1, 0): (0, 0, -mu * f, 0), (0, 1): (0, 0, -mu * e, 0),
            (2, 0): (0, 0, 0, mu), (0, 2): (0, 0, 0, mu), (1, 1): (0, -mu, 0, 0), (2, 2): (mu, 0, 0, 0),
        }  # fmt: skip
        entries.append((f"B0={(1 - e) // 2} C0={(1 - f) // 2}", _known(scene, base, {"B": (0, e), "C": (0, f)})))
    return _attack(scene, mu, ["B0", "C0"], entries)


def perfect_xz(mu: Fraction, extra: Fraction) -> bytes:
    """The same for the outcomes of B's X and C's Z, where mu is at most 1/sqrt 3."""
    scene = untrusted(2, 3)
    entries = []
    for e, f in product((1, -1), repeat=2):
        base: dict[tuple[int, int], Any] = {
            (0, 0): (1, 0, 0, mu * f), (2, 0): (mu * f, 0, 0, mu), (0, 1): (0, mu * e, 0, 0),
            (0, 2): (0, 0, -mu * e, 0), (1, 1): (0, 0, -mu, 0), (1, 2): (0, -mu, 0, 0),
            (2, 1): (0, extra * e * f, 0, 0), (2, 2): (0, 0, -extra * e * f, 0),
        }  # fmt: skip
        entries.append((f"B0={(1 - e) // 2} C2={(1 - f) // 2}", _known(scene, base, {"B": (0, e), "C": (2, f)})))
    return _attack(scene, mu, ["B0", "C2"], entries)


def _known(scene: Untrusted, base: Mapping[tuple[int, int], Any], known: Mapping[str, tuple[int, int]]) -> Assemblage:
    """A part of weight 1/4 with certain outcomes: of each party an input and its outcome as a sign.

    The base has the states of words of the other inputs, which are numbered from 1 in order; 0 is none.
    """
    states = {}
    for word in scene.words:
        sign, place = 1, []
        for party, pauli in zip(scene.scenario.parties, word_paulis(scene, word), strict=True):
            key, outcome = known[party]
            others = [k for k in range(3) if k != key]
            number = -1 if pauli == "1" else "XYZ".index(pauli)
            sign *= outcome if number == key else 1
            place.append(1 + others.index(number) if number in others else 0)
        state = base.get((place[0], place[1]), (0, 0, 0, 0))
        states[word] = tuple(Fraction(sign * x) / 8 for x in state)
    return Assemblage(QUBIT, scene, states)


def perfect_separate(mu: Fraction) -> bytes:
    """Parts from which B's outcome of X is known for sure, where 2 mu^2 is at most 1."""
    scene = untrusted(2, 3)
    whole = ghz(scene, mu)
    first = word_of(scene, "B0")
    entries = []
    for e in (1, -1):
        states = {}
        for word in scene.words:
            mine = [x for x in word if scene.scenario.party_of[x] == 0]
            rest = tuple(x for x in word if x not in mine)
            if not mine or mine == list(first):
                sign = e if mine else 1
                total = QUBIT.plus(whole.states[rest], whole.states[(*first, *rest)], e)
                states[word] = QUBIT.scaled(total, Fraction(sign, 2))
            else:
                states[word] = QUBIT.scaled(whole.states[word], Fraction(1, 2))
        entries.append((f"B0={(1 - e) // 2}", Assemblage(QUBIT, scene, states)))
    return _attack(scene, mu, ["B0"], entries)


def _attack(scene: Untrusted, mu: Fraction, guessed: list[Json], entries: Any) -> bytes:
    statement = head("steering-value", "no-signalling", QUBIT, scene)
    statement["values"] = units(QUBIT, scene, ghz(scene, mu).states)
    statement |= {"guessed": guessed, "probability": "1"}
    return certificate(statement, {"parts": parts(entries)}, {})


def separate(inputs: int = 3) -> bytes:
    """P(B's X is guessed) <= 1 - (M - 2 sqrt 2)/4, exactly over the field of sqrt 2."""
    scene = untrusted(2, inputs)
    branches: list[Json] = []
    for e in (1, -1):
        blocks: list[Json] = []
        for b, c in product((1, -1), repeat=2):
            f, at = b, {1: "0", -1: "1"}
            quarter = [str(Fraction(x, 4)) for x in (-c * e, c * f, c * f, c * e)]
            root: Json = ["0", "1/4"]
            blocks.append([[root, quarter[0], quarter[1], "0"], f"B1={at[f]} C0={at[c]}"])
            blocks.append([[root, quarter[2], quarter[3], "0"], f"B1={at[f]} C1={at[c]}"])
        for c in (1, -1):
            half = str(Fraction(e * c, 2))
            minus = str(Fraction(-e * c, 2))
            blocks.append([["1/2", half, "0", "0"], f"B0={at[-e]} C0={at[c]}"])
            blocks.append([["1/2", "0", minus, "0"], f"B0={at[-e]} C1={at[c]}"])
        branches.append({"event": f"B0={at[e]}", "blocks": blocks})
    statement = head("steering-guessing", "no-signalling", QUBIT, scene)
    field: Json = {"minimal-polynomial": ["-2", "0", "1"], "root": ["1", "2"]}
    statement |= {"field": field, "functional": listed(QUBIT, scene, mermin(scene)), "guessed": ["B0"]}
    statement |= {"constant": ["1", "1/2"], "slope": "1/4"}
    return certificate(statement, {"branches": branches}, {})


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
            into.append([[rational(x) for x in operator], event])

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
        branches.append(
            {
                "event": event,
                "blocks": [block for block in blocks if not isinstance(block, list) or block[0] != ["0"] * 4],
            }
        )
    statement = head("steering-guessing", "no-signalling", QUBIT, scene)
    statement |= {
        "functional": listed(QUBIT, scene, functional), "guessed": ["B0", "C0"],
        "constant": rational((3 * t * t + 14 * t + 3) / (16 * t)), "slope": "1",
    }  # fmt: skip
    return certificate(statement, {"branches": branches}, {})


def robust(parties: int, beta: Fraction, key: tuple[int, ...] = ()) -> bytes:
    """P_guess(key) <= 1 + beta/2^M - S_M/2^M from theorem Q, for beta at least 2^(M/2); by default the key x...x."""
    scene = untrusted(parties, 2)
    chosen = tuple(choice[k] for choice, k in zip(scene.choices, key or (0,) * parties, strict=True))
    return guessing_bound(QUBIT, scene, mermin(scene), chosen, beta).data
