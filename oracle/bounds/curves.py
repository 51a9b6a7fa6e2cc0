"""Bounds that are points of exact curves: the most of a functional under statistic <= delta, with certificates.

The search's curves are proposals.  Each certificate is compared with the question, which is
written down here from definitions that the search does not see.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from oracle.bounds.entries import Optimum
from oracle.failures import Bug, Malformed, Undecided
from oracle.numbers import Real, number_text
from oracle.proved import Proved, coefficients, require_about
from proofs.search.language.failure import Failure
from proofs.search.language.write import Json, certificate_bytes, rational

if TYPE_CHECKING:
    from lp.parametric import Curve

Functional = Mapping[str, Fraction]


def read_delta(arguments: Mapping[str, Real], what: str) -> Fraction:
    """A rational delta of at least 0; `what` is the statistic it limits, in words."""
    delta = arguments["delta"]
    if not isinstance(delta, Fraction):
        raise Malformed("wrong-number", f"delta = {number_text(delta)} is not rational")
    if delta < 0:
        raise Malformed(
            "out-of-range", f"delta = {delta} is negative; no-signalling behaviours have {what} of at least 0"
        )
    return delta


@dataclass(frozen=True)
class Question:
    """No-signalling behaviours of parties with two outcomes an input, under statistic <= delta.

    Attributes:
        inputs: of every party, A first.
        statistic: in means of words; its least value is 0.
        hypothesis: what certificates call delta - statistic >= 0.
    """

    inputs: tuple[int, ...]
    statistic: Functional
    hypothesis: str

    @property
    def scenario(self) -> dict[str, Any]:
        """As certificates declare it."""
        return {
            "parties": [
                {"name": chr(65 + k), "inputs": [[str(x), "2"] for x in range(count)]}
                for k, count in enumerate(self.inputs)
            ]
        }

    def optimum(
        self, delta: Fraction, functionals: Sequence[Functional], propose: Callable[[], Sequence[Curve]]
    ) -> Optimum:
        """The largest that one of the functionals can be, with a bound on each of them.

        Args:
            delta: a rational of at least 0.
            functionals: in means of words.
            propose: the search's curve of each.

        Raises:
            Undecided: `not-proved`, no exact optimum was found.
        """
        try:
            curves = propose()
        except Failure as problem:
            raise Undecided("not-proved", f"no exact optimum was found: {problem}") from None
        value = max(curve(delta) for curve in curves)
        # a stable sort: the tight one first, the others as they were listed
        order = sorted(range(len(curves)), key=lambda k: curves[k](delta) != value)[:1]
        order += [k for k in range(len(curves)) if k not in order]
        best = functionals[order[0]]

        def require(upper: Sequence[Proved], attained: Proved) -> None:
            bounds = [self.bound_at(found, functionals[k], delta) for k, found in zip(order, upper, strict=True)]
            if not max(bounds) == self.value_within(attained, best, delta) == value:
                raise Bug("not-proved", "the certificates of the bound and of the behaviour do not meet")

        upper = tuple(curves[k].piece_at(delta).bound for k in order)
        return Optimum(value, upper, self.attaining(curves[order[0]], delta, best), require)

    def attaining(self, curve: Curve, delta: Fraction, functional: Functional) -> bytes:
        """A certificate of a behaviour on the curve: the mixture of the two vertices around delta."""
        from lp.ordered import scenario_of

        left = max((v for v in curve.vertices if v.parameter <= delta), key=lambda v: v.parameter)
        right = min((v for v in curve.vertices if v.parameter >= delta), key=lambda v: v.parameter, default=left)
        width = right.parameter - left.parameter
        share = (delta - left.parameter) / width if width else Fraction(0)
        behaviour: dict[str, Fraction] = {}
        for weight, vertex in ((1 - share, left), (share, right)):
            for event, p in vertex.behaviour.items():
                behaviour[event] = behaviour.get(event, Fraction(0)) + weight * p
        score = (1 - share) * left.parameter + share * right.parameter
        value = (1 - share) * left.value + share * right.value
        scenario = scenario_of(self.scenario)
        values: list[Json] = [
            {"functional": scenario.terms(terms), "value": rational(number)}
            for terms, number in ((self.statistic, score), (functional, value))
        ]
        statement: dict[str, Json] = {
            "kind": "value", "set": "no-signalling", "scenario": self.scenario, "values": values,
        }  # fmt: skip
        cells: list[Json] = [[rational(p), event] for event, p in behaviour.items() if p]
        return certificate_bytes("point", statement, {"behaviour": cells})

    def bound_at(self, found: Proved, functional: Functional, delta: Fraction) -> Fraction:
        """What a proved bound says about the functional at statistic <= delta.

        Raises:
            Bug: the certificate is about something else, or about another range of delta.
        """
        require_about(
            found, kind="bound", set="no-signalling", scenario=self.scenario, functional=functional, sense="<="
        )
        bound = found.statement["bound"]
        if "hypotheses" not in found.statement:
            return Fraction(bound)  # holds for every behaviour
        hypothesis: dict[str, Any] = {word: -c for word, c in self.statistic.items()}
        hypothesis[""] = {"poly": [[str(-self.statistic[""]), ""], ["1", "delta"]]}
        require_about(found, hypotheses={self.hypothesis: (">=0", hypothesis)}, field=None, relations=None)
        (symbol,) = found.statement["symbols"]
        low, high = symbol.get("low"), symbol.get("high")
        conditions = found.statement.get("conditions")
        if conditions == [{"polynomial": {"poly": [["1", "delta"]]}, "sense": ">=0"}] and low is high is None:
            low, conditions = "0", None
        outside = (low is not None and delta < Fraction(low)) or (high is not None and delta > Fraction(high))
        if symbol["name"] != "delta" or conditions is not None or outside:
            raise Bug("not-proved", "the proposed certificate is about another range of delta")
        terms = bound["poly"] if isinstance(bound, dict) else [[bound, ""]]
        return sum((Fraction(c) * (delta if monomial == "delta" else 1) for c, monomial in terms), Fraction(0))

    def value_within(self, found: Proved, functional: Functional, delta: Fraction) -> Fraction:
        """The value of the functional at a proved behaviour with statistic <= delta.

        Raises:
            Bug: the certificate is about something else, or the statistic is above delta.
        """
        require_about(found, kind="value", set="no-signalling", scenario=self.scenario, hypotheses={}, symbols=None)
        score, value = found.statement["values"]
        named = [coefficients(entry["functional"]) for entry in (score, value)]
        if named != [self.statistic, functional] or Fraction(score["value"]) > delta:
            raise Bug("not-proved", "the proposed behaviour has other values than was asked")
        return Fraction(value["value"])
