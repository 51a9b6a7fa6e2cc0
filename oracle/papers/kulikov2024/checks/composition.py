"""Theorems 2, 3 and 4 composed to the length of theorem 5: equations (18) and (21), their last term and its domain."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import product

from oracle.extractors.lengths import TWO_SOURCE, Method, two_source_form
from oracle.extractors.logform import LogForm
from oracle.failures import Undecided
from oracle.ledger.arithmetic import decimal, enclose, op
from oracle.ledger.checks import check
from oracle.ledger.expressions import exact, parse
from oracle.ledger.status import Finding
from oracle.proved import proved
from oracle.resources import certificates_dir
from proofs.kernel.check import check_bytes
from proofs.search.language.write import certificate_bytes

EPSILON = Fraction(1, 10**12)
HALF = Fraction(1, 2)


def log2(base: Fraction | int, weight: Fraction | int = 1) -> LogForm:
    """Return the multiple of a logarithm to base 2."""
    return LogForm(Fraction(0), ((Fraction(weight), Fraction(base)),))


def whole(value: Fraction | int) -> LogForm:
    """Return the number itself."""
    return LogForm(Fraction(value))


def minus(left: LogForm, right: LogForm) -> LogForm:
    """Return the difference."""
    return left + right.scaled(Fraction(-1))


def needed_entropy(n: int, m: int, e1: Fraction, e2: Fraction, ex: Fraction) -> LogForm:
    """Return the sum k1 + k2 that the theorems ask for, step by step as they are printed.

    Args:
        n: length of each source.
        m: length of the output.
        e1: of theorem 4.
        e2: of theorem 4.
        ex: the error of the quantum-proof extractor.
    """
    classical = ex * ex * 4 / (3 * Fraction(2) ** m)  # theorem 3: ex = sqrt(3 e 2^(m-2))
    entropy = whole(n + 2 * m) + log2(classical, -2)  # theorem 2: log(1/e) = (k1 + k2 - n - 2m)/2
    entropy += log2(classical, -2)  # theorem 3: log(1/e) more for either source
    return entropy + log2(e1, -1) + log2(e2, -1)  # theorem 4


def printed_correction(left: Fraction) -> LogForm:
    """Return the last term of (18) for D = eps - 6 eps_s."""
    return log2(6 / left, -1)


def _points() -> Iterator[tuple[int, int, Fraction, Fraction, Fraction]]:
    """Points at which n, m and the logarithms of e1, e2, ex span affinely; one of three values for each."""
    values = (Fraction(1, 4), Fraction(1, 6), Fraction(1, 10))
    return product((5, 8), (1, 2, 3), values, values, values)


def _composition_holds() -> bool:
    """Return whether the entropy the theorems need is what makes the formula equal to m, at points that span.

    Both sides are affine in n, m, log e1, log e2 and log ex.
    """
    for n, m, e1, e2, ex in _points():
        error = 2 * (e1 + e2 + ex)
        shares = (2 * e1 / error, 2 * e2 / error, 2 * ex / error)
        way = Method(shares, 0, True, True, "")
        form = two_source_form(n, needed_entropy(n, m, e1, e2, ex), whole(0), error, way)
        if form.rational() != m:
            return False
    return True


def _best_split_holds() -> bool:
    """Return whether no split beats 1:1:8.

    Weighted means: e1 e2 (ex/8)^8 <= ((e1 + e2 + ex)/10)^10, with equality at e1 = e2 = ex/8. The inequality between
    means is general; checked are the equality and, at other splits on a grid, the strict inequality.
    """
    shares = TWO_SOURCE["best-split"].shares
    if shares is None or shares[0] * shares[1] * (shares[2] / 8) ** 8 != (sum(shares) / 10) ** 10:
        return False
    grid = [(Fraction(a, 20), Fraction(b, 20)) for a in range(1, 19) for b in range(1, 20 - a)]
    return all(a * b * ((1 - a - b) / 8) ** 8 < Fraction(1, 10**10) for a, b in grid if (a, b) != shares[:2])


@check
def eq_18() -> Finding:
    """The term linear in n: with strings of 2n bits, k1 = n eta and k2 = 2n log(1/(1/2 + mu)) give n/6 (...).

    The formula (k1 + k2 - 2n)/6 of the composition is affine in eta and in log(1/(1/2 + mu)), so values at affinely
    spanning points decide; the remaining term does not depend on them.
    """
    rest = _best(Fraction(1))
    holds = _composition_holds()
    for n, eta, power in product((1, 3), (Fraction(0), Fraction(1), Fraction(2)), (0, 1, 2)):
        # 1/2 + mu = 2^-power
        k1, k2 = whole(n * eta), log2(Fraction(1, 2**power), -2 * n)
        form = two_source_form(2 * n, k1, k2, Fraction(1), TWO_SOURCE["best-split"])
        printed = whole(Fraction(n, 6) * (eta + 2 * power - 2))
        holds = holds and minus(minus(form, rest), printed).rational() == 0
    return Finding("proof", holds, "coefficients n/6, n/3 and -n/3 from the composition, at spanning points")


@check
def k1_printed() -> Finding:
    """The printed term exceeds what theorems 2, 3 and 4 give, for every D < 1 and every split of it.

    Printed minus best is c - (2/3) log2(D), so it is positive for all D < 1 if c, its value at D = 1, is; and no split
    is better than the best one.
    """
    at_one = minus(printed_correction(Fraction(1)), _best(Fraction(1)))
    slope = minus(minus(printed_correction(HALF), _best(HALF)), at_one).rational()
    loss = minus(printed_correction(EPSILON), _best(EPSILON))
    implied = _implied_error()
    holds = _best_split_holds() and _composition_holds() and at_one.floor().floor >= 0 and slope == Fraction(2, 3)
    return Finding(
        "doubt",
        holds and implied is not None and loss.floor().floor >= 1,
        f"{decimal(enclose(loss.expression()).low, 4)} bits too long at D = 1e-12, where the theorems give {implied}",
    )


def _best(left: Fraction) -> LogForm:
    return two_source_form(0, whole(0), whole(0), left, TWO_SOURCE["best-split"])


def _implied_error() -> str | None:
    """Return the interval of the D' at which the best split gives the printed length of D = 1e-12.

    The best term increases with D', so the signs at two neighbours decide.
    """
    target = printed_correction(EPSILON)
    low, high = (minus(target, _best(Fraction(digits, 10**9))).floor().floor for digits in (72, 73))
    return "D between 7.2e-8 and 7.3e-8" if low >= 0 > high else None


@check
def k1_corrected() -> Finding:
    """The term is [10 log2(D) + 12 - 10 log2(5) - 4 log2(3)]/6 with the best split of the error.

    The theorems' steps give (k1 + k2 - n)/6 + [log e1 + log e2 + 8 log ex]/6 + (2/3) log(4/3), D = 2 (e1 + e2 + ex).
    """
    holds = _composition_holds() and _best_split_holds()
    for left in (HALF, Fraction(1, 3), EPSILON):
        closed = (log2(left, 10) + whole(12) + log2(5, -10) + log2(3, -4)).scaled(Fraction(1, 6))
        holds = holds and minus(_best(left), closed).rational() == 0
    equal = two_source_form(0, whole(0), whole(0), HALF, TWO_SOURCE["equal-split"])
    gain = minus(_best(HALF), equal)
    holds = holds and gain.floor().floor == 1
    return Finding(
        "correction",
        holds,
        f"best split 1:1:8, {decimal(enclose(gain.expression()).low, 4)} bits above the equal split",
    )


def certified_length() -> tuple[int, int, Fraction]:
    """Return the formula of the shipped certificate, proved here, if it is strong in either source."""
    found = proved((certificates_dir() / "kulikov2024" / "corrected-length.cert.json").read_bytes())
    if "(z, x, C)" not in found.text or "(z, y, C)" not in found.text:
        raise Undecided("not-proved", "the certificate is not about both sources")
    growth, weight, factor = found.statement["length"]
    return int(growth), int(weight), Fraction(factor)


def _certified(strings: int, k1: LogForm, k2: LogForm, left: Fraction) -> LogForm:
    growth, weight, factor = certified_length()
    return (k1 + k2 + whole(-strings) + log2(left, weight) + log2(factor)).scaled(Fraction(1, growth))


@check
def thm_5() -> Finding:
    """Given (20), the corrected (18) gives (19), the output being strong in Z.

    The kernel's formula with strings of 2n bits, k1 = 2n log(1/(1/2 + mu)) for Z, not smoothed, and k2 = n eta within
    eps_s is within D + 6 eps_s = eps. Its condition and (18) with the last term of K1 are affine in n, n eta, n log
    and log D with the same value at points that span. Theorem 1, which gives the second line of (20), stays assumed.
    """
    holds = True
    for n, eta, power, left in product((1, 3), (Fraction(0), Fraction(1)), (0, 1), (HALF, Fraction(1, 4))):
        # 1/2 + mu = 2^-power
        derived = _certified(2 * n, log2(Fraction(1, 2**power), -2 * n), whole(n * eta), left)
        linear = whole(Fraction(n, 6) * (eta + 2 * power - 2))
        last = (log2(left, 10) + whole(12) + log2(5, -10) + log2(3, -4)).scaled(Fraction(1, 6))
        holds = holds and minus(derived, linear + last).rational() == 0
    return Finding("gap", holds, "proved from (20) with the last term of K1; theorem 1 and (18) as printed are not")


@check
def thm_5_domain_printed(argument: str) -> Finding:
    """At eps = 1/2 and eps_s = 1/5, both in (0, 1), the argument 6/(eps - 6 eps_s) of the logarithm is negative.

    The kernel refuses to enclose it.
    """
    eps, smoothing = HALF, Fraction(1, 5)
    inside = exact(parse(argument), {"e": eps, "s": smoothing})
    printed = inside == 6 / (eps - 6 * smoothing)
    expression = op("log2", inside)
    statement = {"kind": "enclosure", "expression": expression, "low": "-1000", "high": "1000"}
    verdict = check_bytes(certificate_bytes("enclosure", statement, {"precision": "64"}))
    return Finding(
        "refutation",
        printed and (verdict.verdict, verdict.code) == ("REJECTED", "domain"),
        f"log2({inside}): {verdict.code}",
    )
