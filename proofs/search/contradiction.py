"""Can hypotheses on means hold together?  If a level shows that they cannot, a certificate of rule farkas.

The smallest s >= 0 by which all hypotheses must be relaxed is positive exactly when the level contradicts
them; its dual weighs the hypotheses so that the weighted sum has a negative maximum over quantum behaviours.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from fractions import Fraction

from proofs.search.algebra import Scenario
from proofs.search.certify import Certified, maximum_certificate, origin, proved
from proofs.search.hypotheses import Mean, means_json, used_json
from proofs.search.moments import Level, level_words, moments
from proofs.search.problem import means_by_class
from proofs.search.rounding import Gram, suffix_closed
from proofs.search.sdp import Block, Options, Program, Vector, solve
from proofs.search.write import Json, certificate_bytes, rational

_BITS = 30  # of the weights


def contradiction(
    scenario: Scenario,
    means: Sequence[Mean],
    level: Level,
    *,
    loss: float = 1e-9,
    solver: str = "picos",
    options: Options | None = None,
) -> bytes | None:
    """A proof that no quantum behaviour satisfies the hypotheses, or None.

    Args:
        scenario: the operators.
        means: at least one hypothesis.
        level: of the hierarchy.
        loss: of the bound on the weighted sum.
        solver: see `sdp.solve`.
        options: see `sdp.solve`.

    Returns:
        bytes the kernel has said PROVED about; None says that nothing was found, not that there is nothing.

    Raises:
        ProblemError, SolverError, CertificateError: as `maximum_certificate`.
    """
    found = moments(scenario, suffix_closed(scenario, level_words(scenario, level)))
    rows = means_by_class(found, means)
    program, signs = _program(len(found.representatives), found.identity, means, rows, Block.of_moments(found))
    weights = [Fraction(0)] * len(means)
    for (number, sign), x in zip(signs, solve(program, solver, options).inequalities, strict=True):
        weights[number] += Fraction(sign * round(max(0.0, float(x)) * 2**_BITS), 2**_BITS)
    total: dict[str, Fraction] = {}
    for mean, weight in zip(means, weights, strict=True):
        for text, c in mean.polynomial.items():
            total[text] = total.get(text, Fraction(0)) + weight * c
    if not any(total.values()):
        return None
    bound = maximum_certificate(scenario, total, level, loss=loss, solver=solver, options=options)
    if bound.bound >= 0:
        return None
    return excluded(scenario, means, weights, bound.grams[0], -bound.bound, _origin(bound, level))


def _program(
    m: int, identity: int, means: Sequence[Mean], rows: Sequence[Vector], block: Block
) -> tuple[Program, list[tuple[int, int]]]:
    """maximise -s, the last variable; each inequality is +1 or -1 times a hypothesis, plus s."""
    signs = [(i, sign) for i, mean in enumerate(means) for sign in ((1, -1) if mean.sense == "=0" else (1,))]
    one, zero = Fraction(1), Fraction(0)
    relaxed = tuple(({**{k: sign * c for k, c in rows[i].items()}, m: one}, zero) for i, sign in signs)
    return Program(m + 1, {m: -one}, (block,), (({identity: one}, one),), relaxed), signs


def _origin(bound: Certified, level: Level) -> dict[str, str]:
    found: dict[str, str] = json.loads(bound.data)["provenance"]
    return {key: text for key, text in origin(level, found).items() if key != "value"}  # that of the weighted sum


def excluded(
    scenario: Scenario,
    means: Sequence[Mean],
    weights: Sequence[Fraction],
    gram: Gram,
    excess: Fraction,
    provenance: dict[str, str],
) -> bytes:
    """The certificate of rule farkas: -excess is a sum of squares plus the weighted hypotheses.

    Args:
        scenario: the operators.
        means: the hypotheses.
        weights: of each, nonnegative for inequalities.
        gram: of  b - F >= 0,  where b - F = gram and F + excess - b is the weighted sum of the hypotheses.
        excess: positive.
        provenance: recorded, not proved.
    """
    statement: dict[str, Json] = {
        "kind": "empty", "set": "quantum-commuting", "scenario": scenario.json(), **means_json(scenario, means, True),
    }  # fmt: skip
    witness: dict[str, Json] = {"grams": [gram.json()], **used_json(means, weights), "multiplier": rational(excess)}
    return proved(certificate_bytes("farkas", statement, witness, provenance))
