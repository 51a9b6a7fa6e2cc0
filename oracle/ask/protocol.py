"""Protocols of noisy devices in problem files, whose means are known by formulas."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from oracle.ask.reader import Table
from oracle.ask.tables import MAX_COUNT
from oracle.failures import Limit, Malformed
from oracle.numbers import PiMultiple, TangentAngle, parse
from proofs.search.language.angles import Angle, Direction
from proofs.search.language.failure import Failure
from proofs.search.sequences.devices import DATA, Noisy, SequentialChsh, StandardChsh, State
from proofs.search.sequences.tetrahedron import ThirdParty

STRENGTHS = {"sequential-chsh": ("theta",), "sequential-third": ("theta", "theta2"), "chsh": ()}
"""The strengths of measurements, by name of the protocol."""


def read_protocol(table: Table) -> tuple[Noisy, str]:
    """The devices and which of their means are known."""
    name = table.choice("name", tuple(STRENGTHS)) if "name" in table.value else ""
    strengths = STRENGTHS.get(name, ())
    table.keys(["name", "p", *strengths], ["c", "data", *(["rounds"] if name == "sequential-chsh" else [])])
    data = table.choice("data", DATA) if "data" in table.value else "full"
    try:
        state = State(table.rational("p"), table.rational("c") if "c" in table.value else Fraction(0))
    except Failure as failure:
        raise table.malformed("p", str(failure), "out-of-range") from None
    angles = [_angle(table, key) for key in strengths]
    kinds: dict[str, Callable[..., Noisy]] = {
        "sequential-chsh": SequentialChsh, "sequential-third": ThirdParty, "chsh": StandardChsh,
    }  # fmt: skip
    return kinds[name](state, *angles), data


def read_rounds(table: Table, noisy: Noisy) -> tuple[SequentialChsh, int] | None:
    """The devices and the rounds of each setting in simulated experiments, if there are to be any."""
    if "rounds" not in table.value or not isinstance(noisy, SequentialChsh):
        return None
    rounds = table.rational("rounds")
    if rounds.denominator != 1 or not 1 <= rounds <= MAX_COUNT:
        raise table.malformed("rounds", f"{rounds} is no number of rounds from 1 to {MAX_COUNT}", "out-of-range")
    return noisy, int(rounds)


def _angle(table: Table, key: str) -> Angle | Direction:
    value = table.value[key]
    if isinstance(value, str):
        try:
            found = parse(value)
        except (Malformed, Limit) as problem:
            raise type(problem)(problem.code, f"{table.place(key)}: {problem.sentence}", table.place(key)) from None
        if isinstance(found, PiMultiple):
            return Angle(turns=found.coefficient)
        if isinstance(found, TangentAngle):
            return Direction(Fraction(1), found.tangent)
        if not isinstance(found, Fraction):
            raise table.malformed(key, 'an angle is a number of radians, a multiple of pi such as "pi/8", or "tan=p/q"')
    radians = table.rational(key)
    if abs(radians) > 100:
        raise table.malformed(key, f"{radians} radians are outside of [-100, 100]", "out-of-range")
    return Angle(radians=radians)
