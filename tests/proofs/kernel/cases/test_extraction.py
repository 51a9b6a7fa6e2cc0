"""Rule chain for extractors: what is read, the steps in order, what each adversary assumes."""

from fractions import Fraction

import pytest

from proofs.kernel.extractor import ADVERSARIES, ASSUMPTIONS
from proofs.search.formulas.extraction import formula
from tests.proofs.kernel.build import Document, Refusal, document, proved, put, refusal
from tests.proofs.kernel.examples import extractor

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
    "weight zero": (put(LEMMA, S + "/length/1", "0"), "MALFORMED out-of-range /statement/length/1"),
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
