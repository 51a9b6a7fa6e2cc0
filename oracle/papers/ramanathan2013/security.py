"""What theorem A says of protocol A in numbers: errors, numbers of devices, acceptance.

With g the gain of the device against the source, k devices of which m may fail give one bit with

    P(accept) d_c <= (1/2) Pr[Bin(k, g) <= m],        and l bits ((1 + Pr[Bin(k, g) <= m])^l - 1)/2.

Honest devices that fail with probability at most h whatever the setting are accepted with Pr[Bin(k, h) <= m] at least.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, expm1, log1p

from oracle.failures import Limit, Malformed
from oracle.papers.ramanathan2013.anchors import HALF, Mixture, best
from oracle.papers.ramanathan2013.device import SOURCE_BITS
from oracle.tails import about, binomial_tail

MOST_DEVICES = 10**6
MOST_BLOCKS = 64


@dataclass(frozen=True)
class Protocol:
    """Parameters of protocol A.

    Attributes:
        devices: k, in each block, four boxes each.
        failures: m; a block with more failed runs is refused.
        bits: l, one block each.
    """

    devices: int
    failures: int
    bits: int = 1

    @property
    def source_bits(self) -> int:
        """All of them are drawn in any case, three a device."""
        return SOURCE_BITS * self.devices * self.bits


def read_bias(eps: Fraction) -> Mixture:
    """The certified gain; raises `Malformed` unless 0 <= eps < 1/2."""
    if not 0 <= eps < HALF:
        raise Malformed("out-of-range", f"eps = {eps}: the bias of a source is at least 0 and below 1/2")
    return best(eps)


def require_protocol(protocol: Protocol) -> None:
    """Refuse parameters of no protocol.

    Raises:
        Malformed: k < 1, m < 0, m >= k, l < 1.
        Limit: more devices or blocks than are calculated.
    """
    k, m, bits = protocol.devices, protocol.failures, protocol.bits
    if k < 1:
        raise Malformed("out-of-range", f"k = {k}: there is at least one device")
    if not 0 <= m < k:
        raise Malformed("out-of-range", f"m = {m}: from 0 to k - 1 = {k - 1} failures can be allowed")
    if bits < 1:
        raise Malformed("out-of-range", f"bits = {bits}: there is at least one block")
    if k > MOST_DEVICES:
        raise Limit("size", f"k = {k} is above the limit of {MOST_DEVICES} devices a block")
    if bits > MOST_BLOCKS:
        raise Limit("size", f"bits = {bits} is above the limit of {MOST_BLOCKS} blocks")


def error(gain: Fraction, protocol: Protocol) -> tuple[Fraction, Fraction]:
    """An interval around the bound on P(accept) d_c.

    >>> low, high = error(Fraction(1, 10), Protocol(59, 0))
    >>> low <= Fraction(9, 10)**59 / 2 <= high < Fraction(1, 1000)
    True
    """
    require_protocol(protocol)
    low, high = binomial_tail(protocol.devices, gain, protocol.failures)
    return ((1 + low) ** protocol.bits - 1) / 2, ((1 + high) ** protocol.bits - 1) / 2


def acceptance(noise: Fraction, protocol: Protocol) -> tuple[Fraction, Fraction]:
    """An interval around Pr[Bin(k, noise) <= m]^l: what honest devices pass with, at least.

    Raises:
        Malformed: the noise is no probability.
    """
    require_protocol(protocol)
    if not 0 <= noise <= 1:
        raise Malformed("out-of-range", f"noise = {noise} is no probability")
    if noise in (0, 1):
        return Fraction(1 - noise), Fraction(1 - noise)
    low, high = binomial_tail(protocol.devices, noise, protocol.failures)
    return low**protocol.bits, high**protocol.bits


@dataclass(frozen=True)
class Demand:
    """What a protocol has to do.

    Attributes:
        gain: of a device against the source.
        error: P(accept) d_c is at most this.
        noise: probability with which honest runs fail, at most.
        refusal: honest devices are refused with at most this probability.
        bits: of output.
    """

    gain: Fraction
    error: Fraction
    noise: Fraction = Fraction(0)
    refusal: Fraction = Fraction(1, 100)
    bits: int = 1


def fewest(demand: Demand) -> Protocol:
    """The protocol with the fewest devices a block.

    Let K(m) be the least k with an error small enough; it grows with m. If K(m) honest devices have more than n
    failures too often, so have more devices, and no protocol with m to n allowed failures does. So m begins at 0 and
    jumps over such n; the first m that is left has the fewest devices of all.

    Raises:
        Malformed: an error or refusal outside (0, 1/2) and (0, 1), a noise that is negative or not below the gain.
        Limit: more devices than are calculated.

    >>> fewest(Demand(Fraction(1, 18), Fraction(1, 1000))).devices
    109
    """
    if not 0 < demand.error < HALF:
        raise Malformed("out-of-range", f"error = {demand.error}: between 0 and 1/2, the distance of a constant")
    if not 0 < demand.refusal < 1:
        raise Malformed("out-of-range", f"refusal = {demand.refusal}: it lies between 0 and 1")
    if not 0 <= demand.noise < demand.gain:
        raise Malformed(
            "out-of-range",
            f"noise = {demand.noise}: honest runs fail with a probability from 0 to below the gain {demand.gain}",
        )
    m = 0
    while True:
        k = _secure(demand, m)
        n = _too_often(demand, k, m)
        if n < m:
            return Protocol(k, m, demand.bits)
        m = n + 1


def _secure(demand: Demand, failures: int) -> int:
    """The least k with an error of at most the demanded one: looked for in floating point, decided exactly."""
    gain, bits, wanted = float(demand.gain), demand.bits, float(demand.error)
    least = failures + 1

    def seems(k: int) -> bool:
        return expm1(bits * log1p(about(k, gain, failures))) / 2 <= wanted

    def secure(k: int) -> bool:
        return error(demand.gain, Protocol(k, failures, bits))[1] <= demand.error

    k = _first(seems, least, least + ceil(failures / gain))
    while not secure(_limited(k)):
        k += 1
    while k > least and secure(k - 1):
        k -= 1
    return k


def _too_often(demand: Demand, devices: int, failures: int) -> int:
    """The largest n >= failures for which n failures or fewer are too rare among honest devices; else failures - 1."""
    noise, bits, wanted = float(demand.noise), demand.bits, float(1 - demand.refusal)

    def seems(n: int) -> bool:
        return about(devices, noise, n) ** bits >= wanted

    def often(n: int) -> bool:
        return n >= devices or acceptance(demand.noise, Protocol(devices, n, bits))[1] >= 1 - demand.refusal

    n = failures if not noise else _first(seems, failures, failures + 1)
    while not often(n):
        n += 1
    while n > failures and often(n - 1):
        n -= 1
    return n - 1


def _first(holds: Callable[[int], bool], least: int, guess: int) -> int:
    """About the first number from `least` on at which something holds that holds from then on."""
    low, high, step = least - 1, max(least, guess), 1
    while high <= MOST_DEVICES and not holds(high):
        low, high, step = high, high + step, 2 * step
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high


def _limited(k: int) -> int:
    if k > MOST_DEVICES:
        raise Limit("size", f"more than the limit of {MOST_DEVICES} devices a block are needed")
    return k
