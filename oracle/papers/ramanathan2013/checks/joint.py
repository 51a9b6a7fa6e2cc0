"""Use of lemma 4 after acceptance, (22): the test and the bit come from the same run."""

from fractions import Fraction

from oracle.failures import CommandFailure
from oracle.functionals import majority_sign, means
from oracle.ledger.checks import check
from oracle.ledger.status import Finding
from oracle.papers.ramanathan2013.bounds import ALL_SIGNS, QUESTION
from oracle.papers.ramanathan2013.checks.certified import certificate, image, witness
from oracle.papers.ramanathan2013.checks.majority import printed
from oracle.papers.ramanathan2013.definitions import CANONICAL, SETTINGS, indicator, joint_events
from oracle.proved import Proved

# Certificates of the range [0, 2/9], for the signs of M0 and M1.
BELOW = {(1, 1): "majority-piece-1", (1, -1): "joint-piece-1", (-1, 1): "joint-negative-piece-1"}
LAST = Fraction(2, 9)


def _accepted(found: Proved) -> dict[int, list[Fraction]]:
    """Signed masses (bit 0, bit 1) of the outcomes with each value of B(x, u) at the setting 0001."""
    masses = {b: [Fraction(0), Fraction(0)] for b in (0, 1)}
    cells = {event: Fraction(p) for p, event in witness(found)["behaviour"]}
    for outcomes in SETTINGS:
        event = " ".join(f"{name}{u}={x}" for name, u, x in zip("ABCD", CANONICAL, outcomes, strict=True))
        masses[indicator(outcomes, CANONICAL)][majority_sign(outcomes) < 0] += cells.get(event, Fraction(0))
    return masses


@check
def d12_printed() -> Finding:
    """A no-signalling behaviour of Bell value 2/9 whose bit is fixed once the run passes the test.

    Lemma 4 would bound the bias by (11 + 7 delta)/16 = 113/144; given B(x, u) = 0, which has probability above 0, the
    bias of the bit is 1.
    """
    found = certificate("joint-vertex-2")
    if isinstance(found, str):
        return Finding("refutation", False, found)
    zero, one = _accepted(found)[0]
    passed = zero + one
    bias = abs(zero - one) / passed if passed else Fraction(0)
    score = Fraction(found.statement["values"][0]["value"])
    good = score == LAST and bias > printed(score)
    return Finding("refutation", good, f"passed with probability {passed}, then the bias is {bias} > {printed(score)}")


@check
def d12_corrected() -> Finding:
    """|M0.P| + |M1.P| <= 1/2 + (9/4) delta up to delta = 2/9, and a behaviour reaches 1 there.

    The sum of absolute values is the largest of four signed sums, each bounded by a certificate at both ends of the
    range, on which all bounds are affine.
    """
    bounds: dict[Fraction, list[Fraction]] = {Fraction(0): [], LAST: []}
    for signs in ALL_SIGNS:
        found = certificate(BELOW.get(signs, "majority-piece-1"))
        moved = image(found, CANONICAL, -1) if signs == (-1, -1) and isinstance(found, Proved) else found
        if isinstance(moved, str):
            return Finding("correction", False, moved)
        for delta, listed in bounds.items():
            try:
                listed.append(QUESTION.bound_at(moved, means(joint_events(CANONICAL, *signs)), delta))
            except CommandFailure as failure:
                return Finding("correction", False, f"{signs}: {failure}")
    vertex = certificate("joint-vertex-2")
    if isinstance(vertex, str):
        return Finding("correction", False, vertex)
    try:
        reached = QUESTION.value_within(vertex, means(joint_events(CANONICAL, 1, -1)), LAST)
    except CommandFailure as failure:
        return Finding("correction", False, f"{failure}")
    best = [max(listed) for listed in bounds.values()]
    good = best == [Fraction(1, 2), Fraction(1)] and reached == 1
    return Finding("correction", good, f"w(0) <= {best[0]}, w(2/9) = {reached}")
