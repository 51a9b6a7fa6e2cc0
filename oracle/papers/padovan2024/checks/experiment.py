"""The experiment: tables 1 and 2, the printed ratios, what its simulated errors mean.

Printed parameters stand for all reals that round to them: a model figure is reproduced if one choice of the parameters
in their rounding box gives a value that is printed so, and refuted if none does.
"""

from __future__ import annotations

from fractions import Fraction

from oracle.ledger.exact import Interval, decimal, enclose, op, point, rounds_to
from oracle.ledger.registry import check
from oracle.ledger.status import Finding
from oracle.papers.padovan2024.checks.noise import certified_bits, guessed
from oracle.papers.padovan2024.noise.shipped import CURVES, FITTED
from oracle.resources import certificates_dir
from oracle.sequential import simulate
from proofs.search.angles import Angle, square_root
from proofs.search.angles import product as times
from proofs.search.sequences.devices import SequentialChsh

MODEL = (("2.305", "2.388", "2.751"), ("2.270", "2.444", "2.766"), ("2.272", "2.446", "2.770"))
BITS = ("0.82", "0.89", "0.90")
MEASURED_BITS = ("0.85", "0.86", "0.90")
STANDARD = ("2.761", "2.772", "2.797")
STANDARD_MODEL = ("0.60", "0.63", "0.64")
STANDARD_BITS = ("0.61", "0.64", "0.73")


def _plus(*parts: Interval) -> Interval:
    return Interval(sum((part.low for part in parts), Fraction(0)), sum((part.high for part in parts), Fraction(0)))


def model(row: int, theta: str | None = None) -> tuple[Interval, Interval, Interval]:
    """The range of S_1, S_2 and S_c over the box

    They are sqrt 2 times V_Z cos 2 theta + V_X, V_Z + V_X sin 2 theta and V_Z + V_X.

    Args:
        row: from 0.
        theta: printed, if not that of the row.
    """
    p, c, angle = FITTED[row]
    z, decoherence, strength = (rounds_to(figure) for figure in (p, c, theta or angle))
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


def _row(row: int) -> Finding:
    values = model(row)
    shown = ", ".join(map(_span, values))
    holds = all(_meets(value, figure) for value, figure in zip(values, MODEL[row], strict=True))
    return Finding("numerics", holds, f"S_1, S_2, S_c in {shown}; tolerance: the rounding of p, c, theta")


@check
def model_row_1() -> Finding:
    """S_1, S_2 and S_c of row 1 are values of the model within the rounding of its parameters."""
    return _row(0)


@check
def model_row_2() -> Finding:
    """S_1, S_2 and S_c of row 2 are values of the model within the rounding of its parameters."""
    return _row(1)


@check
def model_row_3_mixed() -> Finding:
    """S_c of row 3, which does not depend on theta, is a value of the model within the rounding of p and c."""
    value = model(2)[2]
    return Finding("numerics", _meets(value, MODEL[2][2]), f"S_c in {_span(value)}; tolerance: the rounding of p, c")


@check
def s1_printed() -> Finding:
    """No parameters that are printed as in row 3 give the printed S_1 or S_2."""
    first, second, _ = model(2)
    holds = first.apart(rounds_to(MODEL[2][0])) and second.apart(rounds_to(MODEL[2][1]))
    return Finding("refutation", holds, f"S_1 in {_span(first)}, S_2 in {_span(second)}")


@check
def s1_corrected() -> Finding:
    """With theta = 0.436 of row 2 and p, c of row 3 the model has the printed values: theta was not changed."""
    first, second, _ = model(2, FITTED[1][2])
    holds = _meets(first, MODEL[2][0]) and _meets(second, MODEL[2][1])
    return Finding("correction", holds, f"S_1 in {_span(first)}, S_2 in {_span(second)}")


def _bits(row: int) -> Finding:
    """A certificate of the model with the printed parameters proves the printed bits, once they are rounded."""
    found = certified_bits(f"table1-model-{row + 1}")
    if isinstance(found, str):
        return Finding("proof", False, found)
    more = found >= Fraction(BITS[row])
    holds = more or point(found).within(rounds_to(BITS[row]))
    return Finding("proof" if more else "enclosure", holds, f"certified {decimal(found, 5)} bits")


@check
def model_bits_row_1() -> Finding:
    """The model of row 1 certifies bits that round to at least the printed figure, from means and pair correlators."""
    return _bits(0)


@check
def model_bits_row_2() -> Finding:
    """The model of row 2 certifies bits that round to at least the printed figure, from means and pair correlators."""
    return _bits(1)


@check
def model_bits_row_3() -> Finding:
    """The model of row 3 certifies bits that round to at least the printed figure, from means and pair correlators."""
    return _bits(2)


def analytic(score: Fraction) -> Interval:
    """Equation (6) of pironio2010: 1 - log2(1 + sqrt(2 - S^2/4)), rising with S."""
    inside = op("sub", 2, op("div", op("mul", score, score), 4))
    return enclose(op("sub", 1, op("log2", op("add", 1, op("sqrt", inside)))))


@check
def s2_printed() -> Finding:
    """The analytic formula gives 0.60 at no S of the model with parameters that are printed as in row 1."""
    score = model(0)[2]
    value = Interval(analytic(score.low).low, analytic(score.high).high)
    return Finding("refutation", value.apart(rounds_to(STANDARD_MODEL[0])), f"row 1: {_span(value)} bits")


@check
def s2_corrected() -> Finding:
    """Certificates of level 2 from all means of the model prove bits that round to the printed figures in all rows."""
    found = [certified_bits(f"table2-model-{row}") for row in (1, 2, 3)]
    holds = all(
        isinstance(bits, Fraction) and point(bits).within(rounds_to(figure))
        for bits, figure in zip(found, STANDARD_MODEL, strict=True)
    )
    return Finding("correction", holds, ", ".join(b if isinstance(b, str) else decimal(b, 4) for b in found))


def _standard(row: int) -> Finding:
    value = analytic(Fraction(STANDARD[row]))
    return Finding("enclosure", value.within(rounds_to(STANDARD_BITS[row])), f"{_span(value)} bits")


@check
def standard_row_1() -> Finding:
    """The analytic formula at the printed S of row 1 rounds to the printed bits."""
    return _standard(0)


@check
def standard_row_2() -> Finding:
    """The analytic formula at the printed S of row 2 rounds to the printed bits."""
    return _standard(1)


@check
def s4_printed() -> Finding:
    """At the printed S of row 3 the formula does not give bits that round to 0.73."""
    value = analytic(Fraction(STANDARD[2]))
    return Finding("refutation", value.apart(rounds_to(STANDARD_BITS[2])), f"{_span(value)} bits")


@check
def s4_corrected() -> Finding:
    """At the printed S the bits round to 0.72; 0.73 needs S of at least 2.7971, within the printed error of 0.002."""
    value, below, above = (analytic(Fraction(score)) for score in (STANDARD[2], "2.7970", "2.7972"))
    figure = rounds_to(STANDARD_BITS[2])
    holds = value.within(rounds_to("0.72")) and below.high < figure.low < above.low
    return Finding("correction", holds, f"{_span(value)} bits")


@check
def s3_printed() -> Finding:
    """0.82 is what the model of row 1 certifies, and less than every figure that is printed for the experiment."""
    found = certified_bits("table1-model-1")
    least = min(map(Fraction, MEASURED_BITS))
    if isinstance(found, str):
        return Finding("refutation", False, found)
    holds = point(found).within(rounds_to("0.82")) and rounds_to("0.82").high < least
    return Finding("refutation", holds, f"model {decimal(found, 5)}, experiment from {decimal(least, 2)}")


@check
def s3_corrected() -> Finding:
    """The printed ratios, 23 % and 39 %, are those of the experiment's column, which runs from 0.85 to 0.90."""
    return Finding("correction", _ratios(), "ratios " + ", ".join(decimal(x, 4) for x in ratios()))


def ratios() -> list[Fraction]:
    """Bits of the sequential protocol over those of the standard one, row by row, as printed."""
    return [Fraction(a) / Fraction(b) for a, b in zip(MEASURED_BITS, STANDARD_BITS, strict=True)]


def _ratios() -> bool:
    percent = sorted(round((ratio - 1) * 100) for ratio in ratios())
    return (percent[0], percent[-1]) == (23, 39)


@check
def ratio_range() -> Finding:
    """The quotients of the printed bits, rounded to percent, run from 23 to 39."""
    return Finding("enclosure", _ratios(), ", ".join(decimal(ratio, 4) for ratio in ratios()))


@check
def printed_visibilities() -> Finding:
    """The visibilities of the fitted states are within one percent of the printed 98 % and 97 %."""
    z = [1 - Fraction(p) for p, _, _ in FITTED]
    x = [value - Fraction(c) for value, (_, c, _) in zip(z, FITTED, strict=True)]
    near = max(*(abs(v - Fraction("0.98")) for v in z), *(abs(v - Fraction("0.97")) for v in x))
    return Finding("numerics", near <= Fraction(1, 100), f"off by at most {near}, tolerance 1/100")


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
