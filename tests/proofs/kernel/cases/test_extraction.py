"""Rule chain for extractors: what is read, the steps in order, what each adversary assumes."""

from fractions import Fraction

import pytest

from proofs.kernel.extractor import ADVERSARIES, ASSUMPTIONS
from proofs.search.formulas.extraction import formula
from tests.proofs.kernel.build import Document, Refusal, document, drop, premise, proved, put, refusal
from tests.proofs.kernel.examples import enclosed, extractor

S, W = "/statement", "/witness"
THIRD, FOURTH, SHARES = W + "/theorem-3", W + "/theorem-4", W + "/shares"
LEMMA = extractor()
CYCLIC = document(*formula("two-source-cyclic", "classical-proof"))
QUANTUM = document(*formula(adversary="quantum-proof"))
SMOOTH = document(*formula())


def test_the_lines_of_the_last_step() -> None:
    assert list(ASSUMPTIONS) == ["theorem-3", "theorem-4"]
    lines = proved(SMOOTH).split("\n")
    errors = ["error: D (soundness)", "error: 6*d1 (smoothing of k1)", "error: 6*d2 (smoothing of k2)"]
    assert [line for line in lines if line.startswith("error: ")] == errors


@pytest.mark.parametrize("adversary", ADVERSARIES)
def test_every_step_names_what_it_assumes_and_its_errors(adversary: str) -> None:
    text = proved(document(*formula(adversary=adversary)))
    steps = list(ADVERSARIES).index(adversary)
    named = [name for name in ("theorem-3", "theorem-4") if f"\nassumption: {name}: " in text]
    assert named == list(ASSUMPTIONS)[:steps]
    assert text.count("\nassumption: ") == steps
    assert f"\ntag: adversary = {adversary}: " in text
    assert ("within D + 6*d1 + 6*d2\n" in text) == (steps == 2) != ("within D\n" in text)
    errors = ["error: D (soundness)", "error: 6*d1 (smoothing of k1)", "error: 6*d2 (smoothing of k2)"]
    assert [line for line in text.split("\n") if line.startswith("error: ")] == errors[: 3 if steps == 2 else 1]


def test_the_lemma_is_the_kernels_own() -> None:
    assert proved(LEMMA).split("\n")[1] == (
        "claim: for all n, m, k1, k2 and D > 0, if 2*m <= k1 + k2 - n + 2*log2(D) + log2(8) then within D"
    )
    text = proved(CYCLIC)
    assert "primitive root 2" in text
    assert "if 1*m <= k1 + k2 - n + 2*log2(D) + log2(2) then" in text


@pytest.mark.parametrize(
    ("certificate", "length"),
    [
        (LEMMA, ["2", "2", "8"]),
        (CYCLIC, ["1", "2", "2"]),
        (QUANTUM, ["6", "8", "2048/81"]),
        (document(*formula("two-source-cyclic", "quantum-proof")), ["5", "8", "512/81"]),
    ],
)
def test_the_whole_length_of_a_step(certificate: Document, length: list[str]) -> None:
    assert proved(put(certificate, S + "/length", length))
    more = str(Fraction(length[2]) + Fraction(1, 2**60))
    assert refusal(put(certificate, S + "/length", [*length[:2], more])) == "REJECTED bits /statement/length"


def test_a_weaker_formula_is_proved_too() -> None:
    assert "log2(1)" in proved(put(LEMMA, S + "/length/2", "1"))
    assert "log2(1/791015625)" in proved(put(SMOOTH, S + "/length/2", "1/791015625"))


REFUSALS: dict[str, tuple[Document, Refusal]] = {
    "lemma above its constant": (put(LEMMA, S + "/length/2", "9"), "REJECTED bits /statement/length"),
    "lemma of a smaller growth": (put(LEMMA, S + "/length/0", "1"), "REJECTED bits /statement/length"),
    "lemma of a smaller weight": (put(LEMMA, S + "/length/1", "1"), "REJECTED bits /statement/length"),
    "lemma of cyclic shifts above its constant": (put(CYCLIC, S + "/length/2", "3"), "REJECTED bits /statement/length"),
    "theorem 3 above its constant": (put(QUANTUM, S + "/length/2", "2050/81"), "REJECTED bits /statement/length"),
    "theorem 4 above its constant": (
        put(SMOOTH, S + "/length/2", "32768/791015623"),
        "REJECTED bits /statement/length",
    ),
    "lemma of another function": (
        put(LEMMA, W + "/lemma", "two-source-cyclic"),
        "MALFORMED unknown-choice /witness/lemma",
    ),
    "lemma against quantum information": (
        put(LEMMA, S + "/adversary", "quantum-proof"),
        "MALFORMED unknown-key /witness",
    ),
    "theorem 3 without a step": (put(QUANTUM, S + "/length", ["2", "2", "8"]), "REJECTED bits /statement/length"),
    "theorem 4 before theorem 3": (put(SMOOTH, FOURTH, premise(LEMMA)), "REJECTED tag /witness/theorem-4"),
    "theorem 4 twice": (put(SMOOTH, FOURTH, premise(SMOOTH)), "REJECTED tag /witness/theorem-4"),
    "theorem 3 twice": (put(QUANTUM, THIRD, premise(QUANTUM)), "REJECTED tag /witness/theorem-3"),
    "premise of another kind": (put(QUANTUM, THIRD, premise(enclosed())), "REJECTED premise /witness/theorem-3"),
    "premise of another function": (put(QUANTUM, THIRD, premise(CYCLIC)), "REJECTED premise /witness/theorem-3"),
    "first share negative": (put(SMOOTH, SHARES, ["-1/20", "1/20", "2/5"]), "REJECTED weight-sign /witness/shares"),
    "second share zero": (put(SMOOTH, SHARES, ["1/20", "0", "2/5"]), "REJECTED weight-sign /witness/shares"),
    "third share negative": (put(SMOOTH, SHARES, ["1/20", "1/20", "-2/5"]), "REJECTED weight-sign /witness/shares"),
    "shares just above the error": (
        put(SMOOTH, SHARES, ["1/4", "1/8", f"{2**60 + 1}/{2**63}"]),
        "REJECTED weight-sign /witness/shares",
    ),
    "shares worse than the length": (put(SMOOTH, SHARES, ["1/6", "1/6", "1/6"]), "REJECTED bits /statement/length"),
    "two shares": (drop(SMOOTH, SHARES + "/0"), "MALFORMED wrong-shape /witness/shares"),
    "factor zero": (put(LEMMA, S + "/length/2", "0"), "MALFORMED out-of-range /statement/length/2"),
    "growth zero": (put(LEMMA, S + "/length/0", "0"), "MALFORMED out-of-range /statement/length/0"),
    "weight zero": (put(LEMMA, S + "/length/1", "0"), "MALFORMED out-of-range /statement/length/1"),
    "length of two numbers": (drop(LEMMA, S + "/length/2"), "MALFORMED wrong-shape /statement/length"),
    "an unknown function": (put(LEMMA, S + "/function", "xor"), "MALFORMED unknown-choice /statement/function"),
    "an unknown adversary": (put(LEMMA, S + "/adversary", "none"), "MALFORMED unknown-choice /statement/adversary"),
    "another rule": (
        document("enclosure", LEMMA["statement"], {"precision": "8"}),
        "MALFORMED wrong-kind /statement",
    ),
}


@pytest.mark.parametrize("fault", REFUSALS)
def test_refusals(fault: str) -> None:
    certificate, expected = REFUSALS[fault]
    assert refusal(certificate) == expected


def test_the_shares_may_add_to_the_whole_error_or_less() -> None:
    smaller = put(put(SMOOTH, SHARES, ["1/20", "1/20", "1/5"]), S + "/length/2", "128/791015625")
    assert "log2(128/791015625)" in proved(smaller)
    assert refusal(put(smaller, S + "/length/2", "131/791015625")) == "REJECTED bits /statement/length"
