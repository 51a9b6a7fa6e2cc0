"""The tables of the package's README against the code."""

from fractions import Fraction
from math import log2
from pathlib import Path

import pytest

from oracle.extractors import lengths
from oracle.extractors.lengths import TWO_SOURCE, two_source_length
from tests.oracle.extractors.libraries import LIBRARIES


def test_the_readme_prints_every_formula() -> None:
    text = Path(lengths.__file__).with_name("README.md").read_text(encoding="utf-8")
    for name, library in LIBRARIES.items():
        assert f"`{name}`" in text
        assert library.printed in text
    for name, method in TWO_SOURCE.items():
        assert f"`{name}`" in text
        assert method.says


def test_the_readme_prints_every_convention() -> None:
    lines = Path(lengths.__file__).with_name("README.md").read_text(encoding="utf-8").split("\n")
    for name, library in LIBRARIES.items():
        how = library.convention
        seed = "included" if how.strong else "not included"
        row = (f"`{name}`", how.distance, seed, how.seed, how.side, how.comparison, how.logarithm)
        assert f"| {' | '.join(row)} |" in lines


# The table's closed forms, D = e - 6 e_s, in floating point.
CLOSED = {
    "best-split": lambda k, e: (k + 12 - 10 * log2(5) - 4 * log2(3) + 10 * log2(e)) / 6,
    "equal-split": lambda k, e: (k + 8 - 4 * log2(3) + 10 * log2(e / 6)) / 6,
    "sharp": lambda k, e: (k + 12 - 10 * log2(5) - 4 * log2(3) + 10 * log2(e)) / 6 + 0.5,
    "unsmoothed": lambda k, e: (k + 8 - 4 * log2(3) + 8 * log2(e)) / 6,
    "no-side-information": lambda k, e: k / 2 + log2(e),
    "printed": lambda k, e: k / 6 - log2(6 / e),
}


@pytest.mark.parametrize("name", sorted(TWO_SOURCE))
def test_the_closed_forms(name: str) -> None:
    for k, e in ((100, 2**-20), (777, 0.3), (5000, 1e-9)):
        low, high = two_source_length(10**4, Fraction(10**4), Fraction(k), Fraction(e), method=name).form.enclosure(64)
        assert low - Fraction(1, 10**9) < Fraction(CLOSED[name](k, e)) < high + Fraction(1, 10**9)
