"""From counts to certified bits: every figure is read off a certificate the kernel proved."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import Any

from oracle.bounds.chsh import analytic_of_square, no_signalling_expression
from oracle.bounds.deviation import azuma_scale, deviation_expression
from oracle.bounds.tight import CHSH, rate_upper
from oracle.data.chsh_table import CELLS, SETTINGS
from oracle.data.counted import OVERRIDES, Run
from oracle.data.estimate import chsh_declared
from oracle.data.methods import Method
from oracle.enclosures import Enclosure, enclose
from oracle.failures import Bug, Limit, Malformed, Undecided
from oracle.numbers import Expression, square_root
from oracle.proved import coefficients, proved
from proofs.search.chsh import identities
from proofs.search.language.failure import Failure, Kind
from proofs.search.language.scenario import Scenario
from proofs.search.language.write import certificate_bytes
from proofs.search.question import How

WIDTH = Fraction(1, 2**44)
SOLVER = "clarabel"
MAX_WORDS = 64  # of a level; its sixteen matrices stand in one certificate


@dataclass(frozen=True)
class CertifiedBits:
    """What is proved for one table by one method.

    Attributes:
        low: bits proved (0 when the rounds are too few).
        high: upper end of a proved enclosure of n f(Ihat - eps) for the method's formula: how much of the
            formula's value the certificate may have lost by rounding. For a level of the hierarchy, whose curve
            has no formula, f is the tight curve, which no level exceeds. Not a bound on the entropy.
        deviation: proved enclosure of the method's eps.
        statement: the kernel's canonical text.
        assumptions: the kernel's.
        sha256: of the certificate.
        certificate: its bytes.
        says: the method in one phrase.
        estimate: of the functional, exactly.
        functional: words to coefficients.
    """

    low: Fraction
    high: Fraction
    deviation: Enclosure
    statement: str
    assumptions: tuple[str, ...]
    sha256: str
    certificate: bytes
    says: str
    estimate: Fraction
    functional: Mapping[str, Fraction]


def certify(run: Run, method: Method) -> CertifiedBits:
    """Certified bits of the outputs of all rounds, given all inputs.

    The statement is in the bad-event form: for each value e of the adversary's classical information,
    -log2 P(outputs | inputs, e) < n f(Ihat - eps) has probability at most delta. The rate f is a tangent, minus the
    logarithm of an affine function that falls with the score, clipped: convex and nondecreasing, as the step from
    one round to many needs, whatever curve it is a tangent to.

    Args:
        run: counts, and what was declared.
        method: of `methods`.

    Returns:
        Proved bits, with certificate and assumptions.

    Raises:
        Malformed: `level`, it is none, or lacks words.
        Undecided: `not-proved`, `solver`.
        Limit: the certificate exceeds a limit of the kernel.
        Bug: the certificate is about other data than these.

    Source: pironio2010, equations (2), (6)-(12), (14), the claim (12) in the corrected form.
    """
    found = proved(marked(_proposal(run, method), run.overrides))
    estimate = chsh_declared(run.table, run.inputs)
    require_same_data(found.statement, run, method, estimate)
    if coefficients(found.statement["functional"]) != CHSH or found.statement["tags"]["functional"] != "declared":
        raise Bug("not-proved", "the certificate is about another functional than CHSH, or one that was not declared")
    eps = enclose(_deviation(run, method), WIDTH)
    low = Fraction(found.statement["bits"])
    high = _formula(run, eps, method)
    return CertifiedBits(
        low, high, eps, found.text, found.assumptions, found.sha256, found.data, method.says, estimate, CHSH
    )


def _proposal(run: Run, method: Method) -> bytes:
    from proofs.search.chsh import rounds, tight

    table, inputs, delta = run.table, run.inputs, run.delta
    counts, deviation = table.counts, method.deviation
    try:
        if method.bound == "sdp":
            return _of_level(run, method)
        if method.bound == "tight":
            # what is lost in a round is lost so many times
            precision = 24 + table.rounds.bit_length()
            guess = partial(tight.tangent, precision=precision)
            return rounds.bits_certificate(
                counts, inputs, delta, guess, rounds.chsh_value(True, 60 + 2 * precision), deviation
            )
        return rounds.certified_bits_certificate(counts, inputs, delta, method.bound, deviation)
    except (Failure, ValueError, ArithmeticError) as problem:
        raise Undecided("not-proved", f"no certificate of {method.key} was found: {problem}") from None


def _of_level(run: Run, method: Method) -> bytes:
    with searching(method):
        from proofs.search.chsh.slopes import sdp_bits_certificate

        return sdp_bits_certificate(
            run.table.counts, run.inputs, run.delta, How(method.level, solver=SOLVER), method.deviation
        )


def marked(data: bytes, overrides: Sequence[str]) -> bytes:
    """The proposal with a tag for everything that the user was warned of and allowed."""
    if not overrides:
        return data

    document = json.loads(data)
    document["statement"]["tags"] |= dict.fromkeys(overrides, "allowed")
    return certificate_bytes(document["rule"], document["statement"], document["witness"], document.get("provenance"))


@contextmanager
def searching(method: Method) -> Iterator[None]:
    """Turn failures of the search at a level into problems of the command line; refuse a word that names no level."""
    require_level(method.level)
    try:
        yield
    except Failure as problem:
        if problem.kind is Kind.SOLVER:
            raise Undecided("solver", f"--level {method.level}: {problem}") from None
        raise Malformed("level", f"--level {method.level}: {problem}") from None


def require_level(level: str) -> None:
    """Refuse what is not a level of the scenario, or has no product of Alice's and Bob's operators, or too many words.

    Raises:
        Malformed: `level`.
        Limit: `size`.
    """
    from proofs.search.semidefinite.moments import level_words, moments

    scenario = Scenario.from_json(identities.SCENARIO)
    try:
        words = level_words(scenario, level)
        if len(words) > MAX_WORDS:
            raise Limit("size", f"--level {level[:40]}: {len(words)} words, more than {MAX_WORDS}")
        moments(scenario, words).vector(scenario.polynomial(identities.CHSH))
    except Failure as problem:
        raise Malformed("level", f"--level {level[:40]!a}: {problem}") from None


def require_same_data(statement: Mapping[str, Any], run: Run, method: Method, estimate: Fraction) -> None:
    """Refuse a certificate about other data: the search is not trusted to have answered what was asked.

    Raises:
        Bug: `not-proved`.
    """
    deviation, errors = statement["deviation"], statement["errors"]
    asked = (
        statement["kind"] == "certified-bits"
        and statement["set"] == method.set
        and statement["counts"] == [[str(run.table.counts[x, y, a, b]), f"A{x}={a} B{y}={b}"] for x, y, a, b in CELLS]
        and statement["inputs"] == [[str(run.inputs[x, y]), f"{x} {y}"] for x, y in SETTINGS]
        and statement["estimate"] == str(estimate)
        and isinstance(deviation, dict)
        and deviation["method"] == method.kernel_deviation
        and isinstance(errors, list)
        and [error["value"] for error in errors] == [str(run.delta)]
        and tuple(tag for tag in OVERRIDES if tag in statement["tags"]) == run.overrides
    )
    if not asked:
        raise Bug("not-proved", "the certificate is about other data than the table's")


def _deviation(run: Run, method: Method) -> Expression:
    """The method's eps; the Hoeffding form with width w is scale w/2, and w = 2/q."""
    q = min(run.inputs.values())
    largest = square_root(Fraction(8)) if method.quantum else Fraction(4)
    scale = azuma_scale(q, largest) if method.deviation == "azuma" else str(1 / q)
    return deviation_expression(run.table.rounds, run.delta, scale)


def _formula(run: Run, eps: Enclosure, method: Method) -> Fraction:
    """The upper end of n f(Ihat - eps), the score clipped to [2, maximum of the set] so that f is at least 0."""
    table, inputs = run.table, run.inputs
    if method.bound in ("tight", "sdp"):
        return table.rounds * rate_upper(chsh_declared(table, inputs) - eps.low)
    deviation = _deviation(run, method)
    score: Expression = {"max": [{"sub": [str(chsh_declared(table, inputs)), deviation]}, "2"]}
    if method.bound == "analytic":
        rate = analytic_of_square({"min": [{"pow": [score, "2"]}, "8"]})
    else:
        rate = no_signalling_expression({"min": [score, "4"]})
    formula: Expression = {"mul": [str(table.rounds), rate]}
    try:
        return enclose(formula, WIDTH, Fraction(0)).high
    except Undecided:  # not exactly zero
        return enclose(formula, WIDTH).high
