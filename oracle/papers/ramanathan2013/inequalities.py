"""Which inequality amplifies which source: the theorem of protocol A for other devices than the four-party one.

For an inequality with 2^n settings, named by n source bits a run, every string has probability q^n or more. One point
with mass 1 at every string and gain c therefore gives every source the gain c q^n. For the chained inequality c = 1:
1 - f_u +- b_u >= 0 at all settings but one, the sum of the other f +- b >= 0 there, and these add up to 2^n - 1; local
boxes that break one link only have no more than q^n, so that this is the gain.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache, partial
from itertools import product
from typing import TYPE_CHECKING

from oracle.failures import Malformed
from oracle.functionals import majority_sign
from oracle.papers.ramanathan2013 import anchors
from oracle.papers.ramanathan2013.anchors import HALF
from oracle.papers.ramanathan2013.demands import Demand, fewest
from oracle.papers.ramanathan2013.device import device as four_parties
from oracle.papers.ramanathan2013.security import Protocol, read_bias, require_bias

if TYPE_CHECKING:
    from lp.gains import Device


@dataclass(frozen=True)
class Inequality:
    """Devices of one kind.

    Attributes:
        name: what users type.
        boxes: of a device.
        source_bits: a run.
        noise: with which quantum devices fail at least, at every setting; rounded up.
        floor: gain of the point with mass 1 at every string; None for the four-party inequality, which has better ones.
        device: for the certificate.
    """

    name: str
    boxes: int
    source_bits: int
    noise: Fraction
    floor: Fraction | None
    device: Callable[[], Device] | None

    def gain(self, eps: Fraction) -> Fraction:
        """The certified gain against sources of this bias."""
        if self.floor is None:
            return read_bias(eps).gain
        require_bias(eps)
        return self.floor * (HALF - eps) ** self.source_bits

    def limit(self, eps: Fraction) -> Fraction:
        """No analysis of this protocol gives a device a larger gain: local boxes fail as rarely as this.

        >>> named("ns4").limit(Fraction(1, 4)), named("mermin5").limit(Fraction(1, 4))
        (Fraction(1, 16), Fraction(11, 128))
        """
        if self.boxes == 2:
            return self.gain(eps)  # of one broken link
        return local_limit(self.device or four_parties, eps)

    def reach(self) -> Fraction:
        """Up to this bias, in thousandths, quantum devices fail less often than the gain; 1/2 where they never fail."""
        if not self.noise:
            return HALF
        return Fraction(max(n for n in range(500) if self.noise < self.gain(Fraction(n, 1000))), 1000)

    def certificate(self, eps: Fraction, protocol: Protocol, error: Fraction) -> bytes:
        """Bytes that state the error."""
        if self.device is None:
            mixture = read_bias(eps)
            return anchors.certificate(mixture, protocol.devices, protocol.failures, error, protocol.bits)
        from lp.gains import Claim, Library, certificate

        library = Library(self.device())
        point = library.point([Fraction(1)] * (1 << self.source_bits), Fraction(self.floor or 0))
        scale = (HALF - eps) ** self.source_bits
        small = replace(
            point,
            weights={key: w * scale for key, w in point.weights.items()},
            slack={event: w * scale for event, w in point.slack.items()},
        )
        claim = Claim(eps, protocol.devices, protocol.failures, error, protocol.bits)
        return certificate(library.device, library, [small], claim)


@lru_cache(maxsize=4)
def chain(source_bits: int) -> Device:
    """2^n neighbours on the chain A0 B0 A1 B1 ...: outcomes agree, but those of A0 and the last input of B differ.

    The bit is the outcome of A.
    """
    from lp.coordinates import Scenario
    from lp.gains import Device

    inputs = 1 << (source_bits - 1)
    around = [pair for k in range(inputs) for pair in ((k, k), (k + 1, k))]
    links = [*around[:-1], (0, inputs - 1)]
    strings = tuple((link, "0--1" if number + 1 < len(links) else "-01-") for number, link in enumerate(links))
    return Device(Scenario.uniform(2, inputs, 2), strings, (0, 1))


@lru_cache(maxsize=1)
def mermin() -> Device:
    """Five parties, the 16 settings with an odd number of ones, and the majority of the first three outcomes."""
    from lp.coordinates import Scenario
    from lp.gains import Device

    strings = []
    for string in product((0, 1), repeat=4):
        inputs = (*string, (1 + sum(string)) % 2)
        odd = int(sum(inputs) % 4 == 3)
        outcomes = product((0, 1), repeat=5)
        marks = "".join("-" if sum(x) % 2 != odd else "01"[majority_sign(x) < 0] for x in outcomes)
        strings.append((inputs, marks))
    return Device(Scenario.uniform(5, 2, 2), tuple(strings), (0, 1, 2, 3))


@lru_cache(maxsize=4)
def local_failures(device: Callable[[], Device]) -> frozenset[tuple[int, ...]]:
    """For every strategy of local deterministic boxes with two inputs the strings at which it fails, as ones."""
    strings = device().strings
    found = set()
    for answers in product(product((0, 1), repeat=2), repeat=len(strings[0][0])):
        row = []
        for inputs, marks in strings:
            place = int("".join(str(answer[x]) for answer, x in zip(answers, inputs, strict=True)), 2)
            row.append(int(marks[place] == "-"))
        found.add(tuple(row))
    return frozenset(found)


@lru_cache(maxsize=64)
def local_limit(device: Callable[[], Device], eps: Fraction) -> Fraction:
    """The least probability with which local deterministic boxes fail, over all sources of this bias.

    Their bits are known, so P(accept) d_c is half the probability that at most m of k fail.
    """
    low, high = HALF - eps, HALF + eps
    least = Fraction(1)
    for failures in local_failures(device):
        values = [Fraction(x) for x in failures]
        while len(values) > 1:
            pairs = zip(values[::2], values[1::2], strict=True)
            values = [high * min(pair) + low * max(pair) for pair in pairs]
        least = min(least, values[0])
    return least


INEQUALITIES = (
    Inequality("ns4", 4, 3, Fraction(0), None, None),
    Inequality("mermin5", 5, 4, Fraction(0), Fraction(4, 3), mermin),
    # sin^2(pi/2^(n + 1)) rounded up
    Inequality("chsh", 2, 2, Fraction(146447, 10**6), Fraction(1), partial(chain, 2)),
    Inequality("chained8", 2, 3, Fraction(38061, 10**6), Fraction(1), partial(chain, 3)),
    Inequality("chained16", 2, 4, Fraction(9608, 10**6), Fraction(1), partial(chain, 4)),
)


def named(name: str) -> Inequality:
    """The inequality of this name; raises `Malformed`."""
    for inequality in INEQUALITIES:
        if inequality.name == name:
            return inequality
    raise Malformed(
        "unknown-name", f"inequality = {name[:60]!a}: it is one of {', '.join(i.name for i in INEQUALITIES)}"
    )


def found(inequality: Inequality, eps: Fraction, demand: Demand) -> Protocol | None:
    """The fewest devices if honest ones have at least the noise of quantum theory; None where the gain is no larger.

    Raises:
        Malformed: `out-of-range`, a noise that is no probability.
    """
    if not 0 <= demand.noise < 1:
        raise Malformed(
            "out-of-range", f"noise = {demand.noise}: honest runs fail with a probability from 0 to below 1"
        )
    gain, noise = inequality.gain(eps), max(demand.noise, inequality.noise)
    return fewest(replace(demand, gain=gain, noise=noise)) if noise < gain else None
