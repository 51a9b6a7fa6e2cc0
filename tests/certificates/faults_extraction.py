"""Faults of chains about extractors: lengths, shares, adversaries, premises."""

from __future__ import annotations

from tests.certificates.edits import Document, Edit, Fault, drop, insert, malformed, put, rejected, rename
from tests.certificates.valid import premise
from tests.certificates.valid_extraction import EXTRACTION
from tests.certificates.valid_objects import ENCLOSURE

S, W = "/statement", "/witness"
THIRD, FOURTH, SHARES = "/witness/theorem-3", "/witness/theorem-4", "/witness/shares"


def length(name: str, base: str, place: str, value: str, sentence: str) -> Fault:
    """More is claimed than the step gives."""
    return rejected(name, base, put(f"{S}/length/{place}", value), S + "/length", "bits", sentence)


def shares(name: str, values: list[str], sentence: str) -> Fault:
    return rejected(name, "extractor-smooth", put(SHARES, values), SHARES, "weight-sign", sentence)


def other(name: str, place: str, base: str, used: Document, code: str, sentence: str) -> Fault:
    return rejected(name, base, put(place, premise(used)), place, code, sentence)


def shape(name: str, base: str, edit: Edit, pointer: str, code: str, sentence: str) -> Fault:
    return malformed(name, base, edit, pointer, code, sentence)


FAULTS: list[Fault] = [
    length("extractor-factor-raised", "extractor", "2", "9", "The lemma has the factor 8."),
    length("extractor-factor-tightened-by-2-to-minus-60", "extractor", "2", f"{2**63 + 1}/{2**60}",
           "The factor lies 2^-60 above that of the lemma."),
    length("extractor-growth-of-cyclic-shifts", "extractor", "0", "1", "Shifts lose rank as m grows."),
    length("extractor-growth-without-the-entropy-loss", "extractor-quantum", "0", "4",
           "The log2(1/e) that theorem 3 takes from each entropy is left out."),
    length("extractor-weight-without-the-square-root", "extractor-quantum", "1", "4",
           "The square root of theorem 3 is left out."),
    length("extractor-factor-without-the-split", "extractor-smooth", "2", "2048/81",
           "The factor ignores how theorem 4 splits the error."),
    length("extractor-weight-as-printed", "extractor-smooth", "1", "6",
           "The weight is that of minus log2(6/D), which no split gives."),
    length("extractor-best-split-claimed-for-the-equal-one", "extractor-smooth-equal", "2", "32768/791015625",
           "The factor is that of the best split."),
    shares("extractor-shares-above-one-half", ["1/20", "1/20", "401/1000"],
           "Twice the sum of the shares is above the error."),
    shares("extractor-share-zero", ["0", "1/10", "2/5"], "A share of the error is 0."),
    shares("extractor-shares-negative-in-pairs", ["-1/20", "-1/20", "2/5"], "Two shares are negative."),
    other("extractor-smooth-from-the-lemma", FOURTH, "extractor-smooth", EXTRACTION["extractor"], "tag",
          "Theorem 4 is applied to an extractor that is not quantum-proof."),
    other("extractor-smooth-from-smooth", FOURTH, "extractor-smooth", EXTRACTION["extractor-smooth-equal"], "tag",
          "Theorem 4 is applied twice."),
    other("extractor-theorem-3-twice", THIRD, "extractor-quantum", EXTRACTION["extractor-quantum"], "tag",
          "Theorem 3 is applied to an extractor that is quantum-proof already."),
    other("extractor-premise-of-another-function", THIRD, "extractor-quantum", EXTRACTION["extractor-cyclic"],
          "premise", "The premise is about cyclic shifts."),
    other("extractor-premise-of-another-kind", THIRD, "extractor-quantum", ENCLOSURE["root"], "premise",
          "The premise is an enclosure."),
    rejected("extractor-premise-false", "extractor-quantum", put(THIRD + "/statement/length/2", "16"),
             THIRD + "/statement/length", "bits", "The premise claims more than the lemma."),
    shape("extractor-lemma-against-quantum-information", "extractor", put(S + "/adversary", "quantum-proof"), W,
          "unknown-key", "The lemma alone says nothing about quantum side information."),
    shape("extractor-theorem-3-as-classical", "extractor-quantum", put(S + "/adversary", "classical-proof"), W,
          "unknown-key", "A formula against classical side information has no premise."),
    shape("extractor-smoothing-in-trace-distance", "extractor-smooth",
          put(S + "/adversary", "quantum-proof-smooth-trace"), S + "/adversary", "unknown-choice",
          "Theorem 4 is about purified distance."),
    shape("extractor-adversary-missing", "extractor", drop(S + "/adversary"), S, "missing-key",
          "What the adversary holds is not said."),
    shape("extractor-function-unknown", "extractor", put(S + "/function", "toeplitz"), S + "/function",
          "unknown-choice", "There is no such function."),
    shape("extractor-lemma-of-another-function", "extractor", put(W + "/lemma", "two-source-cyclic"), W + "/lemma",
          "unknown-choice", "The lemma is about another function."),
    shape("extractor-factor-zero", "extractor", put(S + "/length/2", "0"), S + "/length/2", "out-of-range",
          "The logarithm of 0 is asked for."),
    shape("extractor-growth-zero", "extractor", put(S + "/length/0", "0"), S + "/length/0", "out-of-range",
          "Nothing limits the length."),
    shape("extractor-weight-fraction", "extractor", put(S + "/length/1", "5/2"), S + "/length/1", "not-an-integer",
          "The weight is not an integer."),
    shape("extractor-length-of-four", "extractor", insert(S + "/length/0", "1"), S + "/length", "wrong-shape",
          "A length is three numbers."),
    shape("extractor-with-assumptions", "extractor-quantum", put(S + "/assumptions", []), S, "unknown-key",
          "The assumptions follow from the adversary and cannot be left out."),
    shape("extractor-theorem-of-another-name", "extractor-quantum", rename(THIRD, "theorem-2"), W, "unknown-key",
          "There is no such theorem."),
    shape("extractor-shares-missing", "extractor-smooth", drop(SHARES), W, "missing-key", "The error is not split."),
    shape("extractor-two-shares", "extractor-smooth", drop(SHARES + "/0"), SHARES, "wrong-shape",
          "The error is split in two."),
]  # fmt: skip
