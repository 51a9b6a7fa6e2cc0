"""The sequential scenario: no-signalling and order, Kraus and projective form, well-defined products."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product

from oracle.failures import CommandFailure
from oracle.ledger.checks import check
from oracle.ledger.status import Finding
from oracle.proved import proved
from proofs.search.language.failure import Failure
from proofs.search.language.write import certificate_bytes
from proofs.search.sequences.kraus import KrausModel, equivalence
from proofs.search.sequences.operators import Symbols
from proofs.search.sequences.sequence import sequential_scenario

FULL = sequential_scenario({"0": 2, "1": 2}, dict.fromkeys(("0", "1", "00", "01", "10", "11"), 2))
"""Alice, and both inputs of Bob2 after both inputs of Bob1."""
BITS = (0, 1)


def _runs() -> Iterator[tuple[str, str, str]]:
    """An input of Alice, and the measurements of both Bobs."""
    for x, y1, y2 in product(BITS, repeat=3):
        yield f"A{x}", f"B{y1}", f"B{y1}{y2}"


@check
def eq_5_well_defined() -> Finding:
    """The product of the two Bobs' projectors is hermitian and its own square, so it is a projector."""

    def is_projector(event: str) -> bool:
        p = FULL.polynomial({event: 1})
        return FULL.multiply(p, p) == p == {FULL.adjoint(word): c for word, c in p.items()}

    kept = all(is_projector(f"{b}={i} {bb}={j}") for _, b, bb in _runs() for i, j in product(BITS, repeat=2))
    # without the commutation relation the product is not a projector: the check can fail
    crossed = is_projector("B0=0 B10=0")
    return Finding("proof", kept and not crossed, "16 products are projectors, a product across inputs is none")


def _weak(numerator: int, denominator: int, pairs: bool) -> list[list[list[list[Fraction]]]]:
    """A measurement of two outcomes with diagonal Kraus operators, or with two Kraus operators an outcome."""
    u, v = Fraction(numerator, denominator), Fraction(4, 5) if denominator == 5 else Fraction(5, 13)
    plus, minus = [[u, Fraction(0)], [Fraction(0), v]], [[v, Fraction(0)], [Fraction(0), u]]
    if not pairs:
        return [[plus], [minus]]
    # each Kraus operator is split by a coin of weights 9/25 and 16/25, of which the second also rotates
    third, fourth = Fraction(3, 5), Fraction(4, 5)
    turn = [[Fraction(3, 5), Fraction(4, 5)], [Fraction(-4, 5), Fraction(3, 5)]]
    split = []
    for k in (plus, minus):
        turned = [[sum((turn[i][m] * k[m][j] for m in BITS), Fraction(0)) for j in BITS] for i in BITS]
        split.append([[[third * x for x in row] for row in k], [[fourth * x for x in row] for row in turned]])
    return split


def dilated(pairs: bool) -> bool:
    """Whether the kernel proves that a dilation has the probabilities of a Kraus form that nothing is projective in."""
    symbols = Symbols([])
    state = [[Fraction(3, 5), Fraction(0)], [Fraction(0), Fraction(4, 5)]]
    number = symbols.number

    def lifted(measurement: list[list[list[list[Fraction]]]]) -> list[list[list[list[object]]]]:
        return [[[[number(x) for x in row] for row in k] for k in outcome] for outcome in measurement]

    one, zero = Fraction(1), Fraction(0)
    sharp = [[[[one, zero], [zero, zero]]], [[[zero, zero], [zero, one]]]]
    remote = [lifted(sharp)]
    first, second = lifted(_weak(3, 5, pairs)), lifted(_weak(12, 13, False))
    scenario = sequential_scenario({"0": 2}, {"0": 2, "00": 2})
    model = KrausModel(symbols, [[number(x) for x in row] for row in state], remote, [[first], [second]])
    try:
        proved(certificate_bytes(*equivalence(model, scenario)))
    except CommandFailure:
        return False
    return True


@check
def sec_scenario_dilation() -> Finding:
    """The dilation of `proofs.search.sequences.kraus`: U = |0> V* + V <0| + 1 - V V* is hermitian with square 1.

    V*V = 1 is all that is needed, so it exists for every Kraus form; the register read after U has the Kraus form's
    probabilities because U takes psi |0> to V psi. Here two Kraus forms, one with two Kraus operators an outcome,
    are dilated exactly and the kernel compares all probabilities and commutators.
    """
    return Finding("gap", dilated(False) and dilated(True), "all probabilities of two dilated Kraus forms")


@check
def eq_3_completeness() -> Finding:
    """Kraus operators whose products K* K do not sum to the identity give no probabilities: they are refused."""
    symbols = Symbols([])
    one, zero = symbols.number(1), symbols.number(0)
    half = [[one / 2, zero], [zero, one / 2]]
    sharp = [[[[one, zero], [zero, zero]]], [[[zero, zero], [zero, one]]]]
    state = [[one, zero], [zero, zero]]
    model = KrausModel(symbols, state, [sharp], [[sharp]])
    scenario = sequential_scenario({"0": 2}, {"0": 2})
    total = sum(value for _, value in model.events(scenario))
    try:
        KrausModel(symbols, state, [sharp], [[[[half], [half]]]])
    except Failure:
        return Finding(
            "proof", total == one, "the probabilities of a complete form sum to 1, an incomplete one is refused"
        )
    return Finding("proof", False, "an incomplete Kraus form was accepted")


def purified(roots: Sequence[Fraction], states: Sequence[Sequence[int]]) -> list[Fraction]:
    """The sum of root * psi |k>; the index k of the purifying system changes fastest."""
    return [root * psi[i] for i in range(len(states[0])) for root, psi in zip(roots, states, strict=True)]


@check
def sec_scenario_purity() -> Finding:
    """A mixture sum w_k psi_k psi_k* has the means of the pure state sum sqrt(w_k) psi_k |k>.

    <k|l> = 0 removes the cross terms, whatever the operators. Here two states of dimension 4 with weights 9/25 and
    16/25; means are linear in the operator, so the ten symmetric matrix units stand for every real operator.
    """
    roots = (Fraction(3, 5), Fraction(4, 5))
    states = ((1, 0, 0, 1), (0, 2, 1, 0))
    pure = purified(roots, states)

    def holds_for(i: int, j: int) -> bool:
        mixed = sum(root * root * psi[i] * psi[j] for root, psi in zip(roots, states, strict=True))
        return bool(mixed == sum(pure[2 * i + k] * pure[2 * j + k] for k in (0, 1)))

    holds = all(holds_for(i, j) for i in range(4) for j in range(i + 1))
    return Finding(
        "gap",
        holds and sum(root * root for root in roots) == 1,
        "ten matrix units in a mixture and in its purification",
    )
