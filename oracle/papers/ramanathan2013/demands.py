"""The fewest devices of protocol A for an error, and for honest devices that fail now and then.

A block of k devices that accepts m failures has to accept honest ones, Pr[Bin(k, h) <= m] >= w, and to bound the
adversary, Pr[Bin(k, g) <= m] <= a. Floating point says where to look; what is decided, is decided with enclosures.

**Many numbers at once.** A threshold m is a test of g against h, on k trials. For any test phi, with values in [0, 1],
that accepts h with w or more, and any x >= 0, weak duality gives

    E_g phi >= x w - sum over n of max(0, x h_n - g_n) = x (w - Pr[Bin(k, h) <= m]) + Pr[Bin(k, g) <= m]

for x = g_m/h_m, since g_n/h_n grows with n. A test on fewer trials is one on k trials that ignores some. So where the
right side is above a, no number of devices up to k will do, whatever m is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import comb, exp, expm1, inf, log, log1p, sqrt

from oracle.failures import Limit, Malformed
from oracle.papers.ramanathan2013.anchors import HALF
from oracle.papers.ramanathan2013.security import MOST_DEVICES, Protocol, acceptance, error
from oracle.tails import SMALLEST, binomial_tail, binomial_term, log_about

EXACT_UP_TO = 2000  # devices, up to which a comparison that an enclosure leaves open is made with exact sums
STEPS = 12  # of a search for a root in floating point


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

    def secure(self, devices: int, failures: int) -> bool:
        """Whether the error of a protocol is small enough: "no" may be wrong within 2^-40 for many devices."""
        low, high = error(self.gain, Protocol(devices, failures, self.bits))
        if low <= self.error < high and devices <= EXACT_UP_TO:
            return ((1 + _tail(devices, self.gain, failures)) ** self.bits - 1) / 2 <= self.error
        return high <= self.error

    def accepts(self, devices: int, failures: int) -> bool:
        """Whether honest devices are accepted often enough: "yes" may be wrong within 2^-40 for many devices."""
        if failures >= devices:
            return True
        low, high = acceptance(self.noise, Protocol(devices, failures, self.bits))
        if low < 1 - self.refusal <= high and devices <= EXACT_UP_TO:
            return _tail(devices, self.noise, failures) ** self.bits >= 1 - self.refusal
        return high >= 1 - self.refusal

    @cached_property
    def least_acceptance(self) -> float:
        """ln w, about."""
        return log1p(-float(self.refusal)) / self.bits

    @cached_property
    def largest_tail(self) -> float:
        """ln a, about."""
        if self.bits == 1 or self.error < Fraction(1, 10**200):
            return _ln(2 * self.error) - log(self.bits)
        return log(expm1(log1p(2 * float(self.error)) / self.bits))

    def levels(self) -> tuple[Fraction, Fraction]:
        """Rationals that are not above w and not below a."""
        if self.bits == 1:
            return 1 - self.refusal, 2 * self.error
        w, a = Fraction(exp(self.least_acceptance) * (1 - 1e-12)), Fraction(exp(self.largest_tail) * (1 + 1e-9))
        good = w**self.bits <= 1 - self.refusal and (1 + a) ** self.bits >= 1 + 2 * self.error
        return (w, a) if good else (Fraction(0), Fraction(1))  # with which nothing is excluded


def fewest(demand: Demand) -> Protocol:
    """The protocol with the fewest devices a block.

    Let K(m) be the least k with an error small enough; it grows with m. If K(m) honest devices have more than n
    failures too often, so have more devices, and no protocol with m to n allowed failures does. So m begins at the
    least number that is accepted often enough by as many devices as are known to be too few, and jumps over such n; the
    first m that is left has the fewest devices of all.

    Raises:
        Malformed: an error or refusal outside (0, 1/2) and (0, 1), a noise that is negative or not below the gain.
        Limit: more devices than are calculated, or an error below all that are.

    >>> fewest(Demand(Fraction(1, 18), Fraction(1, 1000))).devices
    109
    >>> fewest(Demand(Fraction(1, 10), Fraction(1, 1000), Fraction(97, 1000)))
    Protocol(devices=267370, failures=26291, bits=1)
    """
    _require(demand)
    k = _hopeless(demand)
    if k >= MOST_DEVICES:
        raise _too_many()
    m = _too_often(demand, k, 0) + 1 if k else 0
    while True:
        k = _secure(demand, m, k + 1)
        n = _too_often(demand, k, m)
        if n < m:
            return Protocol(k, m, demand.bits)
        m = n + 1


def _require(demand: Demand) -> None:
    if not 0 < demand.error < HALF:
        raise Malformed("out-of-range", f"error = {demand.error}: between 0 and 1/2, the distance of a constant")
    if not 0 < demand.refusal < 1:
        raise Malformed("out-of-range", f"refusal = {demand.refusal}: it lies between 0 and 1")
    if not 0 <= demand.noise < demand.gain:
        raise Malformed(
            "out-of-range",
            f"noise = {demand.noise}: honest runs fail with a probability from 0 to below the gain {demand.gain}",
        )
    if demand.bits < 1:
        raise Malformed("out-of-range", f"bits = {demand.bits}: there is at least one block")
    if demand.error < SMALLEST:
        raise Limit("size", "an error below 2^-6000 is not calculated")


def _hopeless(demand: Demand) -> int:
    """A number of devices, the larger the better, for which it is proved that as many or fewer do not do."""
    if not demand.noise or demand.bits > MOST_DEVICES:
        return 0
    k, m = _seemingly_hopeless(demand)
    for _ in range(3):
        if k <= 1:
            return 0
        if _excluded(demand, k, m):
            return k
        k -= 1 + k // 1000
        m = _randomised(demand, k, m)[1]
    return 0


def _excluded(demand: Demand, k: int, m: int) -> bool:
    """The inequality of the head of this file."""
    w, a = demand.levels()
    honest, dishonest = binomial_tail(k, demand.noise, m), binomial_tail(k, demand.gain, m)
    above, below = binomial_term(k, demand.gain, m), binomial_term(k, demand.noise, m)
    if not below[0]:
        return False
    missing = w - honest[1]
    x = above[1] / below[0] if missing < 0 else above[0] / below[1]
    return x * missing + dishonest[0] > a


def _seemingly_hopeless(demand: Demand) -> tuple[int, int]:
    """The most devices for which no test seems to do, and where it accepts w: a root, by secants."""
    g, h = float(demand.gain), float(demand.noise)

    def above(root: float) -> float:
        return _randomised(demand, max(1, round(root * root)), -1)[0] - demand.largest_tail

    most = sqrt(MOST_DEVICES)
    spread = sqrt(-2 * demand.largest_tail * g) + sqrt(-2 * log(float(demand.refusal)) * h)
    first = min(most, spread / (g - h))
    second = min(most, 0.9 * first)
    values = [above(first), above(second)]
    for _ in range(STEPS):
        if values[0] == values[1] or inf in map(abs, values):
            break
        third = second - values[1] * (second - first) / (values[1] - values[0])
        third = min(most, max(1.0, third))
        if abs(third * third - second * second) < 1:
            break
        first, second = second, third
        values = [values[1], above(third)]
    k = max(1, int(second * second) - 2)
    return k, _randomised(demand, k, -1)[1]


def _randomised(demand: Demand, k: int, guess: int) -> tuple[float, int]:
    """About ln of the least E_g phi of a test that accepts h with w, and the number of failures it accepts in part."""
    g, h = float(demand.gain), float(demand.noise)
    w = exp(demand.least_acceptance)
    start = guess if guess >= 0 else int(k * h + 2 * sqrt(k * h))
    m = min(k - 1, _first(lambda n: n >= k or log_about(k, h, n) >= demand.least_acceptance, 0, start))
    if m <= 0:
        part = w / exp(log_about(k, h, 0))
        return log_about(k, g, 0) + log(part), 0
    ends = [(exp(log_about(k, chance, m - 1)), exp(log_about(k, chance, m))) for chance in (h, g)]
    part = (w - ends[0][0]) / (ends[0][1] - ends[0][0])
    least = ends[1][0] + part * (ends[1][1] - ends[1][0])
    return (log(least) if least > 0 else -inf), m


def _secure(demand: Demand, failures: int, guess: int) -> int:
    """The least k with an error of at most the demanded one."""
    gain, least = float(demand.gain), failures + 1

    def seems(k: int) -> bool:
        return k > MOST_DEVICES or log_about(k, gain, failures) <= demand.largest_tail

    k = _first(seems, least, guess)
    while not demand.secure(_limited(k), failures):
        k += 1
    while k > least and demand.secure(k - 1, failures):
        k -= 1
    return k


def _too_often(demand: Demand, devices: int, failures: int) -> int:
    """The largest n >= failures for which n failures or fewer are too rare among honest devices; else failures - 1."""
    if not demand.noise:
        return failures - 1
    noise, wanted = float(demand.noise), demand.least_acceptance

    def seems(n: int) -> bool:
        return n >= devices or log_about(devices, noise, n) >= wanted

    n = _first(seems, failures, failures or int(devices * noise + 2 * sqrt(devices * noise)))
    while not demand.accepts(devices, n):
        n += 1
    while n > failures and demand.accepts(devices, n - 1):
        n -= 1
    return n - 1


def _first(holds: Callable[[int], bool], least: int, guess: int) -> int:
    """The first number from `least` on at which something holds that holds from then on, looked for near a guess."""
    low = high = max(least, guess)
    step = 1
    if holds(high):
        low -= 1
        while low >= least and holds(low):
            high, step = low, 2 * step
            low -= step
        low = max(low, least - 1)
    else:
        high += 1
        while not holds(high):
            low, step = high, 2 * step
            high += step
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high


def _tail(trials: int, chance: Fraction, most: int) -> Fraction:
    """Pr[Bin(trials, chance) <= most]."""
    n, d = chance.numerator, chance.denominator
    return Fraction(sum(comb(trials, j) * n**j * (d - n) ** (trials - j) for j in range(most + 1)), d**trials)


def _ln(x: Fraction) -> float:
    return log(x.numerator) - log(x.denominator)


def _too_many() -> Limit:
    return Limit("size", f"more than the limit of {MOST_DEVICES} devices a block are needed")


def _limited(k: int) -> int:
    if k > MOST_DEVICES:
        raise _too_many()
    return k
