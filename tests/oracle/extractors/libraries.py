"""What two published libraries compute, in this package's terms: the length formulas and the order of the bits.

cryptomite 0.3.0 and randextract 0.2.2 evaluate their formulas in binary floating point. Here each formula is an exact
number, next to the convention under which `lengths` gives the same one. Nothing is imported from them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from oracle.extractors.conventions import Convention, Length
from oracle.extractors.lengths import dodis_length, toeplitz_length
from oracle.extractors.logform import LogForm

WEAK = Convention(distance="full", seed="weak")
HALF = Convention(distance="half", seed="uniform")


@dataclass(frozen=True)
class LibraryFormula:
    """One length formula of one library.

    Attributes:
        library: name and version.
        function: what a user calls.
        printed: the formula in the source's own variables.
        form: the same as an exact number, from n, k1, the second length n2, its min-entropy k2, and the error.
        ours: the length of this package under the convention that reproduces it.
        convention: how the error and the seed have to be read for that.
        order: which extractor of `reference` the outputs agree with.
        differs: where the library leaves its own formula or the proof, in one sentence each.
    """

    library: str
    function: str
    printed: str
    form: Callable[[int, Fraction, int, Fraction, Fraction], LogForm]
    ours: Callable[[int, Fraction, int, Fraction, Fraction], Length]
    convention: Convention
    order: str
    differs: tuple[str, ...]


def _log(weight: int, eps: Fraction) -> LogForm:
    return LogForm(Fraction(0), ((Fraction(weight), eps),))


def _cryptomite_toeplitz(n: int, k1: Fraction, n2: int, k2: Fraction, eps: Fraction) -> LogForm:
    return LogForm(k1 + k2 - n2) + _log(2, eps)


def _cryptomite_dodis(n: int, k1: Fraction, n2: int, k2: Fraction, eps: Fraction) -> LogForm:
    return LogForm(k1 + k2 - n + 1) + _log(2, eps)


def _cryptomite_dodis_quantum(n: int, k1: Fraction, n2: int, k2: Fraction, eps: Fraction) -> LogForm:
    three = LogForm(Fraction(0), ((Fraction(-4), Fraction(3)),))
    return (LogForm(k1 + k2 - n + 9) + _log(8, eps) + three).scaled(Fraction(1, 5))


def _randextract_toeplitz(n: int, k1: Fraction, n2: int, k2: Fraction, eps: Fraction) -> LogForm:
    return LogForm(k1 + 2) + _log(2, eps)


def _weak_toeplitz(n: int, k1: Fraction, n2: int, k2: Fraction, eps: Fraction) -> Length:
    return toeplitz_length(n, k1, eps, Fraction(0), n2 - k2, WEAK)


def _uniform_toeplitz(n: int, k1: Fraction, n2: int, k2: Fraction, eps: Fraction) -> Length:
    return toeplitz_length(n, k1, eps)


def _dodis(n: int, k1: Fraction, n2: int, k2: Fraction, eps: Fraction) -> Length:
    return dodis_length(n, k1, k2, eps, side="none")


def _dodis_markov(n: int, k1: Fraction, n2: int, k2: Fraction, eps: Fraction) -> Length:
    return dodis_length(n, k1, k2, eps, side="markov")


_CRYPTOMITE, _RANDEXTRACT = "cryptomite 0.3.0", "randextract 0.2.2"
_FLOAT = "the floor is taken of a binary floating-point number, which may round up to the next integer"

LIBRARIES: Mapping[str, LibraryFormula] = {
    "cryptomite.toeplitz": LibraryFormula(
        _CRYPTOMITE,
        "Toeplitz.from_params",
        "floor(k_1 + (k_2 - n_2) + 2 * log2_error)",
        _cryptomite_toeplitz,
        _weak_toeplitz,
        WEAK,
        "toeplitz, order cyclic",
        (
            _FLOAT,
            "two bits less than leftover hashing in half distance: the 1/2 of the bound is not used",
            "a second input of exactly n_1 + m - 1 bits leaves m unassigned",
        ),
    ),
    "cryptomite.circulant": LibraryFormula(
        _CRYPTOMITE,
        "Circulant.from_params",
        "floor(k_1 + (k_2 - n_2) + 2 * log2_error)",
        _cryptomite_toeplitz,
        _weak_toeplitz,
        WEAK,
        "circulant",
        (
            _FLOAT,
            "n_1 + 1 need only be prime; where 2 is no primitive root the family is not two-universal",
        ),
    ),
    "cryptomite.dodis": LibraryFormula(
        _CRYPTOMITE,
        "Dodis.from_params(q_proof=False)",
        "floor(k_1 + (k_2 - n) + 1 + 2 * log2_error)",
        _cryptomite_dodis,
        _dodis,
        Convention(side="none", seed="weak", smoothing=Fraction(0)),
        "cyclic",
        (
            _FLOAT,
            "half distance, unlike Toeplitz and Circulant of the same library",
            "when the inputs are shortened to n bits the entropies in this formula are not",
        ),
    ),
    "cryptomite.dodis.quantum": LibraryFormula(
        _CRYPTOMITE,
        "Dodis.from_params(q_proof=True)",
        "floor(0.2 * (k_1 + (k_2 - n) + 8 * log2_error + 9 - 4 * log2(3)))",
        _cryptomite_dodis_quantum,
        _dodis_markov,
        Convention(side="markov", seed="weak", smoothing=Fraction(0)),
        "cyclic",
        (_FLOAT,),
    ),
    "randextract.toeplitz": LibraryFormula(
        _RANDEXTRACT,
        "ToeplitzHashing.calculate_length",
        "floor(relative_source_entropy * n - 2 * log2(1 / error_bound) + 2)",
        _randextract_toeplitz,
        _uniform_toeplitz,
        HALF,
        "toeplitz, order cyclic",
        (
            _FLOAT,
            "the entropy is given relative to the length, so that their product is rounded first",
            "cut to floor(relative_source_entropy * n), and an error of 1 is admitted",
        ),
    ),
}
