"""The experiment: tables 1 and 2, the printed ratios, what its simulated errors mean.

Printed parameters stand for all reals that round to them: a model figure is reproduced if one choice of the parameters
in their rounding box gives a value that is printed so, and refuted if none does.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from oracle.ask import simulate
from oracle.ledger.arithmetic import Interval, decimal, enclose, op, point, rounds_to, truncates_to
from oracle.ledger.checks import check
from oracle.ledger.status import Finding
from oracle.papers.padovan2024.checks.noise import certified_bits, guessed
from oracle.papers.padovan2024.noise.shipped import CURVES, FITTED
from oracle.resources import certificates_dir
from proofs.search.language.angles import Angle, square_root
from proofs.search.language.angles import product as times
from proofs.search.sequences.devices import SequentialChsh

MEASURED_BITS = ("0.85", "0.86", "0.90")


def _plus(*parts: Interval) -> Interval:
    return Interval(sum((part.low for part in parts), Fraction(0)), sum((part.high for part in parts), Fraction(0)))


def model(
    row: int, theta: str | None = None, reals: Callable[[str], Interval] = rounds_to
) -> tuple[Interval, Interval, Interval]:
    """The range of S_1, S_2 and S_c over the box of parameters that are printed so, or at the parameters as printed.

    They are sqrt 2 times V_Z cos 2 theta + V_X, V_Z + V_X sin 2 theta and V_Z + V_X.

    Args:
        row: from 0.
        theta: printed, if not that of the row.
        reals: which reals a printed figure stands for.
    """
    p, c, angle = FITTED[row]
    z, decoherence, strength = (reals(figure) for figure in (p, c, theta or angle))
    z = Interval(1 - z.high, 1 - z.low)
    x = Interval(z.low - decoherence.high, z.high - decoherence.low)
    # 2 theta lies between 0 and pi/2, where the cosine falls and the sine rises
    ends = [Angle(radians=2 * end) for end in strength]
    cosine, sine = Interval(ends[1].cosine[0], ends[0].cosine[1]), Interval(ends[0].sine[0], ends[1].sine[1])
    root = square_root(Fraction(2))
    sums = (_plus(Interval(*times(z, cosine)), x), _plus(z, Interval(*times(x, sine))), _plus(z, x))
    first, second, mixed = (Interval(*times(root, total)) for total in sums)
    return first, second, mixed


def _meets(value: Interval, figure: str) -> bool:
    return not value.apart(rounds_to(figure))


def _span(value: Interval) -> str:
    return f"[{decimal(value.low, 4)}, {decimal(value.high, 4)}]"


def _as_printed(figure: str) -> Interval:
    return point(Fraction(figure))


def _off(value: Interval, printed: str, off: str) -> bool:
    """Whether a value less a printed figure is itself printed so."""
    figure = Fraction(printed)
    return Interval(value.low - figure, value.high - figure).within(rounds_to(off))


def _row(row: int, printed: Sequence[str], off: Sequence[str]) -> Finding:
    """The printed figures are met within the rounding of the parameters, and are off by this without it."""
    values, exactly = model(row), model(row, reals=_as_printed)
    shown = ", ".join(map(_span, values))
    holds = all(_meets(value, figure) for value, figure in zip(values, printed, strict=True))
    holds = holds and all(_off(*three) for three in zip(exactly, printed, off, strict=True))
    return Finding("numerics", holds, f"S_1, S_2, S_c in {shown}; tolerance: the rounding of p, c, theta")


@check
def model_row_1(first: str, second: str, mixed: str, off_first: str, off_second: str, off_mixed: str) -> Finding:
    """S_1, S_2 and S_c of row 1 are values of the model within the rounding of its parameters."""
    return _row(0, (first, second, mixed), (off_first, off_second, off_mixed))


@check
def model_row_2(first: str, second: str, mixed: str, off_first: str, off_second: str, off_mixed: str) -> Finding:
    """S_1, S_2 and S_c of row 2 are values of the model within the rounding of its parameters."""
    return _row(1, (first, second, mixed), (off_first, off_second, off_mixed))


@check
def model_row_3_mixed(mixed: str, off: str) -> Finding:
    """S_c of row 3, which does not depend on theta, is a value of the model within the rounding of p and c."""
    value, exactly = model(2)[2], model(2, reals=_as_printed)[2]
    holds = _meets(value, mixed) and _off(exactly, mixed, off)
    return Finding("numerics", holds, f"S_c in {_span(value)}; tolerance: the rounding of p, c")


@check
def row_3_off(measured: str, error: str, off: str, times: str) -> Finding:
    """S_2 of row 3 as measured is apart from the model by more than all rounding, and this multiple of its error."""
    value, exactly = model(2)[1], model(2, reals=_as_printed)[1]
    figure, deviation = Fraction(measured), Fraction(error)
    above = Interval(exactly.low - figure, exactly.high - figure)
    holds = above.within(rounds_to(off)) and value.low - figure > deviation
    multiple = Interval(above.low / deviation, above.high / deviation)
    return Finding("enclosure", holds and multiple.within(rounds_to(times)), f"the model has S_2 in {_span(value)}")


@check
def s1_printed(first: str, second: str, theta: str) -> Finding:
    """No parameters that are printed as in row 3 give the printed S_1 or S_2."""
    one, two, _ = model(2, theta)
    holds = one.apart(rounds_to(first)) and two.apart(rounds_to(second)) and theta == FITTED[2][2]
    return Finding("refutation", holds, f"S_1 in {_span(one)}, S_2 in {_span(two)}")


@check
def s1_corrected(
    first: str,
    second: str,
    theta: str,
    other: str,
    right_first: str,
    right_second: str,
    off_first: str,
    off_second: str,
) -> Finding:
    """With theta of row 2 and p, c of row 3 the model has the printed values: theta was not changed."""
    there = model(2, other, _as_printed)
    right = model(2, theta, _as_printed)
    holds = _off(there[0], first, off_first) and _off(there[1], second, off_second) and other == FITTED[1][2]
    holds = holds and right[0].within(rounds_to(right_first)) and right[1].within(rounds_to(right_second))
    return Finding("correction", holds, f"S_1 in {_span(there[0])}, S_2 in {_span(there[1])}")


def _bits(row: int, bits: str, certified: str, off: str) -> Finding:
    """A certificate of the model with the parameters as printed proves these bits, so much more than printed."""
    found = certified_bits(f"table1-model-{row + 1}")
    if isinstance(found, str):
        return Finding("numerics", False, found)
    holds = point(found).within(truncates_to(certified)) and _off(point(found), bits, off)
    near = abs(found - Fraction(bits)) < Fraction(15, 1000)  # the rounding of p, c and theta
    return Finding("numerics", holds and near, f"certified {decimal(found, 5)} bits; tolerance 0.015")


@check
def model_bits_row_1(bits: str, certified: str, off: str) -> Finding:
    """The model of row 1 certifies about the printed bits, from means and pair correlators."""
    return _bits(0, bits, certified, off)


@check
def model_bits_row_2(bits: str, certified: str, off: str) -> Finding:
    """The model of row 2 certifies about the printed bits, from means and pair correlators."""
    return _bits(1, bits, certified, off)


@check
def model_bits_row_3(bits: str, certified: str, off: str) -> Finding:
    """The model of row 3 certifies about the printed bits, from means and pair correlators."""
    return _bits(2, bits, certified, off)


def analytic(score: Fraction) -> Interval:
    """Equation (6) of pironio2010: 1 - log2(1 + sqrt(2 - S^2/4)), rising with S."""
    inside = op("sub", 2, op("div", op("mul", score, score), 4))
    return enclose(op("sub", 1, op("log2", op("add", 1, op("sqrt", inside)))))


@check
def s2_printed(first: str) -> Finding:
    """The analytic formula gives the bits of row 1 at no S of the model with parameters that are printed so."""
    score = model(0)[2]
    value = Interval(analytic(score.low).low, analytic(score.high).high)
    return Finding("refutation", value.apart(rounds_to(first)), f"row 1: {_span(value)} bits")


@check
def s2_corrected(
    first: str,
    second: str,
    third: str,
    one: str,
    two: str,
    three: str,
    full_one: str,
    full_two: str,
    full_three: str,
) -> Finding:
    """What the analytic formula gives at the parameters as printed, and certificates of level 2 from all means.

    The certified bits round to the printed figures in all rows; the formula meets them in rows 2 and 3 for some
    parameters that are printed so.
    """
    found = [certified_bits(f"table2-model-{row}") for row in (1, 2, 3)]
    printed, full = (first, second, third), (full_one, full_two, full_three)
    holds = all(
        isinstance(bits, Fraction) and point(bits).within(rounds_to(figure)) and point(bits).within(truncates_to(cut))
        for bits, figure, cut in zip(found, printed, full, strict=True)
    )
    for row, figure in enumerate((one, two, three)):
        score = model(row, reals=_as_printed)[2]
        holds = holds and Interval(analytic(score.low).low, analytic(score.high).high).within(rounds_to(figure))
    for row, figure in ((1, second), (2, third)):
        score = model(row)[2]
        holds = holds and _meets(Interval(analytic(score.low).low, analytic(score.high).high), figure)
    return Finding("correction", holds, ", ".join(b if isinstance(b, str) else decimal(b, 4) for b in found))


@check
def s3_printed(low: str) -> Finding:
    """The lower end is what the model of row 1 certifies, less than every figure that is printed for the experiment."""
    found = certified_bits("table1-model-1")
    least = min(map(Fraction, MEASURED_BITS))
    if isinstance(found, str):
        return Finding("refutation", False, found)
    holds = point(found).within(rounds_to(low)) and rounds_to(low).high < least
    return Finding("refutation", holds, f"model {decimal(found, 5)}, experiment from {decimal(least, 2)}")


@check
def simulated_errors() -> Finding:
    """300 experiments with Poisson counts around the model of row 1 scatter as the printed errors say.

    About 3e5 coincidences a setting; printed are 0.002 or 0.003 for the CHSH values and 0.02 for the bits. Those of a
    simulated experiment are what the weights of the certificate of the model prove for it.
    """
    curve = CURVES["table1-model-1"]
    certificate = certificates_dir() / "padovan2024" / "table1-model-1.cert.json"
    proved = guessed("table1-model-1", curve.noisy)
    if isinstance(proved, str) or not isinstance(curve.noisy, SequentialChsh):
        return Finding("numerics", False, f"there is no certificate of row 1: {proved}")
    means = {
        word: float(ends[0]) for word, ends in curve.noisy.expectations.items() if word.count(" ") == 1 and "A" in word
    }
    sample = simulate.correlators(means, 3e5, 300)
    scores = simulate.chsh_values(sample)
    found = simulate.bits(certificate.read_bytes(), proved, curve.noisy.known(curve.data), sample)
    near = all(0.0015 <= value.deviation < 0.0035 for value in scores.values()) and 0.005 <= found.deviation < 0.025
    shown = ", ".join(f"{name} {value.deviation:.4f}" for name, value in {**scores, "bits": found}.items())
    return Finding("numerics", near, f"deviations {shown}; tolerance: the printed digit, for bits 0.005 to 0.025")
