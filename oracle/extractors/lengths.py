"""Output lengths of four extractors; each formula is derived in its docstring, each length decided exactly.

Logarithms are to base 2. The error e of an extractor is that of the half distance unless the convention says otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from oracle.extractors.conventions import Convention, Length, decide, read_entropy, read_size
from oracle.extractors.logform import LogForm
from oracle.extractors.primes import require_primitive_root_two
from oracle.failures import Malformed, Usage

HASHING = Convention()
MARKOV = Convention(side="markov", smoothing=Fraction(6))
CLASSICAL = Convention(side="none", smoothing=Fraction(0))
_FOUR_THIRDS = Fraction(4, 3)


@dataclass(frozen=True)
class Method:
    """One way from entropies and errors to the length of a two-source extractor.

    Attributes:
        shares: how D/2 is divided among e1, e2 and ex of theorem 4, or None when theorem 4 is not used.
        slack: b in the error 2^(-(k1 + k2 - n - a m + b)/2) of the classical extractor.
        quantum: whether theorem 3 is used; without it there is no side information.
        proved: whether the cited theorems give this length.
        says: one sentence.
    """

    shares: tuple[Fraction, Fraction, Fraction] | None
    slack: int
    quantum: bool
    proved: bool
    says: str


_BEST = (Fraction(1, 10), Fraction(1, 10), Fraction(8, 10))
_EQUAL = (Fraction(1, 3), Fraction(1, 3), Fraction(1, 3))

TWO_SOURCE: Mapping[str, Method] = {
    "best-split": Method(_BEST, 0, True, True, "theorems 2, 3 and 4 with errors split 1:1:8, the best split"),
    "equal-split": Method(_EQUAL, 0, True, True, "theorems 2, 3 and 4 with three equal errors"),
    "printed": Method(None, 0, True, False, "equation (18) as printed, which its theorems do not give"),
    "sharp": Method(_BEST, 3, True, True, "the best split with the error of theorem 2 smaller by 2^(3/2)"),
    "unsmoothed": Method(None, 0, True, True, "theorems 2 and 3 for min-entropies that are not smooth"),
    "no-side-information": Method(None, 0, False, True, "theorem 2 alone: two independent sources, no adversary"),
}


def two_source_form(
    n: int, k1: LogForm, k2: LogForm, left: Fraction, method: Method, growth: int = 2, slack: int | None = None
) -> LogForm:
    """The formula of a two-source extractor with classical error e = 2^(-(k1 + k2 - n - a m + b)/2).

    Derivation. Theorem 3 turns error e into ex = sqrt(3 e 2^(m-2)) and asks for log(1/e) more of each entropy;
    log(1/e) = m + 2 log(1/ex) + log(3/4). Hence k1 + k2 = n + a m - b + 4 log(1/e) for entropies that are not smooth,
    which is (a + 4) m = k1 + k2 - n + b + 8 log ex + 4 log(4/3). Theorem 4 asks for log(1/e1) and log(1/e2) more, and
    its error is D = 2 (e1 + e2 + ex) beside the smoothing. For given D the sum log e1 + log e2 + 8 log ex is largest
    at e1 : e2 : ex = 1 : 1 : 8 (weights of a concave function).

    Args:
        n: bits of each source.
        k1: min-entropy of the first source, bits.
        k2: of the second.
        left: D, what smoothing left of the error, half distance.
        method: which theorems.
        growth: a, 2 for shifts, 1 for cyclic shifts of a length with primitive root 2.
        slack: b, instead of the method's.

    Returns:
        The real number whose floor is the length.
    """
    half = Fraction(1, 2)
    total = k1 + k2 + LogForm(Fraction((method.slack if slack is None else slack) - n))
    if not method.quantum:
        # e <= D is (k1 + k2 - n - a m + b)/2 >= log(1/D)
        return (total + LogForm(Fraction(0), ((Fraction(2), left),))).scaled(Fraction(1, growth))
    terms: tuple[tuple[Fraction, Fraction], ...]
    if method.shares is None:
        terms = ((Fraction(8), left),)
    else:
        e1, e2, ex = (share * left * half for share in method.shares)
        terms = ((Fraction(1), e1), (Fraction(1), e2), (Fraction(8), ex))
    return (total + LogForm(Fraction(0), (*terms, (Fraction(4), _FOUR_THIRDS)))).scaled(Fraction(1, growth + 4))


def find_method(name: str) -> Method:
    """The method of this name; raises `Usage`."""
    if name not in TWO_SOURCE:
        raise Usage("unknown-argument", f"no convention is called {name[:40]!a}; known: {', '.join(TWO_SOURCE)}")
    return TWO_SOURCE[name]


def two_source_length(
    n: int,
    k1: Fraction,
    k2: Fraction,
    eps: Fraction,
    eps_s: Fraction = Fraction(0),
    method: str = "best-split",
    convention: Convention | None = None,
) -> Length:
    """Output length of the two-source shift extractor (equation (14) of kulikov2024).

    Args:
        n: bits of each source; the experiment with N rounds has n = 2 N.
        k1: min-entropy of one source given the adversary, smooth with parameter eps_s when that is positive.
        k2: min-entropy of the other one; the bound is symmetric, and holds jointly with either source.
        eps: error of the output, jointly with one source and the adversary.
        eps_s: sum of the smoothing parameters.
        method: a key of `TWO_SOURCE`.
        convention: by default half distance, Markov model (no adversary where the method has none).

    Returns:
        The greatest admissible integer; 0 when there is none.

    Raises:
        Malformed: `out-of-range`. Usage: `unknown-argument` for the method.

    >>> two_source_length(1000, Fraction(990), Fraction(980), Fraction(1, 10**6)).length
    125
    >>> two_source_length(1000, Fraction(990), Fraction(980), Fraction(1, 10**6), method="printed").length
    139
    """
    way = find_method(method)
    how = convention or (MARKOV if way.quantum else CLASSICAL)
    if eps_s and (way.shares is None and method != "printed"):
        raise Malformed("out-of-range", f"{method} is for min-entropies that are not smooth: eps-s must be 0")
    read_size("n", n)
    first, second = read_entropy("k1", k1, n, how), read_entropy("k2", k2, n, how)
    left = how.error(eps, eps_s)
    if method == "printed":
        total = first + second + LogForm(Fraction(-n))
        form = total.scaled(Fraction(1, 6)) + LogForm(Fraction(0), ((Fraction(1), left / 6),))
    else:
        form = two_source_form(n, first, second, left, way)
    return decide(form, n, how)


def dodis_length(
    n: int,
    k1: Fraction,
    k2: Fraction,
    eps: Fraction,
    eps_s: Fraction = Fraction(0),
    side: str = "markov",
    convention: Convention | None = None,
) -> Length:
    """Output length of the cyclic extractor out_i = sum_t x_t y_(t+i mod n), n prime with primitive root 2.

    A nonzero sum of fewer than n cyclic shifts is a circulant whose polynomial of degree below n - 1 has no common
    factor with (z^n - 1)/(z - 1), which is irreducible; its rank is at least n - 1. With corank c the distance is at
    most (1/2) sqrt(2^m 2^(n + c - k1 - k2)) jointly with either source (`error_of_rank`), so a = b = 1 here: without
    an adversary m <= k1 + k2 - n + 1 + 2 log eps, and with theorem 3 five m <= k1 + k2 - n + 9 - 4 log 3 + 8 log eps.

    Args:
        n: bits of each source.
        k1: min-entropy of one source.
        k2: of the other.
        eps: error jointly with either source and the adversary.
        eps_s: sum of smoothing parameters; positive only with `markov`, where theorem 4 is then used.
        side: `markov` or `none`.
        convention: by default half distance.

    Raises:
        Malformed: `out-of-range`, also when n is not prime with primitive root 2.

    >>> dodis_length(11, Fraction(11), Fraction(11), Fraction(1, 4), side="none").length
    8
    """
    if side not in ("markov", "none"):
        raise Usage("unknown-argument", f"no side information is called {side[:40]!a}; known: markov, none")
    how = convention or (MARKOV if side == "markov" else CLASSICAL)
    if eps_s and side == "none":
        raise Malformed("out-of-range", "without an adversary eps-s must be 0")
    require_primitive_root_two(read_size("n", n), "n")
    first, second = read_entropy("k1", k1, n, how), read_entropy("k2", k2, n, how)
    left = how.error(eps, eps_s)
    name = "no-side-information" if side == "none" else "best-split" if eps_s else "unsmoothed"
    return decide(two_source_form(n, first, second, left, TWO_SOURCE[name], growth=1, slack=1), n - 1, how)


def hashing_form(k: LogForm, left: Fraction, defect: Fraction) -> LogForm:
    """k - defect + 2 + 2 log2(left): leftover hashing with a two-universal family, half distance.

    For each value of the adversary's information the squared 1-norm of P(z, s) - 2^-m P(s) summed over z is at most
    2^m times the squared 2-norm; averaged over a uniform seed that is at most 2^m (Pr[collision] - 2^-m) <= 2^(m-k).
    A seed of min-entropy d bits below its length has probabilities at most 2^d times uniform, so with the square kept
    inside the mean the average distance is at most (1/2) 2^((m + d - k)/2). Against quantum information the same holds
    with the 2-norm weighted by the adversary's state (Renner; Tomamichel, Schaffner, Smith and Renner 2011).
    """
    return k + LogForm(2 - defect, ((Fraction(2), left),))


def toeplitz_length(
    n: int,
    k: Fraction,
    eps: Fraction,
    eps_s: Fraction = Fraction(0),
    defect: Fraction = Fraction(0),
    convention: Convention = HASHING,
) -> Length:
    """Output length of Toeplitz hashing: m <= k - defect + 2 + 2 log2(eps - 2 eps_s), seed of n + m - 1 bits.

    The Toeplitz matrices over GF(2) are two-universal: for x other than 0 each output bit has an own seed bit.

    Args:
        n: bits of the source.
        k: its (smooth) min-entropy given the adversary.
        eps: error of output, seed and adversary jointly.
        eps_s: smoothing parameter, paid twice.
        defect: by how many bits the seed's min-entropy is below its length; the seed is independent of everything.
        convention: the distance, the unit and strictness are read from it.

    Raises:
        Malformed: `out-of-range`.

    >>> toeplitz_length(2000, Fraction(1000), Fraction(1, 2**32)).length
    938
    >>> toeplitz_length(2000, Fraction(1000), Fraction(1, 2**32), convention=Convention(distance="full")).length
    936
    """
    read_size("n", n)
    if defect < 0:
        raise Malformed("out-of-range", "the seed's min-entropy is above its length")
    if defect and convention.seed == "uniform":
        raise Malformed("out-of-range", "the convention declares a uniform seed")
    entropy = read_entropy("k", k, n, convention)
    return decide(hashing_form(entropy, convention.error(eps, eps_s), defect), n, convention)


def circulant_length(
    n: int,
    k: Fraction,
    eps: Fraction,
    eps_s: Fraction = Fraction(0),
    defect: Fraction = Fraction(0),
    convention: Convention = HASHING,
) -> Length:
    """Output length of circulant hashing: source of n bits, seed of n + 1, n + 1 prime with primitive root 2.

    The first m <= n bits of x(z) r(z) mod z^p - 1, p = n + 1, are uniform for x other than 0 of degree below n: x
    has no factor in common with the irreducible (z^p - 1)/(z - 1), so the product is uniform on everything or on the
    even words, where any n places are independent. For other primes the family is not two-universal: at p = 7 and
    x = 1 + z + z^3 the product has 16 values only, too few for 5 or 6 uniform bits.

    Args and errors as for `toeplitz_length`.

    >>> circulant_length(10, Fraction(8), Fraction(1, 4)).length
    6
    >>> circulant_length(6, Fraction(6), Fraction(1, 4))
    Traceback (most recent call last):
    oracle.failures.Malformed: ('out-of-range', 'n + 1 = 7 is not a prime with primitive root 2')
    """
    require_primitive_root_two(read_size("n", n) + 1, "n + 1")
    return toeplitz_length(n, k, eps, eps_s, defect, convention)


def error_of_rank(n: int, m: int, corank: int, k1: Fraction, k2: Fraction) -> Fraction:
    """Square of the bound (1/2) sqrt((2^m - 1) 2^(n + corank - k1 - k2)) for integer k1 + k2; joint with either source.

    For a matrix B_s with at most 2^corank solutions of B_s y = 0, sum_x E[(-1)^(x B_s y)]^2 = 2^n Pr[B_s (y + y') = 0]
    <= 2^(n + corank - k2), and each x has probability at most 2^-k1. The distance for one x is at most (1/2) the root
    of the sum over the 2^m - 1 nonzero s of E[...]^2 (Cauchy-Schwarz, Parseval). A matrix and its transpose have the
    same corank, hence the same bound jointly with y. For shifts corank <= m - 1, which is theorem 2 times 2^(-3/2).
    """
    exponent = n + corank - k1 - k2
    if exponent.denominator != 1:
        raise Malformed("out-of-range", "k1 + k2 is not an integer")
    return Fraction(2**m - 1, 4) * Fraction(2) ** exponent.numerator
