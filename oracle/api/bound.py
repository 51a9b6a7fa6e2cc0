"""Named quantities, each enclosed by an interval that the kernel proved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from oracle.api.results import Result, exactly
from oracle.api.sources import inexact
from oracle.failures import Malformed
from oracle.numbers import decimal_text, number_text

if TYPE_CHECKING:
    from oracle.bounds.entries import Bound as Bound

Value = int | Fraction | str
DECIMALS = 12


@dataclass(frozen=True, repr=False)
class Enclosure(Result):
    """A named quantity and the interval it is proved to lie in.

    Attributes:
        name: of the catalogue.
        arguments: as exact texts, those that were left out with their defaults where they enter.
        low: at most the value.
        high: at least the value.
        exact: the value where it is rational and known in closed form; else None.
        unit: of the value, such as bits.
        safe_side: "low" for entropies and lengths, "high" for guessing probabilities, deviations and p-values: the
            end that may be claimed.
        formula: of the value.
        says: what the quantity means, in one sentence.
        remark: what else should be known of this value, or "".
        assumptions: what the meaning rests on.
        source: paper and equation.
        statement: canonical text that the certificate proves.
        sha256: of the certificate.
        certificate: its bytes.
        further: other certificates that the interval rests on: role, sha256, statement, bytes.
    """

    name: str
    arguments: Mapping[str, str]
    low: Fraction
    high: Fraction
    exact: Fraction | None
    unit: str
    safe_side: str
    formula: str
    says: str
    remark: str
    assumptions: tuple[str, ...]
    source: str
    statement: str
    sha256: str
    certificate: bytes = field(compare=False)
    further: tuple[tuple[str, str, str, bytes], ...] = ()

    def to_dict(self) -> dict[str, object]:
        exact = {} if self.exact is None else {"exact": str(self.exact)}
        further = [{"role": role, "sha256": digest, "statement": text} for role, digest, text, _ in self.further]
        return {
            "name": self.name, "arguments": dict(self.arguments), "low": exactly(self.low), "high": exactly(self.high),
            **exact, "unit": self.unit, "safe_side": self.safe_side, "statement": self.statement,
            "source": self.source, "says": self.says, "remark": self.remark, "assumptions": list(self.assumptions),
            "sha256": self.sha256, **({"further": further} if further else {}),
        }  # fmt: skip

    def headline(self) -> str:
        arguments = " ".join(f"{key}={value}" for key, value in self.arguments.items())
        return f"{self.name} {arguments}: {self._end('low')} to {self._end('high')} {self.unit}"

    def rows(self) -> list[tuple[str, str]]:
        ends = [(f"{side}, the safe side" if side == self.safe_side else side, f"{self._end(side)} {self.unit}")
                for side in ("low", "high")]  # fmt: skip
        found = [*ends, ("formula", self.formula), ("meaning", self.says), ("remark", self.remark)]
        found += [("assumption", text) for text in self.assumptions] + [("source", self.source)]
        return [(name, text) for name, text in found if text]

    def _end(self, side: str) -> str:
        high = side == "high"
        return decimal_text(self.high if high else self.low, DECIMALS, up=high)


def bound(name: str, /, *, digits: int | None = None, **arguments: Value) -> Enclosure:
    """A named quantity of the catalogue, enclosed rigorously.

    Args:
        name: as `bellcert bound --list` lists it, for example "chsh.min-entropy.local".
        digits: decimals wanted; the interval is then at most 10^-digits wide, and at most 2^-40 in any case.
        arguments: of the quantity, exact: an integer, a `Fraction`, or a text such as "5/2", "0.99", "2*sqrt(2)",
            "pi/8". An underscore stands for the hyphen of a name: `eps_s` for "eps-s". Floats are refused.

    Returns:
        The interval, in the unit of the quantity, with the certificate that the kernel proved.

    Raises:
        Usage: `unknown-bound`, `unknown-argument`, `missing-argument`.
        Malformed: `not-a-number`, `wrong-number`, `out-of-range`.
        Limit: `digits`, `size`.
        Undecided: `not-proved`, no interval of this width was found.

    Source: the catalogue names one for each quantity.

    >>> import oracle
    >>> found = oracle.bound("ns4.majority", delta="1/10")
    >>> found.low, found.high, found.safe_side
    (Fraction(5, 8), Fraction(5, 8), 'high')
    >>> oracle.bound("ns4.majority", delta=0.1)
    Traceback (most recent call last):
    oracle.failures.Malformed: ('wrong-number', "delta: 0.1 is not exact; write '1/10' or Fraction(1, 10)")
    """
    return bound_of_words(name, [f"{key.replace('_', '-')}={_text(key, value)}" for key, value in arguments.items()],
                          digits)  # fmt: skip


def _text(key: str, value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, int | Fraction) and not isinstance(value, bool):
        return str(value)
    raise Malformed("wrong-number", f"{key}: {inexact(value)}")


def bound_of_words(name: str, words: Sequence[str], digits: int | None = None) -> Enclosure:
    """The quantity with arguments as the command line has them, `key=value` each."""
    from oracle.bounds.catalogue import choose, find, read_arguments
    from oracle.bounds.evaluate import evaluate, width_for

    what, chosen, rest = choose(find(name), words)
    arguments = read_arguments(what, rest)
    given = {key: number_text(value) for key, value in arguments.items()} | chosen
    formula = what.evaluate(arguments)
    found = evaluate(formula, width_for(digits))
    further = tuple((role, other.sha256, other.text, other.data) for role, other in found.further)
    return Enclosure(
        what.name, given, found.low, found.high, formula.exact, what.unit, what.safe_side, what.formula, what.says,
        formula.remark, tuple(what.assumptions), what.source, found.statement, found.sha256, found.certificate,
        further,
    )  # fmt: skip


def catalogue() -> dict[str, Bound]:
    """The catalogue: each name with its arguments, formula, unit, safe side, meaning, assumptions and source.

    >>> catalogue()["chsh.min-entropy.local"].unit
    'bits'
    """
    from oracle.bounds.catalogue import CATALOGUE

    return dict(CATALOGUE)
