"""What a length formula leaves unsaid, said: distance, seed, side information, smoothing, strictness, logarithm."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from oracle.extractors.logform import Decision, LogForm
from oracle.failures import Malformed

Distance = Literal["half", "full"]
Side = Literal["none", "classical", "quantum", "markov"]
MAX_LENGTH = 10**18


@dataclass(frozen=True)
class Convention:
    """How the numbers given to a length formula are meant.

    Attributes:
        distance: `half`, the error bounds (1/2)||.||_1; `full`, it bounds ||.||_1.
        strong: whether the error is that of output and seed (or of output and one source) together; a bound that
            includes the seed also holds without it, so no length here gets longer when this is False.
        seed: `uniform` and independent, or `weak`: of the seed only a min-entropy is known.
        side: what the adversary holds: nothing, classical or quantum information about the source alone, or quantum
            information given which the two sources are independent (`markov`).
        smoothing: how often a smoothing parameter is paid in half distance: 2 in leftover hashing (triangle
            inequality: once for the state, once for its marginal), 6 in theorem 4 of kulikov2024.
        comparison: `at-most`, error <= eps is wanted; `below`, error < eps. They differ when the formula is an integer.
        logarithm: unit of the entropies given, `bits` (base 2) or `nats` (base e). The length is in bits.
    """

    distance: Distance = "half"
    strong: bool = True
    seed: Literal["uniform", "weak"] = "uniform"
    side: Side = "quantum"
    smoothing: Fraction = Fraction(2)
    comparison: Literal["at-most", "below"] = "at-most"
    logarithm: Literal["bits", "nats"] = "bits"

    def error(self, eps: Fraction, eps_s: Fraction) -> Fraction:
        """What is left of the error in half distance once smoothing is paid.

        Raises:
            Malformed: `out-of-range`, eps outside (0, 1), eps_s negative, or nothing is left.

        >>> Convention(distance="full").error(Fraction(1, 4), Fraction(0))
        Fraction(1, 8)
        """
        if not 0 < eps < 1:
            raise Malformed("out-of-range", "eps is not strictly between 0 and 1")
        if not 0 <= eps_s < 1:
            raise Malformed("out-of-range", "eps-s is not between 0 and 1")
        left = (eps if self.distance == "half" else eps / 2) - self.smoothing * eps_s
        if left <= 0:
            raise Malformed("out-of-range", f"eps leaves nothing after {self.smoothing} times eps-s")
        return left

    def entropy(self, value: Fraction) -> LogForm:
        """An entropy in this convention's unit, as bits."""
        return LogForm(value) if self.logarithm == "bits" else LogForm(Fraction(0), (), value)


@dataclass(frozen=True)
class Length:
    """An output length with the formula that gave it.

    Attributes:
        length: the number of bits, 0 when the formula gives none.
        form: the formula's value, exactly.
        most: the construction's own limit.
        strict: whether the length had to stay below the value rather than at it.
        decision: how the floor of the formula was decided.
        remark: how, in words, and whether a limit cut the length.
    """

    length: int
    form: LogForm
    most: int
    strict: bool
    decision: Decision
    remark: str


def decide(form: LogForm, most: int, convention: Convention) -> Length:
    """The greatest integer the formula admits, between 0 and the construction's limit.

    >>> decide(LogForm(Fraction(3)), 10, Convention(comparison="below")).length
    2
    """
    decision = form.floor()
    strict = convention.comparison == "below"
    wanted = decision.below if strict else decision.floor
    if decision.exact is not None:
        how = f"decided by exact comparison: the formula is the rational {decision.exact}"
        if decision.tie:
            how += ", an integer" + (", which is excluded" if strict else "")
    else:
        how = f"no tie: the formula is irrational, decided by intervals of {decision.precision} bits"
    if wanted <= 0:
        how += "; nothing can be extracted"
    elif wanted > most:
        how += f"; the construction has at most {most} output bits"
    return Length(max(0, min(wanted, most)), form, most, strict, decision, how)


def read_size(name: str, n: int) -> int:
    """A positive number of bits; raises `Malformed`."""
    if n < 1:
        raise Malformed("out-of-range", f"{name} is not a positive number of bits")
    if n > MAX_LENGTH:
        raise Malformed("out-of-range", f"{name} is above {MAX_LENGTH} bits")
    return n


def read_entropy(name: str, k: Fraction, n: int, convention: Convention) -> LogForm:
    """An entropy of a string of n bits, in [0, n]; raises `Malformed`."""
    if k < 0:
        raise Malformed("out-of-range", f"{name} is negative")
    value = convention.entropy(k)
    excess = (value + LogForm(Fraction(-n))).floor()
    if excess.floor >= 0 and excess.exact != 0:
        raise Malformed("out-of-range", f"{name} is above the {n} bits of its string")
    return value
