"""The ways bits are certified from counts: a guessing bound of one round, and a deviation inequality."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import Literal

from oracle.failures import Usage

Guess = Literal["analytic", "no-signalling", "tight", "sdp"]

_SAYS = {
    "analytic": "equation (6)",
    "no-signalling": "equation (14)",
    "tight": "tangent to the tight curve",
    "sdp": "moment matrices of level {level}",
}
_DEVIATIONS = {
    "azuma": "deviation (11) with {most}",
    "width8": "Hoeffding with the estimator's own range",
}


@dataclass(frozen=True)
class Method:
    """How bits are certified.

    Attributes:
        bound: the guessing bound of one round.
        deviation: the deviation inequality. For uniform inputs the estimator of a round lies in [-4, 4]: width 8;
            in general the width is 2/q.
        level: of the moment hierarchy, for the bound sdp.
    """

    bound: Guess
    deviation: Literal["azuma", "width8"] = "azuma"
    level: str = ""

    @property
    def key(self) -> str:
        """The name in `bits`: `analytic`, `sdp:1+AB`, `width8:tight`.

        >>> Method("sdp", "width8", "1+AB").key
        'width8:sdp:1+AB'
        """
        name = f"sdp:{self.level}" if self.bound == "sdp" else self.bound
        return name if self.deviation == "azuma" else f"width8:{name}"

    @property
    def quantum(self) -> bool:
        """Whether the bound is about quantum behaviours, or about all that do not signal."""
        return self.bound != "no-signalling"

    @property
    def set(self) -> str:
        """The set of behaviours, as the kernel names it."""
        return "quantum-commuting" if self.quantum else "no-signalling"

    @property
    def kernel_deviation(self) -> str:
        """The deviation inequality, as the kernel names it."""
        return "azuma" if self.deviation == "azuma" else "width"

    @property
    def says(self) -> str:
        """One phrase."""
        most = "Iq = 2 sqrt 2" if self.quantum else "Iq replaced by 4"
        return f"{_SAYS[self.bound].format(level=self.level)}, {_DEVIATIONS[self.deviation].format(most=most)}"


def methods(levels: Sequence[str] = (), calibrated: bool = False) -> dict[str, Method]:
    """Every method by its key: those that need no solver, then the levels; the plain deviation first.

    Args:
        levels: of the hierarchy.
        calibrated: only the levels know anything about another functional than CHSH.

    >>> list(methods(["2"]))[:4]
    ['analytic', 'no-signalling', 'tight', 'sdp:2']
    """
    guesses: list[tuple[Guess, str]] = [] if calibrated else [("analytic", ""), ("no-signalling", ""), ("tight", "")]
    guesses += [("sdp", level) for level in dict.fromkeys(levels)]
    deviations: tuple[Literal["azuma", "width8"], ...] = ("azuma", "width8")
    found = (Method(guess, deviation, level) for deviation, (guess, level) in product(deviations, guesses))
    return {method.key: method for method in found}


def chosen(found: dict[str, Method], name: str | None, levels: Sequence[str]) -> str:
    """The key of the method whose statement is printed: the one named, else the one that is never worse for any data.

    The deviation by width is (1/q) sqrt(2 ln(1/delta)/n), and that of (11) has 1/q + max|I| in place of 1/q. No level
    bounds the guess below what some behaviour of qubits allows, which is the tight curve. From a calibration only the
    levels know anything: then it is the last of them.

    Raises:
        Usage: `unknown-name`.
    """
    if name is None:
        return "width8:tight" if "width8:tight" in found else f"width8:sdp:{levels[-1]}"
    if name not in found:
        raise Usage("unknown-name", f"no method is called {name[:60]!a}; here they are {', '.join(found)}")
    return name
