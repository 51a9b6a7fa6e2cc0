"""Noise: points of figures 3 and 4, the two readings of the level, one bit; `curves` has whole intervals.

Lower bounds on bits are certificates that the kernel proves here and now; upper bounds on what a level of the
hierarchy can certify are moments, judged exactly. Data that depend on an angle enter as intervals.
"""

from __future__ import annotations

import json
from fractions import Fraction
from functools import lru_cache
from itertools import product
from typing import Any

from oracle.failures import CommandFailure
from oracle.ledger.arithmetic import Interval, decimal, enclose, op, point, truncates_to
from oracle.ledger.checks import check
from oracle.ledger.expressions import exact, parse
from oracle.ledger.status import Finding
from oracle.papers.padovan2024.noise.level_point import judged
from oracle.papers.padovan2024.noise.shipped import CURVES, EAVESDROPPERS, POINTS
from oracle.papers.padovan2024.noise.tangents import enclosed, family, parameters
from oracle.proved import coefficients, proved, require_about
from oracle.resources import certificates_dir
from proofs.search.language.angles import Angle
from proofs.search.language.failure import Failure
from proofs.search.language.guessed import guessed_events
from proofs.search.language.known import hypotheses
from proofs.search.semidefinite.moments import level_words
from proofs.search.sequences.devices import SequentialChsh, StandardChsh, State
from proofs.search.sequences.sequence import THREE_PARTIES, level


@lru_cache(maxsize=32)
def bound(name: str) -> Any:
    """The bound of a shipped certificate, a polynomial in the parameters of the protocol of its name; or why none.

    The kernel proves the certificate here and now. Its hypotheses are the means of the protocol for all parameters,
    which `noise_model` derives from the state.
    """
    curve = CURVES[name]
    try:
        found = proved((certificates_dir() / "padovan2024" / f"{name}.cert.json").read_bytes())
        wanted: dict[str, Any] = {**family(curve.noisy).symbols.declaration(), "conditions": None}
        require_about(
            found, kind="guessing", set="quantum-commuting", scenario=curve.noisy.scenario.json(),
            guessed=list(curve.guessed), vacuity=None, **wanted,
            hypotheses={
                str(item["name"]): (str(item["sense"]), coefficients(item["polynomial"]))
                for item in family(curve.noisy).hypotheses(curve.noisy, curve.data)
            },
        )  # fmt: skip
    except (OSError, CommandFailure) as failure:
        return f"{name}: {failure}"
    return found.statement["bound"]


def guessed(name: str, noisy: SequentialChsh | StandardChsh) -> Fraction | str:
    """What a shipped certificate proves for a protocol, a guessing probability rounded up; or why nothing."""
    found = bound(name)
    return found if isinstance(found, str) else enclosed(found, parameters(noisy))[1]


def certified_bits(name: str) -> Fraction | str:
    """What a shipped certificate proves for the protocol of its name, in bits rounded down; or why nothing."""
    found = guessed(name, CURVES[name].noisy)
    return found if isinstance(found, str) else enclose(op("neg", op("log2", found))).low


@lru_cache(maxsize=8)
def level_bits(name: str) -> Fraction | str:
    """What the level of a name can certify at most for its protocol, in bits rounded up; or why nothing."""
    curve = POINTS[name]
    try:
        data = json.loads((certificates_dir() / "padovan2024" / f"{name}.moments.json").read_bytes())
        values = {word: Fraction(value) for word, value in data.items()}
        probability = judged(curve.noisy, curve.guessed, curve.level, values)
    except (OSError, ValueError, Failure) as problem:
        return f"{name}: {problem}"
    return enclose(op("neg", op("log2", probability))).high


def _shown(*figures: Fraction | str) -> str:
    return ", ".join(figure if isinstance(figure, str) else decimal(figure, 5) for figure in figures)


def _above(one: Fraction | str, other: Fraction | str) -> bool:
    return isinstance(one, Fraction) and isinstance(other, Fraction) and one > other


def _at_least(name: str, bits: str) -> bool:
    """Whether the certified bits, cut off, are the printed ones."""
    found = certified_bits(name)
    return isinstance(found, Fraction) and point(found).within(truncates_to(bits))


def _at(name: str, p: str) -> bool:
    """Whether the certificate is about this noise."""
    noisy = CURVES[name].noisy
    return isinstance(noisy, SequentialChsh) and noisy.state == State(Fraction(p))


@check
def bits_at_one_percent(p: str, bits: str) -> Finding:
    """At p and theta = pi/8 the level 1+AB of 21 words certifies at least so many bits."""
    name = "noise-sequences"
    return Finding("gap", _at_least(name, bits) and _at(name, p), f"certified bits {_shown(certified_bits(name))}")


@check
def bits_at_one_percent_higher(p: str, more: str) -> Finding:
    """At p and theta = pi/8 the level of 45 words certifies at least so many bits."""
    name = "noise-higher"
    return Finding("gap", _at_least(name, more) and _at(name, p), f"certified bits {_shown(certified_bits(name))}")


@check
def bits_without_noise() -> Finding:
    """At p = 0 and theta = pi/8 a certificate that was searched at the level proves more than 1.99 bits of the two.

    The data determine the state, so that the level's dual has no best point: with noise the bits missing from two grow
    like a square root. See `order_enough` for all of the two bits.
    """
    found = certified_bits("noise-none")
    return Finding("proof", _above(found, Fraction("1.99")), f"certified bits {_shown(found)}")


@check
def s5_two_readings() -> Finding:
    """Products of operators give 15 words and at most 1.0763 bits, products of runs 21 words and at least 1.2029.

    Both are called 1+AB in the literature; at one data point the two readings differ by more than 0.12 bits, so that
    the name does not determine the figures.
    """
    sizes = [len(level_words(THREE_PARTIES, level(THREE_PARTIES, f"1+AB:{x}"))) for x in ("operators", "sequences")]
    low, high = level_bits("level-operators"), certified_bits("noise-sequences")
    holds = sizes == [15, 21] and isinstance(low, Fraction) and _above(high, low + Fraction("0.12"))
    return Finding("refutation", holds, f"{sizes} words; at most {_shown(low)}, at least {_shown(high)} bits")


@check
def s5_words_listed(alice: str, bobs: str, count: str) -> Finding:
    """The reading with the printed words certifies more than one bit at p = 0.0186, the one with 15 words does not.

    With 15 words there is already a strategy within the level for p = 1/100 with at most 1.0763 bits; the certificates
    of the curve name their words, and so does the level `1+AB:sequences`.
    """
    found = certified_bits("noise-one-bit")
    words = level(THREE_PARTIES, "1+AB:sequences")
    sides = [["" if word == "1" else word for word in text.split(", ")] for text in (alice, bobs)]
    listed = [" ".join(filter(None, pair)) for pair in product(*sides)]
    holds = _above(found, Fraction(1)) and words == listed and str(len(words)) == count
    return Finding("correction", holds, f"{_shown(found)} bits, {len(words)} words")


@check
def one_bit(low: str) -> Finding:
    """More than one bit at the lower p, theta = 0.415, and therefore at every smaller p.

    More noise is a mixture with p = 1: rho(p') = (1 - t) rho(p) + t rho(1) for p' > p. Whoever guesses with G(p) at p
    guesses with (1 - t) G(p) + t G(1) >= G(p) at p', where G(1) = 1 as nothing is entangled. So G does not fall with p.
    """
    found = certified_bits("noise-one-bit")
    holds = _above(found, Fraction(1)) and _at("noise-one-bit", low)
    return Finding("proof", holds, f"certified bits {_shown(found)} at p = {low}")


@check
def one_bit_higher(higher: str) -> Finding:
    """More than one bit at this p, theta = 0.415 at the level of 45 words.

    The adversary of `one_bit_eavesdropper` leaves less than one bit at p = 0.019: whatever level is used, the crossing
    at this angle lies between the two.
    """
    found = certified_bits("noise-higher-one-bit")
    holds = _above(found, Fraction(1)) and _at("noise-higher-one-bit", higher)
    return Finding("enclosure", holds, f"certified bits {_shown(found)} at p = {higher}")


@check
def one_bit_eavesdropper(high: str) -> Finding:
    """At the upper p, theta = 0.415 an explicit quantum adversary guesses with probability above 1/2 + 2^-18.

    Her means m' are the protocol's m up to 2^-38. She has m exactly, and guesses with 2^-18 less at most, as
    m = (1 - d) m' + d m'' with d = 2^-18, and m'' is quantum: within 2^-20 of m, a mixture of the means at p = 0.01802
    and, with weight 1/1000, of some within 2^-10 of those at p = 1, which are local as all but <B0 B00> = c are small.
    With the certificate at p = 0.0186 the crossing at this angle lies between the two, whatever level is used.
    """
    curve = EAVESDROPPERS["eavesdropper-one-bit"]
    means = hypotheses(curve.noisy.known())
    events = guessed_events(curve.noisy.scenario, curve.guessed)
    try:
        found = proved((certificates_dir() / "padovan2024" / "eavesdropper-one-bit.cert.json").read_bytes())
        require_about(
            found, kind="value", set="quantum-tensor",
            hypotheses={
                mean.name: (mean.sense, {word: Fraction(c) for word, c in mean.functional.items()}) for mean in means
            },
        )  # fmt: skip
    except (OSError, CommandFailure) as failure:
        return Finding("enclosure", False, f"eavesdropper-one-bit: {failure}")
    (entry,) = found.statement["values"]
    parties, ours = found.statement["scenario"]["parties"], curve.noisy.scenario.json()["parties"]
    guess = {f"{event} E0={k}": Fraction(1) for k, event in enumerate(events)}
    right = coefficients(entry["functional"]) == guess and parties[:-1] == ours and parties[-1]["name"] == "E"
    value = Fraction(entry["value"])
    right = right and curve.noisy.state == State(Fraction(high))
    return Finding(
        "enclosure",
        right and value > Fraction(1, 2) + Fraction(1, 2**18),
        f"guessed with probability {decimal(value, 5)}",
    )


@check
def two_of_three_curves() -> Finding:
    """Points of the sequential and of the standard curve; that of the third protocol is not judged."""
    found = [certified_bits(name) for name in ("noise-sequences", "noise-split", "noise-split-chsh")]
    holds = all(isinstance(bits, Fraction) for bits in found)
    return Finding("gap", holds, f"{_shown(*found)} bits at p = 0.01, 0.085 and 0.0854; no third curve")


@check
def fewer_constraints() -> Finding:
    """What is known from pairs is known from the whole behaviour, so that what pairs certify holds there too.

    The hypotheses of the first row's model are compared: those from pairs are among those from all data.
    """
    noisy = CURVES["table1-model-1"].noisy
    pairs, full = ([repr(mean) for mean in hypotheses(noisy.known(data))] for data in ("pairs", "full"))
    found = certified_bits("table1-model-1")
    holds = set(pairs) < set(full) and isinstance(found, Fraction)
    return Finding("proof", holds, f"{len(pairs)} of {len(full)} hypotheses, {_shown(found)} bits from them")


Matrix = tuple[tuple[Fraction, ...], ...]


def _times(a: Matrix, b: Matrix) -> Matrix:
    return tuple(
        tuple(sum((x * y for x, y in zip(row, col, strict=True)), Fraction(0)) for col in zip(*b, strict=True))
        for row in a
    )


def _plain(*rows: tuple[int | Fraction, ...]) -> Matrix:
    return tuple(tuple(Fraction(x) for x in row) for row in rows)


_ONE, _Z, _X = _plain((1, 0), (0, 1)), _plain((1, 0), (0, -1)), _plain((0, 1), (1, 0))


def _mean(a: Matrix, b: Matrix, p: Fraction, c: Fraction) -> Fraction:
    """<a x b> in the state (18), from its entries."""
    entries = {((i, i), (j, j)): (1 - p - c) / 2 for i in (0, 1) for j in (0, 1)}
    for i, j in product((0, 1), repeat=2):
        key = ((i, j), (i, j))
        entries[key] = entries.get(key, Fraction(0)) + p / 4 + (c / 2 if i == j else 0)
    total = Fraction(0)
    for ((i, j), (k, m)), weight in entries.items():  # |i j><k m|
        total += weight * a[k][i] * b[m][j]
    return total


def _kraus(p: Fraction, c: Fraction, cosine: Fraction, sine: Fraction) -> dict[str, Fraction]:
    """Means of Z and X of Alice with every run of the Bobs, from eqs. (3), (12) and (18)."""
    kraus = [(1, _plain((cosine, 0), (0, sine))), (-1, _plain((sine, 0), (0, cosine)))]
    found = {}
    for name, alice in (("", _ONE), ("Z", _Z), ("X", _X)):
        found[f"{name} B1"] = _mean(alice, _X, p, c)
        for bob, second, first in (
            ("B0", _ONE, 1),
            ("B00", _Z, 0),
            ("B01", _X, 0),
            ("B0 B00", _Z, 1),
            ("B0 B01", _X, 1),
        ):
            parts = [(sign if first else 1, _times(_times(k, second), k)) for sign, k in kraus]
            found[f"{name} {bob}"] = sum((sign * _mean(alice, effect, p, c) for sign, effect in parts), Fraction(0))
    return found


@check
def noise_model(factor: str) -> Finding:
    """The means of the Kraus form with the state (18) are those that the certificates assume, for all p, c and theta.

    Both sides are of degree 1 in p and in c, and homogeneous of degree 2 in (cos theta, sin theta); two values of p,
    two of c and three directions determine them. Z and X = (A0 +- A1)/sqrt 2 avoid the root.
    """
    holds, zero, one = True, Fraction(0), Fraction(1)
    directions = ((one, zero), (zero, one), (Fraction(3, 5), Fraction(4, 5)))
    for p, c, (x, y) in product((zero, Fraction(1, 3)), (zero, Fraction(1, 5)), directions):
        found = _kraus(p, c, x, y)
        norm, double, both, z = x * x + y * y, x * x - y * y, 2 * x * y, exact(parse(factor), {"p": p})
        expected = {"Z B0": z * double, "Z B00": z * norm, "X B01": (z - c) * both, "X B1": z - c, " B0 B00": double}
        holds &= all(value == expected.get(word, 0) for word, value in found.items())
    return Finding("proof", holds, "18 means at 12 points")


@check
def visibilities(z: str, x: str) -> Finding:
    """<Z Z> and <X X> of the state (18) are 1 - p and 1 - p - c: linear in p and c, so three points suffice."""
    points = [(Fraction(0), Fraction(0)), (Fraction(1), Fraction(0)), (Fraction(0), Fraction(1))]
    printed = (parse(z), parse(x))
    holds = all(
        (_mean(_Z, _Z, p, c), _mean(_X, _X, p, c)) == tuple(exact(text, {"p": p, "c": c}) for text in printed)
        for p, c in points
    )
    return Finding("proof", holds, "p = 1 - V_Z and c = V_Z - V_X at three points")


@check
def symmetry_of_theta() -> Finding:
    """The whole circle follows from [0, pi/4]: -theta flips the outcomes of B01, pi/2 - theta those of B0.

    The means depend on theta by cos 2 theta (B0) and sin 2 theta (B01) alone; theta + pi changes neither. Exchanged
    outcomes are guessed equally well.
    """
    holds, state = True, State(Fraction(1, 50), Fraction(1, 90))
    for turns in (Fraction(1, 11), Fraction(1, 9), Fraction(1, 5)):
        base = SequentialChsh(state, Angle(turns)).expectations
        for image, flipped in ((-turns, "B01"), (Fraction(1, 2) - turns, "B0")):
            for word, (low, high) in SequentialChsh(state, Angle(image)).expectations.items():
                one, other = base[word] if flipped not in word.split() else (-base[word][1], -base[word][0])
                holds &= not Interval(low, high).apart(Interval(one, other))
    return Finding("proof", holds, "all 20 means, three angles")
