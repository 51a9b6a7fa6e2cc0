"""Section II.A: the inequality (4)-(7), its local and no-signalling ranges, the state (8) and the bases (9), (10)."""

from fractions import Fraction

from oracle.ledger.checks import check
from oracle.ledger.status import Finding
from oracle.papers.ramanathan2013.checks.certified import certificate, witness
from oracle.papers.ramanathan2013.definitions import BITS, SETTINGS, U0, U1, bell, indicator
from oracle.proved import Proved, coefficients

Matrix = tuple[tuple[Fraction, ...], ...]

# Unnormalised, with the square of the norm: basis vectors of (9) for input 0 and of (10) for input 1.
PLUS, MINUS = (1, 1), (1, -1)
ZERO, ONE = (1, 0), (0, 1)


def _functional(found: Proved) -> object:
    statement = found.statement
    terms = statement["values"][0]["functional"] if statement["kind"] == "value" else statement["functional"]
    return coefficients(terms)


@check
def eq_4_settings() -> Finding:
    """The settings of (4) are those with one 1 and those with one 0, eight of sixteen."""
    weights = {1: set(U0), 3: set(U1)}
    counted = {w: {u for u in SETTINGS if sum(u) == w} for w in (1, 3)}
    return Finding("proof", counted == weights and 2 * len(U0 + U1) == len(SETTINGS), f"{len(U0 + U1)} of 16 settings")


@check
def eq_6_product() -> Finding:
    """B.P as a sum of probabilities is, for no-signalling behaviours, the functional that the certificates bound.

    P(x|u) = sum over S of (-1)^(x.S) E_S(u) / 16 turns the 64 events of B into means of words.
    """
    wanted = bell()
    names = ("local-bound", "local-attained", "nosignalling-minimum", "nosignalling-attained", "quantum-attained")
    found = [certificate(name) for name in names]
    same = [
        name
        for name, item in zip(names, found, strict=True)
        if isinstance(item, Proved) and _functional(item) == wanted
    ]
    return Finding("proof", same == list(names), f"{len(same)} of {len(names)} certificates have the functional B.P")


@check
def eq_7_entries(entries: str) -> Finding:
    """Of the 256 entries of (7) those of a wrong parity are 1: 8 for each of the eight settings."""
    found = [indicator(x, u) for u in SETTINGS for x in SETTINGS]
    by_setting = {sum(indicator(x, u) for x in SETTINGS) for u in (*U0, *U1)}
    return Finding(
        "proof", len(found) == int(entries) and sum(found) == 64 and by_setting == {8}, f"{sum(found)} entries 1"
    )


def _state() -> list[int]:
    """Four times the state (8) in the computational basis.

    phi_- = 00 - 11 and psi_+ = 01 + 10 over sqrt 2; with + and - expanded, 2 phi~_+ = 00 + 01 + 10 - 11 and
    2 psi~_- = 00 - 01 - 10 - 11. The prefactors 1/sqrt 2, 1/sqrt 2 and 1/2 multiply to 1/4.
    """
    first, second = _sum((ZERO, ZERO, 1), (ONE, ONE, -1)), _sum((ZERO, ONE, 1), (ONE, ZERO, 1))
    third, fourth = _sum((ZERO, PLUS, 1), (ONE, MINUS, 1)), _sum((ZERO, MINUS, 1), (ONE, PLUS, -1))
    return [a * c + b * d for a, b in zip(first, second, strict=True) for c, d in zip(third, fourth, strict=True)]


def _sum(*terms: tuple[tuple[int, int], tuple[int, int], int]) -> list[int]:
    return [sum(sign * left[i] * right[j] for left, right, sign in terms) for i in BITS for j in BITS]


def _observable(zero: tuple[int, int], one: tuple[int, int]) -> list[list[str]]:
    """The projector on the first vector minus that on the second, orthogonal vectors of the same norm."""
    norm = sum(a * a for a in zero)
    return [[str(Fraction(zero[i] * zero[j] - one[i] * one[j], norm)) for j in BITS] for i in BITS]


@check
def eq_8_state() -> Finding:
    """The superposition (8) is a unit vector, and the one whose value the certificate states."""
    state = _state()
    found = certificate("quantum-attained")
    same = isinstance(found, Proved) and witness(found)["models"][0]["state"] == [str(a) for a in state]
    norm = sum(a * a for a in state)
    return Finding("proof", norm == 16 and same, f"16 amplitudes of size 1/4, square of the norm {Fraction(norm, 16)}")


@check
def eq_9_bases() -> Finding:
    """Input 0 measures in the basis (9), input 1 in (10), as in the certificate of value 0; exchanged, it is 8."""
    x, z = _observable(PLUS, MINUS), _observable(ZERO, ONE)
    stated = {f"{name}{u}": (x, z)[u] for name in "ABCD" for u in BITS}
    swapped = {f"{name}{u}": (z, x)[u] for name in "ABCD" for u in BITS}
    values = {}
    for name, operators in (("quantum-attained", stated), ("quantum-swapped-bases", swapped)):
        found = certificate(name)
        if isinstance(found, Proved) and witness(found)["models"][0]["operators"] == operators:
            values[name] = found.statement["values"][0]["value"]
    good = values == {"quantum-attained": "0", "quantum-swapped-bases": "8"}
    return Finding(
        "proof", good, f"value {values.get('quantum-attained')}, exchanged {values.get('quantum-swapped-bases')}"
    )
