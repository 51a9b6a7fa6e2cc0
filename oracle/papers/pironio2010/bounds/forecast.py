"""What factors chosen from a table are expected to yield on later rounds like those of the table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from oracle.bounds.domains import numbers, rational, read_confidence, whole
from oracle.bounds.entries import Bound, Formula
from oracle.data.any_table import file_of
from oracle.data.chsh_table import SETTINGS, read_table
from oracle.failures import Malformed, Undecided, Usage
from oracle.numbers import Expression, Real

PLACES = 10**12
MODELS = ("two-sided", "product", "sequential", "box")


def _expected(arguments: Mapping[str, Real], options: Mapping[str, str]) -> Formula:
    from proofs.search.factors.behaviours import UNIFORM, expected_cells, most_likely
    from proofs.search.factors.train import train
    from proofs.search.language.failure import Failure, Kind

    if "counts" not in options:
        raise Usage("missing-argument", "factors.expected-bits takes counts=FILE")
    n, delta = (
        whole(arguments, "n", "a positive number of rounds", most=10**15),
        read_confidence(arguments["confidence"]),
    )
    given = numbers(options, ("bias",))
    bias = rational(given, "bias") if given else Fraction(0)
    if given and not 0 < bias < Fraction(1, 2):
        raise Malformed("out-of-range", f"bias = {bias} is not between 0 and 1/2")
    model = options.get("model", MODELS[0])
    if model not in MODELS:
        raise Usage("unknown-argument", f"model={model[:40]!a} is none of {', '.join(MODELS)}")
    table = read_table(file_of(options["counts"]), options["counts"]).counts
    try:
        found = train(table, n, delta, law=None if given else UNIFORM, model=model, bias=bias)
    except Failure as failure:
        if failure.kind is Kind.SOLVER:
            raise Undecided("solver", str(failure)) from None
        raise Malformed("calibration", str(failure)) from None
    weights = [Fraction(round(float(w) * PLACES), PLACES) for w in expected_cells(most_likely(table, True), UNIFORM)]
    terms: list[Expression] = [
        {"mul": [str(w), {"log2": [str(f)]}]} for w, f in zip(weights, found.factor, strict=True) if w and f
    ]
    total = terms[0]
    for term in terms[1:]:
        total = {"add": [total, term]}
    score: Expression = {"add": [{"mul": [str(n), total]}, {"log2": [str(delta)]}]}
    remark = f"power {found.power}; {len(SETTINGS)} settings with uniform inputs, one behaviour in every round"
    return Formula({"max": [{"mul": [str(1 / found.power), score]}, "0"]}, None, remark)


EXPECTED: Bound = Bound(
    name="factors.expected-bits",
    arguments={"n": "number of later rounds, a positive integer", "confidence": "1 - delta, strictly between 0 and 1"},
    unit="bits expected, a forecast",
    safe_side="low",
    formula="max(0, (n sum of p log2 F + log2 delta)/beta), with F and beta chosen for n and delta",
    says=(
        "What the factors that bellcert factors chooses from a table yield on the mean from n later rounds of the "
        "behaviour p that makes the table most likely. A forecast for planning: of the table's own rounds nothing is "
        "claimed, and later rounds are certified by bellcert counts --factors whatever they are like."
    ),
    assumptions=(
        "later rounds are independent, with this behaviour and uniform inputs; a certificate of bits needs none of it",
    ),
    source="Zhang, Knill and Bierhorst 2018, probability estimation",
    evaluate=lambda arguments: _expected(arguments, {}),
    options={
        "counts": "a table of earlier rounds",
        "bias": "inputs may be biased by so much",
        "model": f"what the bias is about: {', '.join(MODELS)}",
    },
    files=("counts",),
    choose=lambda options: replace(EXPECTED, evaluate=lambda arguments: _expected(arguments, options)),
)
