"""What an entry of the catalogue says."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Literal

from oracle.enclosures import Enclosure
from oracle.numbers import Expression
from oracle.proved import Proved


@dataclass(frozen=True)
class Formula:
    """A bound at given arguments, ready for the kernel.

    Attributes:
        expression: of the certificate format.
        exact: the value when it is rational and known in closed form, else None.
        remark: what the user should know about these arguments, or "".
        theorem: a certificate of the statement that gives the formula, if the kernel can prove one.
    """

    expression: Expression
    exact: Fraction | None = None
    remark: str = ""
    theorem: bytes | None = None


@dataclass(frozen=True)
class Optimum:
    """An exact optimum with its proposed certificates.

    Attributes:
        exact: the value, low and high end at once.
        upper: certificates that nothing exceeds the value, the tight one first.
        attained: a certificate of an object that has it.
        require: raises `Bug` unless the proved certificates say so of this quantity.
        remark: what the user should know about these arguments, or "".
    """

    exact: Fraction
    upper: tuple[bytes, ...]
    attained: bytes
    require: Callable[[Sequence[Proved], Proved], None]
    remark: str = ""


@dataclass(frozen=True)
class Bracket:
    """A value between a bound for all behaviours and an explicit one, without a formula of its own.

    Attributes:
        prove: the proved interval of at most a given width, or as narrow as certificates allow.
        exact: the value when it is rational and known in closed form, else None.
        remark: what the user should know about these arguments, or "".
    """

    prove: Callable[[Fraction], Enclosure]
    exact: Fraction | None = None
    remark: str = ""


Result = Formula | Optimum | Bracket


@dataclass(frozen=True)
class Bound:
    """One line of the catalogue.

    Attributes:
        name: what users type.
        arguments: name of each argument and a phrase with its domain.
        unit: unit of the value.
        safe_side: the end of the enclosure that may be relied on.
        formula: in the arguments' names.
        says: what the value means, in one or two sentences.
        assumptions: under which the value means that; the enclosure itself needs none.
        source: paper and equation.
        evaluate: exact arguments to expression or certificates; raises `Malformed` outside the domain.
        angles: the arguments that are angles.
        options: name of each argument that may be left out, and what its words are.
        choose: the bound as it is under given options; raises `Usage`.
        files: the options that name files.
    """

    name: str
    arguments: Mapping[str, str]
    unit: str
    safe_side: Literal["low", "high"]
    formula: str
    says: str
    assumptions: tuple[str, ...]
    source: str
    evaluate: Callable[[Mapping[str, Any]], Result]
    angles: tuple[str, ...] = ()
    options: Mapping[str, str] = field(default_factory=dict)
    choose: Callable[[Mapping[str, str]], Bound] | None = None
    files: tuple[str, ...] = ()
