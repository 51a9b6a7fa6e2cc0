"""Lemma 6 and the block sizes: equations (16), (19), (33), and the order in which the source's bits are drawn.

With t_i = k t the i-th term of (33) is sqrt(8 ln 2 (k t)^2 (n_1 + ... + n_(i-1)) / n_i^e) for the exponent
e = 1 - log2(1 + 2 epsilon). Block sizes are compared through squares of terms, in which 8 ln 2 cancels.
"""

from collections.abc import Callable
from fractions import Fraction
from itertools import product

from oracle.ask.source import biased
from oracle.ledger.arithmetic import binomial_tail, decimal, enclose, identical, op
from oracle.ledger.checks import check
from oracle.ledger.status import Finding

GRID = tuple(product((2, 3, 5, 10), (3, 10, 100)))  # (k, t)
PRINTED: dict[str, Callable[[int, int], int]] = {
    "(16)": lambda k, t: k**2 * t**3,
    "above (19)": lambda k, t: k**3 * t**3,
}


def corrected(k: int, t: int) -> int:
    """The factor K of the recursion n_i^e = 8 ln 2 K (n_1 + ... + n_(i-1)) with which (19) follows."""
    return k**4 * t**4


def square_of_sum(k: int, t: int, factor: int) -> Fraction:
    """The square of the sum of the k - 1 terms of (33) if n_i^e = 8 ln 2 * factor * (n_1 + ... + n_(i-1))."""
    return Fraction((k - 1) ** 2 * (k * t) ** 2, factor)


@check
def d5_printed() -> Finding:
    """The terms sum to (k - 1)/sqrt(t) with k^2 t^3 and to (k - 1)/sqrt(k t) with k^3 t^3; (19) needs 1/t."""
    above = {
        name: all(square_of_sum(k, t, factor(k, t)) > Fraction(1, t * t) for k, t in GRID)
        for name, factor in PRINTED.items()
    }
    different = any(len({factor(k, t) for factor in PRINTED.values()}) == 2 for k, t in GRID)
    return Finding(
        "doubt", all(above.values()) and different, f"above 1/t at {len(GRID)} pairs (k, t) with both factors"
    )


@check
def d5_corrected() -> Finding:
    """With k^4 t^4 the terms sum to (k - 1)/(k t) <= 1/t, and so do the k - 1 probabilities 1/(k t)."""
    good = all(square_of_sum(k, t, corrected(k, t)) == Fraction(k - 1, k * t) ** 2 for k, t in GRID)
    form = identical(lambda k: k * k - (k - 1) ** 2, lambda k: 2 * k - 1, 2, 1)  # positive for k >= 1
    return Finding("correction", good and form, "the sum is (k - 1)/(k t), at most 1/t for every k and t")


def excess(sizes: tuple[Fraction, ...]) -> Fraction:
    """n_1 + ... + n_(i-1) over n_(i-1) for the next block: how much larger than intended the square of its term is."""
    return sum(sizes, Fraction(0)) / sizes[-1]


@check
def d6_printed() -> Finding:
    """With n_(i-1) in the recursion the square of the i-th term is above the intended one by a factor, from i = 3.

    The factor is 1 + (n_1 + ... + n_(i-2))/n_(i-1); at epsilon = 0 and growth c it is (c^(i-1) - 1)/(c^(i-2) (c - 1)).
    """
    growths = [Fraction(2), Fraction(100), Fraction(10**6)]
    factors = {(c, i): excess(tuple(c**j for j in range(i - 1))) for c in growths for i in (3, 4, 6)}
    closed = all(f == (c ** (i - 1) - 1) / (c ** (i - 2) * (c - 1)) for (c, i), f in factors.items())
    return Finding("doubt", closed and all(f > 1 for f in factors.values()), f"factors from {min(factors.values())} on")


@check
def d6_corrected() -> Finding:
    """With the sum over j < i in the recursion every term is k t / sqrt(K), whatever the block sizes are.

    The term's square times K over (k t)^2 is S / S = 1 for the sum S of the earlier sizes; compared at several sizes.
    """
    k, t = 4, 7
    sizes = [Fraction(1), Fraction(5), Fraction(900), Fraction(3, 2)]
    squares = set()
    for i in range(1, len(sizes)):
        earlier = sum(sizes[:i], Fraction(0))
        power = corrected(k, t) * earlier  # n_i^e over 8 ln 2
        squares.add(Fraction((k * t) ** 2) * earlier / power)
    return Finding(
        "correction", squares == {Fraction(1, (k * t) ** 2)}, f"every term is {Fraction(1, k * t)} for k = 4, t = 7"
    )


CONSTANT = 8  # of ln 2 in (33)


@check
def d8_printed(c: str, outcomes: str) -> Finding:
    """2 ln 2 log2|S|, from (39), is the printed 8 ln 2 only for |S| = 2^4; for larger alphabets it is more.

    2 log2|S| compares with 8 as |S|^2 with 2^8.
    """
    equal = [size for size in range(2, 65) if size**2 == 2 ** int(c)]
    smaller = [size for size in range(2, 65) if size**2 > 2 ** int(c)]
    holds = equal == [int(outcomes)] and smaller == list(range(int(outcomes) + 1, 65))
    return Finding("doubt", holds, f"equal for |S| in {equal} only")


@check
def d8_corrected() -> Finding:
    """The constant from (49) is 2 ln 2 log2|S| for any alphabet, with four binary outputs a run 8 ln 2.

    Four bits are 16 outcomes, and 2 * 4 = 8: where the printed constant is used it is right.
    """
    outcomes = len(list(product((0, 1), repeat=4)))
    return Finding(
        "correction", 2 * (outcomes.bit_length() - 1) == CONSTANT, "2 log2(16) = 8 for the protocol's four bits"
    )


@check
def eq_45() -> Finding:
    """Given what was drawn before, a string of b bits has probability at most p^b, p = 1/2 + epsilon.

    That is 2^b p^b = n_i p^(log2 n_i) times the uniform 2^-b, so a mean of something nonnegative grows by no more. The
    largest probability is also found among the extreme sources of up to three bits.
    """
    good = all(
        max(q for vertex in biased(bits, bias) for q in vertex) * 2**bits == (2 * (Fraction(1, 2) + bias)) ** bits
        for bits in (1, 2, 3)
        for bias in (Fraction(0), Fraction(1, 4), Fraction(49, 100))
    )
    return Finding("proof", good, "the factor (2 p)^b for 1 to 3 bits; every further bit has a factor of at most p")


# -- the order of the source's bits ----------------------------------------------------

BITS = 14  # of the choice among n_2 = 2^14 runs of the second device
BOXES = 4  # of a device, each with one input bit and one output bit a run
BIASED = Fraction(3, 4)  # 1/2 + epsilon at epsilon = 1/4
T_2 = 3


def misread(copies: int) -> Fraction:
    """At most this is the probability that some box misreads some bit of the choice from its biased copies.

    Each copy is right with probability 3/4; a bit is read by majority, and wrong if half the copies or more are.
    """
    return BOXES * BITS * binomial_tail(copies, 1 - BIASED, (copies + 1) // 2)


@check
def d9() -> Finding:
    """Inputs drawn after the choice a may tell the second device which run is chosen: (33) is then false.

    k = 2, epsilon = 1/4, n_1 = 1, n_2 = 2^14, t_2 = 3. The four boxes of device 1 output uniform bits x. The source
    draws a uniformly and then the inputs, each input bit equal to a prescribed bit of a with probability 3/4. Each box
    of device 2 reads a name from its own inputs of the first 2^13 runs, by majority over 585 copies of each bit; in the
    run of that name, if it is later, it outputs its bit of x, everywhere else fresh uniform bits. This is time-ordered
    and no-signalling, the boxes share only x. For a in the upper half, which has probability 1/2, and unless a bit is
    misread, earlier outputs are independent of x and the outputs of the chosen runs are equal: their distance from a
    product is 2 (1 - 1/16) = 15/8. (33) says that T >= threshold has probability at most 1/3, where
    threshold^2 = 8 ln 2 t_2^2 n_1 n_2^(log2(3/2)) / n_2 and n_2^(log2(3/2)) = (3/2)^14.
    """
    distance = 2 * (1 - Fraction(1, 2**BOXES))
    least = distance * (1 - misread(2 ** (BITS - 1) // BITS))
    squared = 8 * enclose(op("ln", 2)).high * T_2**2 * (2 * BIASED) ** BITS / 2**BITS
    probability = Fraction(1, 2)
    good = least > 0 and least**2 > squared and probability > Fraction(1, T_2)
    seen = f"T >= {decimal(least, 6)} with probability {probability}"
    return Finding("refutation", good, f"{seen}; printed: at most 1/3 from sqrt({decimal(squared, 3)}) on")


def chosen_after(hit: Fraction, q: Fraction) -> Fraction:
    """P(input of the chosen run is u*), if the choice among two runs is made after the inputs.

    Every input is u* with probability `hit`, independently. If one of the runs has it that one is chosen with
    probability q, small to avoid u* and large to prefer it; if both have it there is no choice.
    """
    return hit * hit + 2 * hit * (1 - hit) * q


@check
def d10() -> Finding:
    """epsilon = 1/4, two runs: the inputs are drawn first, then the run; P(u_a = u*) = 257/131072 < (1/4)^4.

    The source: every input bit misses that of u* with probability 3/4, and the bit that chooses the run avoids u* with
    probability 3/4. All conditional probabilities are 1/4 or 3/4 (1/2 where it does not matter), so it is a
    1/4-source. With a box that errs at u* only, B.P = delta there, (57) would say E(B) >= (1/4)^4 delta; it is
    P(u_a = u*) delta.
    """
    q = Fraction(1, 4)
    found = chosen_after(q**4, q)
    return Finding("refutation", found < q**4, f"P(u_a = u*) = {found} < {q**4}")
