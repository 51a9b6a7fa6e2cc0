"""What a protocol is: parameters, what follows from them before the first round, estimate, conclusion, devices."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product
from typing import Any, ClassVar

from oracle.failures import Malformed, Usage
from oracle.numbers import parse_rational
from oracle.protocols.devices import Device
from oracle.proved import Proved

Values = Mapping[str, Fraction]
Parties = Mapping[str, tuple[int, ...]]  # outcomes of each input, by party
Inputs = tuple[int, ...]  # one of each party
Counts = Mapping[tuple[int, ...], int]  # rounds by inputs, then outcomes, in the order of the parties
Digests = Mapping[str, str]

MOST_ROUNDS = 1 << 33


@dataclass(frozen=True)
class Parameter:
    """One number that is fixed before the first round.

    Attributes:
        name: as in a declaration.
        says: what it is, in a few words.
        default: its text, or "" where it has to be given.
        low, high: what it lies between.
        whole: whether it is an integer; then the ends are included, else they are not.
    """

    name: str
    says: str
    low: Fraction
    high: Fraction
    default: str = ""
    whole: bool = False

    def read(self, text: str) -> Fraction:
        """The value, exact.

        Raises:
            Malformed: `not-a-number`, `out-of-range`.

        >>> Parameter("error", "distance from uniform", Fraction(0), Fraction(1)).read("1e-6")
        Fraction(1, 1000000)
        """
        value = parse_rational(text)
        inside = self.low <= value <= self.high if self.whole else self.low < value < self.high
        if not inside or (self.whole and value.denominator != 1):
            kind = "a whole number from" if self.whole else "between"
            raise Malformed("out-of-range", f"{self.name} = {text[:40]} is not {kind} {self.low} and {self.high}")
        return value


@dataclass(frozen=True)
class Vouch:
    """An assumption that no file can show, and who has to vouch for it."""

    name: str
    says: str
    who: str


@dataclass(frozen=True)
class Plan:
    """What follows from the parameters before the first round.

    Attributes:
        rounds: how many.
        law: the declared probability of each tuple of inputs; inputs that are not named do not occur.
        threshold: the least estimate of a run that is accepted.
        error: distance of the output from uniform, of accepted runs, not normalised.
        output: how many bits are put out.
        made: `toeplitz`, `two-source-right` or `parity-of-majorities`, how they are made of the outcomes.
        seed: how many further bits that needs, uniform ones for `toeplitz`.
        bias: how far the conditional probability of an input bit may be from 1/2; 0 where the law is exact.
        details: what the protocol needs again when it concludes.
    """

    rounds: int
    law: Mapping[Inputs, Fraction]
    threshold: Fraction
    error: Fraction
    output: int
    made: str = "toeplitz"
    seed: int = 0
    bias: Fraction = Fraction(0)
    details: Mapping[str, Any] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """What a declaration says of it, every number a text."""
        return {
            "threshold": str(self.threshold),
            "error": str(self.error),
            "output": str(self.output),
            "made": self.made,
            "seed": str(self.seed),
        }


class Protocol(ABC):
    """A protocol, which a module offers as `PROTOCOL`.

    Attributes:
        name: what declarations call it.
        title: one line.
        source: paper and place.
        parameters: in the order in which they are shown.
        vouched: what the statement at the end assumes, beside what its certificate lists, and who vouches for it.
        estimates: what the estimate is called.
        cited: theorems between what the certificate states and the output that are not proved here, and whose they are.
        leaves: what the certificate does not say of a run, where it names none of its files.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    source: ClassVar[str]
    parameters: ClassVar[tuple[Parameter, ...]]
    vouched: ClassVar[tuple[Vouch, ...]]
    estimates: ClassVar[str]
    cited: ClassVar[tuple[Vouch, ...]] = ()
    leaves: ClassVar[str] = (
        "the certificate is about every run that the protocol accepts, and it names none of these files: that this run"
        " is one of them is what the transcript says"
    )

    @abstractmethod
    def parties(self, values: Values) -> Parties:
        """The scenario."""

    def choose(self, values: Values) -> dict[str, Any]:
        """What is chosen when the run is declared, and stands in the declaration; searches belong here."""
        return {}

    @abstractmethod
    def plan(self, values: Values, choice: Mapping[str, Any]) -> Plan:
        """What follows, exactly, from parameters and choice.

        Raises:
            Malformed: `out-of-range`, the parameters give no bit.
        """

    def possible(self, plan: Plan, counts: Counts) -> str:
        """What in the counts contradicts the set of behaviours, whoever made them; nothing is ""."""
        return ""

    @abstractmethod
    def estimate(self, plan: Plan, counts: Counts) -> Fraction:
        """What the run is accepted by, if it is at least the threshold."""

    @abstractmethod
    def conclude(self, plan: Plan, counts: Counts, digests: Digests) -> Proved:
        """The certificate of an accepted run, proved.

        Raises:
            Undecided: `not-proved`.
        """

    def premises(self, plan: Plan) -> tuple[tuple[str, Proved], ...]:
        """Other certificates that the end stands on, as (what for, certificate); the kernel proved each of them."""
        return ()

    @abstractmethod
    def devices(self, values: Values) -> Mapping[str, Device]:
        """Devices that can be simulated, the honest one first."""

    def read(self, given: Mapping[str, str]) -> dict[str, Fraction]:
        """The parameters, defaults included.

        Raises:
            Usage: `unknown-argument`, `missing-argument`. Malformed: a value outside of its domain.
        """
        known = {parameter.name: parameter for parameter in self.parameters}
        for name in given:
            if name not in known:
                raise Usage(
                    "unknown-argument", f"{self.name} has no parameter {name[:40]!a}; it has {', '.join(known)}"
                )
        found = {}
        for name, parameter in known.items():
            text = given.get(name, parameter.default)
            if not text:
                raise Usage("missing-argument", f"{self.name} needs the parameter {name}: {parameter.says}")
            found[name] = parameter.read(text)
        return found


def cells_of(parties: Parties) -> list[tuple[int, ...]]:
    """Every tuple of inputs with every tuple of outcomes, inputs first.

    >>> len(cells_of({"A": (2, 2), "B": (2, 3)}))
    20
    """
    found = []
    for inputs in product(*(range(len(sizes)) for sizes in parties.values())):
        sizes = [party[x] for party, x in zip(parties.values(), inputs, strict=True)]
        found += [(*inputs, *outcomes) for outcomes in product(*map(range, sizes))]
    return found
