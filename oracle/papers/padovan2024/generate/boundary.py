"""The certificates of padovan2024 that rest on exact identities, by name."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from oracle.papers.padovan2024.boundary import exceptional, identities, local_pairs, plane, robust, third
from oracle.papers.padovan2024.generate import kraus_form, randomness
from proofs.search.language.write import Certificate, certificate_bytes

WIDTH = Fraction(1, 2**40)


def certificates() -> dict[str, bytes]:
    """Name -> bytes of every certificate.

    >>> "result-1" in certificates()
    True
    """
    found = {name: certificate_bytes(*certificate) for name, certificate in _listed()}
    # at tan theta = 1/10, with S_c free: (c, s) = (99, 20)/101
    c, s = Fraction(99, 101), Fraction(20, 101)
    free = robust.bracket((c, c), (s, s), Fraction(3), WIDTH)
    return {**found, "unconditional-tan-1-10": free.bound, "unconditional-tan-1-10-attained": free.attained}


def _listed() -> Iterator[tuple[str, Certificate]]:
    yield "result-1", identities.result_1()
    yield "attained", identities.attained()
    yield "disc", identities.disc()
    for name in ("s1", "s2", "sc"):
        yield f"tsirelson-{name}", identities.tsirelson(name)
    for name in ("s1", "s2"):
        yield f"local-{name}", local_pairs.local_maximum(name)
    yield "pi-8", identities.pi_8()
    for sign, word in ((1, "plus"), (-1, "minus")):
        yield f"robust-kappa-{word}", identities.robust(sign)
        yield f"turned-free-{word}", identities.turned_free(sign)
        yield f"turned-free-{word}-attained", identities.turned_free_attained(sign)
        yield f"local-pair-{word}", local_pairs.local_pair(sign)
    yield "turned-boundary", identities.turned_boundary()
    yield "turned-relaxed", identities.turned_relaxed()
    yield "turned-relaxed-attained", identities.turned_relaxed_attained()
    yield "kraus-projective", kraus_form.protocol_equivalence()
    yield "kraus-dilated", kraus_form.protocol_equivalence(dilated=True)
    yield "correlators", local_pairs.correlators()
    yield "two-bits", randomness.two_bits()
    yield "uniform", randomness.uniform()
    for name in ("c", "s"):
        yield f"one-bit-{name}", randomness.one_bit(name)
        yield f"one-bit-{name}-fixed", exceptional.fixed(name)
        yield f"one-bit-{name}-attained", exceptional.attained(name)
    yield "third-bits", third.three_bits()
    yield "third-attained", third.attained()
    yield "third-plane", plane.known_outcome()
