"""Section Discussion, the third sequential party: what its certificates add up to."""

from collections.abc import Mapping
from fractions import Fraction
from itertools import combinations, product
from typing import Any

from oracle.failures import CommandFailure
from oracle.ledger.arithmetic import decimal, enclose, op
from oracle.ledger.checks import check
from oracle.ledger.status import Finding
from oracle.papers.padovan2024.boundary.plane import PLANE
from oracle.papers.padovan2024.definitions import number, statement, terms
from oracle.papers.padovan2024.noise.three_bits import NEAR
from oracle.proved import proved, require_about
from oracle.resources import certificates_dir
from proofs.search.language.guessed import guessed_events
from proofs.search.language.relabelling import orbits
from proofs.search.sequences.devices import State
from proofs.search.sequences.sequence import FOUR_PARTIES, sequences
from proofs.search.sequences.tetrahedron import ThirdParty

BITS = ("B0", "B01", "B011")
STRENGTHS = ("c", "d", "e")
ANGLES = [(Fraction(3, 5), Fraction(4, 5)), (Fraction(-5, 13), Fraction(12, 13)), (Fraction(0), Fraction(-1))]
"""Cosine and sine of three theta; they decide about what is linear in 1, cos 2 theta and sin 2 theta."""


def vanishing() -> dict[str, set[str]]:
    """The words whose mean vanishes in every part of the state, each with the strengths that must not be zero."""
    found: dict[str, set[str]] = {}
    for entry in statement("third-bits")["values"]:
        ((coefficient, word),) = entry["functional"]
        if entry["value"] == "0":
            ((_, found_strength),) = coefficient["poly"]
            found[word] = {found_strength}
    return found


def probabilities(means: Mapping[str, Fraction]) -> list[Fraction]:
    """Of the eight outcomes, from the means of the products of the three observables."""
    found = []
    for outcomes in product((1, -1), repeat=3):
        sign = dict(zip(BITS, outcomes, strict=True))
        total = Fraction(1)
        for word, mean in means.items():
            factor = 1
            for name in word.split():
                factor *= sign[name]
            total += factor * mean
        found.append(total / 8)
    return found


@check
def third_party_bits() -> Finding:
    """Seven means fix the probabilities of three binary outcomes: if all vanish, they are 1/8 each, log2 8 = 3 bits.

    They vanish with every operator E >= 0 that commutes with all others in place of 1, so for each value that an
    adversary may find. Each mean comes with a factor c, d or e, the strengths that must not be zero; none of eight
    outcomes is guessed with less than 1/8.
    """
    found = vanishing()
    words = {" ".join(names) for k in (1, 2, 3) for names in combinations(BITS, k)}
    allowed = all(strengths <= set(STRENGTHS) for strengths in found.values())
    uniform = set(probabilities(dict.fromkeys(found, Fraction(0)))) == {Fraction(1, 8)}
    bits = enclose(op("log2", 8))
    return Finding("proof", set(found) == words and allowed and uniform and bits.low <= 3 <= bits.high, "8 times 1/8")


@check
def third_party_strategy() -> Finding:
    """The protocol's values are those that the certificate of three bits supposes, c = cos 2 theta_1 and so on.

    All coefficients have degree two in cosine and sine of each theta, so they are linear in 1, cos 2 theta and
    sin 2 theta, and three angles of each strength decide.
    """
    attained, supposed = statement("third-attained")["values"], statement("third-bits")["hypotheses"]

    def agree(u1: Fraction, v1: Fraction, u2: Fraction, v2: Fraction) -> bool:
        at = {"u1": u1, "v1": v1, "u2": u2, "v2": v2}
        c, s = u1 * u1 - v1 * v1, 2 * u1 * v1
        strengths = {"c": c, "s": s, "d": s * (u2 * u2 - v2 * v2), "e": s * 2 * u2 * v2}
        shifted = [
            {**terms(entry["functional"], at), "": (-number(entry["value"], at)[0], Fraction(0))} for entry in attained
        ]
        return all(h["sense"] == "=0" for h in supposed) and shifted == [
            terms(h["polynomial"], strengths) for h in supposed
        ]

    holds = all(agree(*first, *second) for first, second in product(ANGLES, repeat=2))
    return Finding("proof", holds, "three values at nine pairs of strengths")


@check
def third_party_plane() -> Finding:
    """Without a third direction of Alice's the third outcome is known to an adversary: at most two bits are left.

    The certificate states one model with every mean of the protocol with her two observables (11), and her copy of
    the outcome of B011. What it states of the first two parties, and of Bob3's X in place of theirs, is what the
    certificate of their correlators states.
    """
    *listed, last = statement("third-plane")["values"]
    means = {entry["functional"][0][1]: entry["value"] for entry in listed}
    runs = sequences(PLANE, "B")
    complete = list(means) == [f"{a} {b}".strip() for a, b in product(("", "A0", "A1"), runs) if a or b]
    pairs = {entry["functional"][0][1]: entry["value"] for entry in statement("correlators")["values"]}

    def agree(u1: Fraction, v1: Fraction, u2: Fraction, v2: Fraction) -> bool:
        at = {"u": u1, "v": v1, "u1": u1, "v1": v1, "u2": u2, "v2": v2}
        return all(number(means[word.replace("B01", "B010")], at) == number(value, at) for word, value in pairs.items())

    holds = complete and last == {"functional": [["1", "B011 E0"]], "value": "1"}
    holds = holds and all(agree(*first, *second) for first, second in product(ANGLES, repeat=2))
    return Finding("proof", holds, f"{len(means)} means, of which {len(pairs)} are compared")


def outcome_bound() -> Mapping[str, Any]:
    """The statement of the certificate about one outcome, proved here and now.

    Raises:
        CommandFailure: not proved, or about something else.
        OSError: no such file.
    """
    found = proved((certificates_dir() / "padovan2024" / "third-noise.cert.json").read_bytes())
    require_about(
        found, kind="bound", set="quantum-commuting", scenario=FOUR_PARTIES.json(), sense="<=", hypotheses={},
        symbols=None,
    )  # fmt: skip
    return found.statement


def guessed(stated: Mapping[str, Any], noisy: ThirdParty) -> Fraction:
    """The guessing probability that follows for a protocol, rounded up; 1 where nothing follows.

    The functional is the probability of one outcome plus a sum that the relabellings keep, and they map this outcome to
    each of the eight: so the bound holds for each of them, and as in the rule `guessing` for the best guess of
    an adversary, with the means of the protocol in the sum.
    """
    events = guessed_events(FOUR_PARTIES, BITS)
    weights = {word: Fraction(c) for c, word in stated["functional"]}
    event = {word: weights.pop(word) for word in events if word in weights}
    kept = FOUR_PARTIES.polynomial(weights)
    symmetric = all(move.keeps(FOUR_PARTIES, [kept]) for move in noisy.symmetries)
    moved = {base for base, _ in orbits(FOUR_PARTIES, events, noisy.symmetries).values()}
    if list(event.values()) != [1] or not symmetric or moved != set(events[:1]) or weights.keys() - noisy.expectations:
        return Fraction(1)
    least = sum(min(weight * end for end in noisy.expectations[word]) for word, weight in weights.items())
    return Fraction(stated["bound"]) - least


@check
def third_party_noise(p: str) -> Finding:
    """More than the two bits of two parties for every p up to the printed one, at the strengths of the certificate.

    The bound on the guessing probability is linear in p, so its two ends decide.
    """
    ends = (Fraction(0), NEAR.state.p)
    try:
        found = [guessed(outcome_bound(), ThirdParty(State(noise), NEAR.theta, NEAR.theta2)) for noise in ends]
    except (OSError, CommandFailure) as failure:
        return Finding("gap", False, f"{failure}")
    first, last = (enclose(op("neg", op("log2", probability))).low for probability in found)
    return Finding(
        "gap",
        min(first, last) > 2 and ends[1] == Fraction(p),
        f"{decimal(first, 4)} bits at p = 0, {decimal(last, 4)} at p = 1/5000",
    )
