"""What theorem A says of protocol A in numbers: errors and acceptance (`demands` has numbers of devices).

With g the gain of the device against the source, k devices of which m may fail give one bit with

    P(accept) d_c <= (1/2) Pr[Bin(k, g) <= m],        and l bits ((1 + Pr[Bin(k, g) <= m])^l - 1)/2.

Honest devices that fail with probability at most h whatever the setting are accepted with Pr[Bin(k, h) <= m] at least.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from oracle.failures import Limit, Malformed
from oracle.papers.ramanathan2013.anchors import HALF, Mixture, best
from oracle.papers.ramanathan2013.device import SOURCE_BITS
from oracle.tails import binomial_tail

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
    require_bias(eps)
    return best(eps)


def require_bias(eps: Fraction) -> None:
    """Raise `Malformed` unless 0 <= eps < 1/2."""
    if not 0 <= eps < HALF:
        raise Malformed("out-of-range", f"eps = {eps}: the bias of a source is at least 0 and below 1/2")


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
