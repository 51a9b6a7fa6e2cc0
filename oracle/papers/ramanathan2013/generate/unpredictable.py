"""At B.P = 0 a quantum device gives a perfectly unpredictable majority bit: an exact operator proof.

B.P = 0 says that every wrong parity has probability zero, so the state is annihilated by
T_u = 1 + W_u for the settings u in U0 and by T_u = 1 - W_u in U1, W_u being the product of
the four observables.  Write {x, y} = x y + y x, and "= 0" for "annihilates the state".

1. A0 B0 + A1 B1 = C0 D1 (T_0001 - T_1101) = 0; the same for every pair of A, B, C.
2. Hence B0 B1 + A1 A0 = 0, A0 A1 + C1 C0 = 0 and B0 B1 + C1 C0 = 0 (multiply 1 by two
   observables), and the first plus the second minus the third is {A0, A1} = 0.
3. Let m be a product of observables of A, B, C and W_u the one of a setting of the
   inequality that differs from m at one party, with x in m and y in W_u there.  Then
   W m W = y x y m' = y {x, y} m' - m with m = x m', while <W m W> = <m> since W = +-1 on the
   state.  So <m> = 0.

M is a sum of four such products, so <M> = 0 and the bit is guessed with probability 1/2
even by someone with quantum side information about the device.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache

from oracle.papers.ramanathan2013.curves import CANONICAL, NAMES, U0, U1, Setting, bell, majority, state8, word
from proofs.search.language.scenario import Polynomial, Scenario
from proofs.search.language.write import Json, certificate_bytes, rational

Ideal = dict[str, Polynomial]  # hypothesis -> X with sum X T = the operator

ALGEBRA = Scenario.bell({name: [2, 2] for name in NAMES})
INSIDE = (*U0, *U1)


def _name(setting: Setting) -> str:
    return "t-" + "".join(map(str, setting))


def annihilator(setting: Setting) -> dict[str, Fraction]:
    """T_u: twice the projector on the wrong parities."""
    return {"": Fraction(1), word(setting): Fraction(1 if setting in U0 else -1)}


def _add(total: Ideal, part: Mapping[str, Polynomial], left: str, factor: Fraction) -> None:
    """total += factor * left * part."""
    for name, polynomial in part.items():
        image = ALGEBRA.multiply(ALGEBRA.parse(left), polynomial)
        held = total.setdefault(name, {})
        for w, c in image.items():
            held[w] = held.get(w, Fraction(0)) + factor * c


def _pair(p: str, q: str) -> Ideal:
    """P0 Q0 + P1 Q1 as an element of the ideal (step 1)."""
    r = next(name for name in "ABC" if name not in (p, q))
    swapped = tuple(int(name in (p, q, "D")) for name in NAMES)
    factor = " ".join(sorted((f"{r}0", "D1")))
    result: Ideal = {}
    one: Polynomial = {(): Fraction(1)}
    _add(result, {_name(CANONICAL): one}, factor, Fraction(1))
    _add(result, {_name(swapped): one}, factor, Fraction(-1))
    return result


@lru_cache(maxsize=3)
def _anticommutator(p: str) -> Ideal:
    """{P0, P1} as an element of the ideal (step 2)."""
    q, r = (name for name in "ABC" if name != p)
    result: Ideal = {}
    _add(result, _pair(p, q), f"{p}1 {q}0", Fraction(1))  # P1 P0 + Q0 Q1
    _add(result, _pair(p, r), f"{p}0 {r}1", Fraction(1))  # P0 P1 + R1 R0
    _add(result, _pair(q, r), f"{q}0 {r}1", Fraction(-1))  # Q0 Q1 + R1 R0
    return result


def _vanishing(product: str) -> Ideal:
    """X with product = sum (X T + T X*), for a product of observables of A, B and C (step 3)."""
    letters = {atom[0]: int(atom[1]) for atom in product.split()}
    changed = next(iter(letters))
    wanted = {name: bit ^ (name == changed) for name, bit in letters.items()}
    setting = next(u for u in INSIDE if all(u[NAMES.index(name)] == bit for name, bit in wanted.items()))
    rest = " ".join(atom for atom in product.split() if atom[0] != changed)
    result: Ideal = {}
    # 2 m = m' y {x, y} + (m T + T m) - T m T, and each of the three is self-adjoint
    _add(result, _anticommutator(changed), f"{rest} {changed}{wanted[changed]}", Fraction(1, 4))
    _add(result, {_name(setting): {(): Fraction(1)}}, product, Fraction(1, 2))
    middle = ALGEBRA.multiply(ALGEBRA.polynomial(annihilator(setting)), ALGEBRA.parse(product))
    _add(result, {_name(setting): middle}, "", Fraction(-1, 4))
    return result


def unpredictable(setting: Setting = CANONICAL, sign: int = 1) -> bytes:
    """The certificate that sign * M.P <= 0 in every commuting-operator model with B.P = 0.

    >>> from proofs.kernel.check import check_bytes
    >>> check_bytes(unpredictable()).verdict
    'PROVED'
    """
    functional = majority(setting, sign)
    total: Ideal = {}
    for product, c in functional.items():
        _add(total, _vanishing(product), "", -c)  # 0 - M is what has to be shown
    annihilations: list[Json] = []
    for name, polynomial in total.items():
        kept = {ALGEBRA.text(w): c for w, c in polynomial.items() if c}
        if kept:
            annihilations.append({"hypothesis": name, "polynomial": ALGEBRA.terms(kept)})
    hypotheses: list[Json] = [
        {"name": _name(u), "kind": "annihilates", "polynomial": ALGEBRA.terms(annihilator(u))} for u in INSIDE
    ]
    statement: dict[str, Json] = {
        "kind": "bound", "set": "quantum-commuting", "scenario": ALGEBRA.json(), "hypotheses": hypotheses,
        "functional": ALGEBRA.terms(functional), "sense": "<=", "bound": "0",
    }  # fmt: skip
    x: Json = [["0", "1"], ["1", "0"]]
    z: Json = [["1", "0"], ["0", "-1"]]
    model: Json = {
        "weight": "1", "dimensions": ["2"] * 4, "state": [str(a) for a in state8()],
        "operators": {f"{name}{i}": (x, z)[i] for name in NAMES for i in (0, 1)},
    }  # fmt: skip
    witness: dict[str, Json] = {"annihilations": annihilations, "feasible": {"models": [model]}}
    return certificate_bytes("sos", statement, witness)


def predictable_family() -> bytes:
    """For all c, s with c^2 + s^2 = 1 a quantum behaviour has B.P = 4 s^2 and M.P = 2 c s.

    With delta = 4 s^2 that is M.P = sqrt(delta - delta^2 / 4).  The measurements stay X and
    Z; the state is c psi + s M psi, where psi is the state (8) and M, a product of X, has
    square 1, so that <M> = 2 c s, and M psi lies in the eigenspace 4 of B.
    """
    image = [Fraction(0)] * 16
    for product, factor in majority().items():
        # observables of the canonical setting are X for A, B and C: bit flips
        flips = sum(8 >> NAMES.index(atom[0]) for atom in product.split())
        for index, amplitude in enumerate(state8()):
            image[index ^ flips] += factor * amplitude
    state: list[Json] = [
        {"poly": [[rational(a), name] for name, a in (("s", b), ("c", Fraction(a0))) if a]}
        for a0, b in zip(state8(), image, strict=True)
    ]
    x: Json = [["0", "1"], ["1", "0"]]
    z: Json = [["1", "0"], ["0", "-1"]]
    model: Json = {
        "weight": "1", "dimensions": ["2"] * 4, "state": state,
        "operators": {f"{name}{i}": (x, z)[i] for name in NAMES for i in (0, 1)},
    }  # fmt: skip
    square: Json = {"poly": [["1", ""], ["-1", "c^2"]]}
    statement: dict[str, Json] = {
        "kind": "value", "set": "quantum-tensor", "scenario": ALGEBRA.json(),
        "symbols": [{"name": "c"}, {"name": "s"}],
        "relations": [{"symbol": "s", "power": "2", "equals": square}],
        "values": [
            {"functional": ALGEBRA.terms(bell()), "value": {"poly": [["4", ""], ["-4", "c^2"]]}},
            {"functional": ALGEBRA.terms(majority()), "value": {"poly": [["2", "c s"]]}},
        ],
    }  # fmt: skip
    witness: dict[str, Json] = {"models": [model], "norm": "16", "symbols": {"c": "1", "s": "0"}}
    return certificate_bytes("point", statement, witness)
