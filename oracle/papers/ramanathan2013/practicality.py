"""How many devices protocol A needs, beside what no analysis can beat and what the printed route would ask for.

`python -m oracle.papers.ramanathan2013.practicality` prints the table of docs/amplification.md as comma-separated
values; with the name of a picture it draws devices against bias, and error against devices.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from oracle.enclosures import enclose
from oracle.papers.ramanathan2013.anchors import HALF, best
from oracle.papers.ramanathan2013.demands import Demand, fewest
from oracle.papers.ramanathan2013.security import Protocol, error

BIASES = tuple(Fraction(n, 100) for n in (1, 10, 25, 40))
ERRORS = (Fraction(1, 10), Fraction(1, 1000))
SHARES = (Fraction(0), Fraction(1, 4), Fraction(1, 2))  # of the gain, as noise


@dataclass(frozen=True)
class Row:
    """One line of the table.

    Attributes:
        bias, wanted, noise: of the source, of the error, of honest devices.
        protocol: with the fewest devices.
        forbidden: with fewer devices the local attack has a larger error, whatever is proved.
        printed: formula (17), taken as if it were proved, asks for this many devices or more.
    """

    bias: Fraction
    wanted: Fraction
    noise: Fraction
    protocol: Protocol
    forbidden: int
    printed: int

    def cells(self) -> list[str]:
        """As text, exact."""
        numbers = (
            self.protocol.devices,
            self.protocol.failures,
            self.protocol.source_bits,
            self.forbidden,
            self.printed,
        )
        return [*map(str, (self.bias, best(self.bias).gain, self.wanted, self.noise)), *map(str, numbers)]


HEADER = ("eps", "gain", "error", "noise", "k", "m", "source_bits", "local_attack_below", "printed_at_least")


def printed_least(bias: Fraction, wanted: Fraction) -> int:
    """At least this many devices are needed by (17) for any delta, mu and t.

    Its first term is below 1 only for delta < 4/7; its second asks for k q^8 (1 - mu)^2 delta^2/8 >= ln(2/error).

    >>> printed_least(Fraction(1, 4), Fraction(1, 1000)) > 10**7
    True
    """
    logarithm = enclose({"ln": [str(2 / wanted)]}, Fraction(1, 2**40)).low
    return int(8 * logarithm / ((HALF - bias) ** 8 * Fraction(4, 7) ** 2))


def row(bias: Fraction, wanted: Fraction, share: Fraction) -> Row:
    """The line for a bias, an error, and a noise that is this share of the gain.

    >>> row(Fraction(1, 4), Fraction(1, 1000), Fraction(0)).cells()
    ['1/4', '1/18', '1/1000', '0', '109', '0', '327', '97', '12204252']
    """
    gain = best(bias).gain
    protocol = fewest(Demand(gain, wanted, gain * share))
    forbidden = fewest(Demand((HALF - bias) ** 2, wanted)).devices
    return Row(bias, wanted, gain * share, protocol, forbidden, printed_least(bias, wanted))


def table() -> Iterator[Row]:
    """All lines."""
    for bias in BIASES:
        for wanted in ERRORS:
            for share in SHARES:
                yield row(bias, wanted, share)


def draw(path: Path) -> None:
    """Devices against bias for error 1/1000, beside both limits; and the bound against devices at four biases."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(9, 4), layout="constrained")
    left, right = figure.subplots(1, 2)
    biases = [Fraction(n, 100) for n in range(0, 50, 2)]
    rows = [row(bias, Fraction(1, 1000), Fraction(0)) for bias in biases]
    positions = [float(bias) for bias in biases]
    left.semilogy(positions, [line.printed for line in rows], ".", label="formula (17), at least")
    left.semilogy(positions, [line.protocol.devices for line in rows], ".", label="protocol A, proved")
    left.semilogy(positions, [line.forbidden for line in rows], ".", label="fewer: local attack")
    left.set(xlabel="bias of the source", ylabel="devices for error 1/1000")
    left.legend()
    numbers = [10 * 2**n for n in range(11)]
    for bias in BIASES:
        bounds = [float(error(best(bias).gain, Protocol(k, 0))[1]) for k in numbers]
        right.loglog(numbers, [max(bound, 1e-30) for bound in bounds], ".", label=f"bias {bias}")
    right.set(xlabel="devices, no failure accepted", ylabel="bound on P(accept) d_c", ylim=(1e-12, 1))
    right.legend()
    figure.savefig(path)


def main(arguments: Sequence[str]) -> int:
    """Print the table, or draw the picture that is named."""
    if arguments:
        draw(Path(arguments[0]))
        return 0
    print(",".join(HEADER))
    for line in table():
        print(",".join(line.cells()))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
