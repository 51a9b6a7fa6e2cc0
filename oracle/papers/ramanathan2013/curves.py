"""The four-party inequality of ramanathan2013 and what it says about the majority of three outcomes.

Four parties, two inputs, two outcomes.  The inequality (5) counts wrong parities over the
eight settings of (4):

    B.P = 4 + (1/2) (sum over U0 of <A B C D> - sum over U1 of <A B C D>).

The majority bit of A, B, C at the setting u has M.P = P(maj = 0) - P(maj = 1), by (27)
with the prefactor of (26) left out.  v(delta) = max M.P under B.P <= delta, and
w(delta) = max (|M0.P| + |M1.P|) where M_b counts the events with B(x, u) = b: the test and
the bit are taken from the same run.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from itertools import product

from lp.coordinates import Scenario
from lp.parametric import Curve, Segment, curve, envelope
from lp.supporting_lines import Tradeoff
from oracle.papers.ramanathan2013.relabellings import Permutation, Relabellings
from proofs.search.language.write import Json, certificate_bytes

Setting = tuple[int, ...]

SCENARIO = Scenario.uniform(4, 2, 2)
NAMES = "ABCD"
HALF = Fraction(1, 2)
SETTINGS: tuple[Setting, ...] = tuple(product((0, 1), repeat=4))
U0 = tuple(u for u in SETTINGS if sum(u) == 1)
U1 = tuple(u for u in SETTINGS if sum(u) == 3)
CANONICAL: Setting = (0, 0, 0, 1)


def word(setting: Setting, parties: str = NAMES) -> str:
    """The product of the observables of some parties at a setting.

    >>> word((0, 0, 0, 1), "ABD")
    'A0 B0 D1'
    """
    return " ".join(f"{party}{setting[NAMES.index(party)]}" for party in parties)


def bell() -> dict[str, Fraction]:
    """B.P of (5) and (6) in means of observables."""
    return {"": Fraction(4), **{word(u): HALF for u in U0}, **{word(u): -HALF for u in U1}}


def counts_against(outcomes: tuple[int, ...], setting: Setting) -> int:
    """The entry B(x, u) of (7): 1 for a wrong parity at a setting of the inequality.

    >>> counts_against((0, 0, 0, 0), (0, 0, 0, 1)), counts_against((0, 0, 0, 0), (0, 1, 1, 1))
    (1, 0)
    """
    parity = sum(outcomes) % 2
    return int((setting in U0 and parity == 0) or (setting in U1 and parity == 1))


def majority(setting: Setting = CANONICAL, sign: int = 1) -> dict[str, Fraction]:
    """sign * M.P: the majority bit of A, B, C is 0 minus it is 1."""
    c = sign * HALF
    return {word(setting, "A"): c, word(setting, "B"): c, word(setting, "C"): c, word(setting, "ABC"): -c}


def joint(setting: Setting, sign0: int, sign1: int) -> dict[str, Fraction]:
    """sign0 * M0.P + sign1 * M1.P at a setting, from the definition of M0 and M1 as sums of events."""
    result: dict[str, Fraction] = {}
    for outcomes in product((0, 1), repeat=4):
        bit = 1 if sum(outcomes[:3]) <= 1 else -1
        weight = bit * (sign1 if counts_against(outcomes, setting) else sign0)
        for mask in product((0, 1), repeat=4):
            parties = "".join(name for name, m in zip(NAMES, mask, strict=True) if m)
            parity = sum(x for x, m in zip(outcomes, mask, strict=True) if m) % 2
            key = word(setting, parties)
            result[key] = result.get(key, Fraction(0)) + Fraction(weight * (1 - 2 * parity), 16)
    return {key: c for key, c in result.items() if c}


def problem(functional: Mapping[str, Fraction]) -> Tradeoff:
    """The maximum of a functional under B.P <= delta; the box of two PR boxes shows that delta = 0 is possible."""
    return Tradeoff(SCENARIO, functional, bell(), hypothesis="bell", feasible=zero_box())


@lru_cache(maxsize=64)
def majority_curve(setting: Setting = CANONICAL, sign: int = 1) -> Curve:
    """v(delta) with its pieces and vertices, each certified."""
    return curve(problem(majority(setting, sign)))


@lru_cache(maxsize=64)
def joint_curve(setting: Setting, sign0: int, sign1: int) -> Curve:
    """The maximum of sign0 * M0.P + sign1 * M1.P under B.P <= delta."""
    return curve(problem(joint(setting, sign0, sign1)))


def joint_optimum(delta: Fraction, setting: Setting = CANONICAL) -> Fraction:
    """The exact w(delta): the largest of the four choices of signs.

    >>> joint_optimum(Fraction(1, 9)), majority_curve()(Fraction(1, 9))
    (Fraction(3, 4), Fraction(23, 36))
    """
    return max(joint_curve(setting, *signs)(delta) for signs in product((1, -1), repeat=2))


@lru_cache(maxsize=16)
def joint_segments(setting: Setting = CANONICAL) -> list[Segment]:
    """w(delta) as segments; above each lie the certified pieces of the four choices of signs.

    >>> [(str(s.low), str(s.constant), str(s.slope)) for s in joint_segments()]
    [('0', '1/2', '9/4'), ('2/9', '1', '0')]
    """
    return envelope([joint_curve(setting, *signs) for signs in product((1, -1), repeat=2)])


# -- local ----------------------------------------------------------------------------


def local_histogram() -> Counter[int]:
    """How many of the 256 deterministic strategies have which B.P, counted from (7).

    >>> sorted(local_histogram().items())[0][0]
    2
    """
    found: Counter[int] = Counter()
    for strategy in product((0, 1), repeat=8):  # outcome of party k at input u: strategy[2 k + u]
        found[sum(counts_against(tuple(strategy[2 * k + u[k]] for k in range(4)), u) for u in (*U0, *U1))] += 1
    return found


def _statement(kind: str, behaviours: str, **more: Json) -> dict[str, Json]:
    return {"kind": kind, "set": behaviours, "scenario": SCENARIO.json, **more}


def local_bound() -> bytes:
    """B.P >= 2 for every local behaviour."""
    statement = _statement("bound", "local", functional=SCENARIO.terms(bell()), sense=">=", bound="2")
    return certificate_bytes("lp-dual", statement, {"strategies": "256"})


def local_attained() -> bytes:
    """The strategy that answers 1 at input 0 of A and 0 otherwise has B.P = 2."""
    operators: dict[str, Json] = {f"{name}{i}": [["1"]] for name in NAMES for i in (0, 1)}
    operators["A0"] = [["-1"]]
    return _point("local", "2", ["1", "1", "1", "1"], ["1"], operators, "1")


def _point(
    behaviours: str, value: str, dimensions: list[Json], state: list[Json], operators: Mapping[str, Json], norm: str
) -> bytes:
    values: Json = [{"functional": SCENARIO.terms(bell()), "value": value}]
    model: Json = {"weight": "1", "dimensions": dimensions, "state": state, "operators": dict(operators)}
    witness: dict[str, Json] = {"models": [model]}
    if norm != "1":
        witness["norm"] = norm
    return certificate_bytes("point", _statement("value", behaviours, values=values), witness)


# -- no-signalling --------------------------------------------------------------------


def zero_box() -> dict[str, Fraction]:
    """Two pairs of parties with a PR box each, which together reach B.P = 0.

    The parity of the outcomes is 1 + u1 u2 + u3 u4: odd for one input 1, even for three.
    """
    box = {}
    for u in SETTINGS:
        for x in product((0, 1), repeat=4):
            if (x[0] ^ x[1]) == u[0] & u[1] ^ 1 and (x[2] ^ x[3]) == u[2] & u[3]:
                box[" ".join(f"{name}{i}={o}" for name, i, o in zip(NAMES, u, x, strict=True))] = Fraction(1, 4)
    return box


def nosignalling_minimum() -> bytes:
    """B.P >= 0: it is a sum of probabilities."""
    events: Json = [
        ["1", " ".join(f"{name}{i}={o}" for name, i, o in zip(NAMES, u, x, strict=True))]
        for u in (*U0, *U1)
        for x in product((0, 1), repeat=4)
        if counts_against(x, u)
    ]
    statement = _statement("bound", "no-signalling", functional=SCENARIO.terms(bell()), sense=">=", bound="0")
    return certificate_bytes("lp-dual", statement, {"events": events})


def nosignalling_attained() -> bytes:
    """The box of two PR boxes has B.P = 0."""
    values: Json = [{"functional": SCENARIO.terms(bell()), "value": "0"}]
    behaviour: Json = [[str(p), event] for event, p in zero_box().items()]
    return certificate_bytes("point", _statement("value", "no-signalling", values=values), {"behaviour": behaviour})


# -- quantum --------------------------------------------------------------------------


def state8() -> list[int]:
    """Four times the amplitudes of the state (8), in the order 0000, 0001, ...

    >>> sum(a * a for a in state8())
    16
    """
    # up to normalisation phi- = 00 - 11, psi+ = 01 + 10, and in the computational basis
    # phi~+ = 00 + 01 + 10 - 11, psi~- = 00 - 01 - 10 - 11
    first, second = [1, 0, 0, -1], [0, 1, 1, 0]
    third, fourth = [1, 1, 1, -1], [1, -1, -1, -1]
    return [first[i] * third[j] + second[i] * fourth[j] for i in range(4) for j in range(4)]


def quantum_attained(swapped: bool = False) -> bytes:
    """The state (8) with X at input 0 and Z at input 1 has B.P = 0; with the bases swapped, 8."""
    x: Json = [["0", "1"], ["1", "0"]]
    z: Json = [["1", "0"], ["0", "-1"]]
    bases = (z, x) if swapped else (x, z)
    operators = {f"{name}{i}": bases[i] for name in NAMES for i in (0, 1)}
    state: list[Json] = [str(a) for a in state8()]
    return _point("quantum-tensor", "8" if swapped else "0", ["2", "2", "2", "2"], state, operators, "16")


# -- symmetry -------------------------------------------------------------------------


@lru_cache(maxsize=1)
def group() -> Relabellings:
    return Relabellings(SCENARIO)


@lru_cache(maxsize=1)
def stabiliser() -> tuple[int, list[Permutation]]:
    """Order and generators of the stabiliser of B in the relabelling group."""
    images, generators = group().orbit([bell()])
    return group().order // len(images), generators


def transports() -> dict[tuple[Setting, int], Permutation]:
    """For every setting and sign of M, a relabelling that fixes B and carries the canonical M there.

    Carrying a certificate for the canonical setting along it gives one for the other.  M
    does not depend on the input of D, so the 32 choices are 16 functionals.

    Raises:
        KeyError: some choice is not reached; the stabiliser would not be transitive.
    """
    images, _ = group().orbit([majority()], stabiliser()[1])
    return {(u, s): images[frozenset(majority(u, s).items()),] for u in SETTINGS for s in (1, -1)}


def joint_transports() -> dict[tuple[Setting, int], Permutation]:
    """The same for M0 - M1 (sign 1) and M1 - M0 (sign -1) at the eight settings of the inequality."""
    images, _ = group().orbit([joint(CANONICAL, 1, -1)], stabiliser()[1])
    return {(u, s): images[frozenset(joint(u, s, -s).items()),] for u in (*U0, *U1) for s in (1, -1)}
