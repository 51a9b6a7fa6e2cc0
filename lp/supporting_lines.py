"""Lines above a parametric optimum: F <= a + s t under G <= t, and the certificates that say so.

If a - F + s G is a sum of events with nonnegative weights, then every behaviour with
G <= t has F <= a + s G <= a + s t.  The weights do not depend on t, so one identity covers
the whole stated range.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from lp.coordinates import Functional, Scenario
from lp.exact_vertices import optimum
from lp.optima import Weights, behaviour_of, bound_statement, entries, event_rows, multipliers, program
from proofs.search.language.failure import Failure, Kind
from proofs.search.language.write import Json, certificate_bytes, rational


@dataclass(frozen=True)
class Tradeoff:
    """The largest `functional` under `statistic` <= t, for all t.

    Attributes:
        symbol: the name of t in certificates; `hypothesis` that of t - statistic >= 0.
        feasible: a behaviour with the least statistic, shown in every certificate with a
            hypothesis; without one the first vertex of the curve is shown.
    """

    scenario: Scenario
    functional: Functional
    statistic: Functional
    symbol: str = "delta"
    hypothesis: str = "score"
    feasible: Weights | None = None

    def line(self, slope: Fraction) -> dict[str, Fraction]:
        """functional - slope * statistic."""
        words = {**self.functional, **self.statistic}
        zero = Fraction(0)
        return {w: self.functional.get(w, zero) - slope * self.statistic.get(w, zero) for w in words}


def affine(constant: Fraction, slope: Fraction, symbol: str) -> Json:
    """constant + slope * symbol as the format spells it.

    >>> affine(Fraction(1, 2), Fraction(0), "t"), affine(Fraction(0), Fraction(1), "t")
    ('1/2', {'poly': [['1', 't']]})
    """
    if not slope:
        return rational(constant)
    return {"poly": [[rational(c), monomial] for c, monomial in ((constant, ""), (slope, symbol)) if c]}


def difference(functional: Functional, value: Fraction) -> dict[str, Fraction]:
    """value - functional."""
    result = {word: -Fraction(c) for word, c in functional.items()}
    result[""] = result.get("", Fraction(0)) + value
    return result


def along(problem: Tradeoff, slope: Fraction) -> tuple[Fraction, Weights, Weights]:
    """The maximum of functional - slope * statistic, the events that prove it, and a vertex."""
    linear, factors = program(problem.scenario, problem.line(slope), [])
    pair = optimum(linear)
    names, _ = event_rows(problem.scenario)
    events = {names[i]: w / factors[0] for i, w in sorted(pair.multipliers.items())}
    return pair.value / factors[0], events, behaviour_of(problem.scenario, pair)


def line_certificate(
    problem: Tradeoff,
    constant: Fraction,
    slope: Fraction,
    events: Weights,
    feasible: Weights,
    declared: Mapping[str, Json],
    at: Fraction,
) -> bytes:
    """Bytes stating functional <= constant + slope * t under statistic <= t.

    Args:
        problem: functional, statistic and names.
        constant: of the line.
        slope: of the line, nonnegative.
        events: weights whose sum is constant - functional + slope * statistic.
        feasible: a behaviour that satisfies the hypothesis at t = `at`.
        declared: "symbols" with the range of t, or with "conditions" and the point "vacuity" where feasibility is
            shown; without that point `feasible` satisfies the hypothesis at every t of the range.
        at: a value of t in the range.
    """
    scenario = problem.scenario
    rest = difference(problem.statistic, Fraction(0))
    # the terms without constant, in order; the constant is affine in t
    words: list[Json] = [["1", ""]] if not rest[""] else []
    words += scenario.terms(rest)
    words[0] = [affine(rest[""], Fraction(1), problem.symbol), ""]
    hypothesis: Json = {"name": problem.hypothesis, "kind": "mean", "sense": ">=0", "polynomial": words}
    statement = bound_statement(
        scenario, scenario.terms(problem.functional), "<=", affine(constant, slope, problem.symbol),
        hypotheses=[hypothesis], **declared,
    )  # fmt: skip
    witness = multipliers(scenario, events, {problem.hypothesis: slope})
    if "vacuity" not in declared:  # a statement that names the point has it
        witness["symbols"] = {problem.symbol: rational(at)}
    witness["feasible"] = {"behaviour": entries(feasible)}
    return certificate_bytes("lp-dual", statement, witness)


def printed_line(problem: Tradeoff, constant: Fraction, slope: Fraction, at: Fraction) -> bytes:
    """A certificate that functional <= constant + slope * t for every t >= 0, tight or not.

    Args:
        problem: with a `feasible` behaviour whose statistic is at most `at`.
        constant: of the line.
        slope: of the line, nonnegative.
        at: the t at which feasibility is shown.

    Raises:
        Failure: the line is not valid for all t, or no exact certificate was found.
        ValueError: the problem shows no feasible behaviour.
    """
    if problem.feasible is None:
        raise Failure(Kind.VALUE, "", "a feasible behaviour is needed to show that the line is about something")
    optimal, events, _ = along(problem, slope)
    if optimal > constant:
        raise Failure(
            Kind.NO_ANSWER, "", "with slope {slope} the constant is at least {optimal}", slope=slope, optimal=optimal
        )
    # a constant is a multiple of the sum of the probabilities of any one choice of inputs
    first = [f"{party.name}{party.inputs[0][0]}" for party in problem.scenario.parties]
    spare = {name: Fraction(0) for name in event_rows(problem.scenario)[0]}
    for name in spare:
        if [cell.partition("=")[0] for cell in name.split()] == first:
            spare[name] = constant - optimal
    total = {name: events.get(name, Fraction(0)) + more for name, more in spare.items()}
    condition: Json = {"polynomial": {"poly": [["1", problem.symbol]]}, "sense": ">=0"}
    declared: dict[str, Json] = {
        "symbols": [{"name": problem.symbol}], "conditions": [condition], "vacuity": {problem.symbol: rational(at)},
    }  # fmt: skip
    return line_certificate(problem, constant, slope, total, problem.feasible, declared, at)
