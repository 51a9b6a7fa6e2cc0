"""Faults of many rounds against a quantum adversary: factors that are none, lengths, tradeoff functions, theorems."""

from __future__ import annotations

from fractions import Fraction

from tests.certificates.edits import Document, Fault, drop, limit, malformed, put, rejected
from tests.certificates.valid import CELLS, event, premise, wins
from tests.certificates.valid_factors import block
from tests.certificates.valid_objects import ENCLOSURE
from tests.certificates.valid_quantum_rounds import COMMUTING, KNOWN, QUANTUM_FACTORS, THREE, A, B, least

S, W = "/statement", "/witness"
PROOF, FACTOR = W + "/proofs/0", S + "/blocks/0/factor"
BLOCK = QUANTUM_FACTORS["quantum"]["statement"]["blocks"][0]


def factor(winning: str, losing: str) -> Document:
    return block(winning, losing)["factor"]


def none(name: str, place: str, value: Document, sentence: str, base: str = "quantum", proof: str = PROOF) -> Fault:
    return rejected(name, base, put(place, value), proof, "factor", sentence)


QUANTUM: list[Fault] = [
    none("quantum-classical-factor", FACTOR, factor("1231953/1000000", "304141/1000000"),
         "A factor against classical side information with power 1/10 that is none against a quantum adversary.",
         proof=PROOF + "/points"),
    none("quantum-power-smaller", S + "/power", "1/30", "The factor is one with power 1/20.", proof=PROOF + "/points"),
    none("quantum-factor-raised", FACTOR + "/0/0", str(Fraction(BLOCK["factor"][0][0]) + Fraction(1, 10**5)),
         "The factor of a winning cell is 10^-5 larger.", proof=PROOF + "/points"),
    rejected("quantum-steeper-line-without-cells", "quantum", drop(PROOF + "/cells"), PROOF + "/points", "factor",
             "Without cells the constant is (1 + sqrt 2)/4."),
    none("quantum-cells-too-few", PROOF + "/cells", "5", "The cells are too wide to show the line.",
         proof=PROOF + "/cells"),
    malformed("quantum-no-cells", "quantum", put(PROOF + "/cells", "1"), PROOF + "/cells", "out-of-range",
              "One cell shrinks to nothing."),
    limit("quantum-too-many-cells", "quantum", put(PROOF + "/cells", "1001"), PROOF + "/cells", "size",
          "There are more cells than checked."),
    none("quantum-points-of-boxes", PROOF + "/points", "24", "24 points are those of the no-signalling set.",
         proof=PROOF + "/points"),
    none("quantum-law-with-a-bias", S + "/settings", {"model": "product", "bias": "1/20"},
         "The factor is one for uniform inputs.", proof=PROOF + "/points"),
    none("quantum-without-a-proof", PROOF, {}, "Nothing is shown of a factor above 1."),
    none("quantum-points-of-another-scenario", PROOF, {"points": "80"},
         "The 80 points are those of two inputs a party.", "quantum-one-input"),
    malformed("quantum-factor-negative", "quantum", put(FACTOR + "/1/0", "-1"), FACTOR, "out-of-range",
              "A factor is not negative."),
    malformed("quantum-power-zero", "quantum", put(S + "/power", "0"), S + "/power", "out-of-range",
              "Lengths are divided by 0."),
    malformed("quantum-power-above-one", "quantum", put(S + "/power", "3/2"), S + "/power", "out-of-range",
              "Operator monotonicity ends at 1."),
    malformed("quantum-chosen-from-the-data", "quantum", put(S + "/chosen", "data"), S + "/chosen", "unknown-choice",
              "A threshold for counts that chose the factor says nothing."),
    malformed("quantum-of-commuting-operators", "quantum", put(S + "/set", "quantum-commuting"), S + "/set",
              "unknown-choice", "The proofs are about finite dimension."),
    malformed("quantum-with-classical-keys", "quantum", put(S + "/bits", "1"), S, "unknown-key",
              "Bits of the bad-event form are another statement."),
    rejected("quantum-threshold-not-reached", "quantum", put(S + "/threshold", "60000"), S + "/threshold", "bits",
             "The counts give less."),
    rejected("quantum-length-with-the-classical-penalty", "quantum", put(S + "/length", "499870"), S + "/length",
             "bits", "A classical adversary costs log2(1/eps)/beta only."),
    rejected("quantum-length-larger", "quantum", put(S + "/length", "499863"), S + "/length", "bits",
             "One bit more than the threshold allows."),
    malformed("quantum-error-one", "quantum", put(S + "/error", "1"), S + "/error", "out-of-range",
              "An error of 1 claims nothing."),
    rejected("quantum-factor-zero-in-a-round", "quantum-one-input", put(FACTOR + "/1/0", "0"), S + "/blocks",
             "domain", "The logarithm of 0 is asked for."),
    # theorem G
    rejected("quantum-peak-of-another-bound", "quantum-peak", put(PROOF + "/constant", "27/25"), PROOF, "identity",
             "The factor does not belong to the bound with this constant."),
    rejected("quantum-peak-premise-missing", "quantum-peak", drop(PROOF + "/guessing/3"), PROOF + "/guessing",
             "premise-missing", "An outcome has no bound."),
    rejected("quantum-peak-bound-too-small", "quantum-peak", put(PROOF + "/constant", "103/100"),
             PROOF + "/guessing/0", "premise", "The premise is weaker."),
    rejected("quantum-peak-scale-too-large", "quantum-peak", put(PROOF + "/scale", "101/100"), PROOF + "/scale",
             "factor", "Scale times peak to the power is above 1."),
    malformed("quantum-peak-slope-negative", "quantum-peak", put(PROOF + "/slope", "-1/100"), PROOF, "out-of-range",
              "With a negative slope the line rises with the functional."),
    malformed("quantum-peak-zero", "quantum-peak", put(PROOF + "/peak", "0"), PROOF, "out-of-range",
              "The peak is divided by."),
]  # fmt: skip

ENTROPIES, LINES, BITS = W + "/entropies", W + "/lines", S + "/bits"
HIGHER = [[str(A + Fraction(1, 10**6) + (4 if wins(*cell) else -4) * B), event(*cell)] for cell in CELLS]


def hidden(name: str, place: str, value: Document, pointer: str, code: str, sentence: str) -> Fault:
    return rejected(name, "accumulated", put(place, value), pointer, code, sentence)


ACCUMULATION: list[Fault] = [
    hidden("accumulated-with-one-output", BITS, "325000", BITS, "bits",
           "With d = 2, as if only the outputs of A decided about the cells, the formula would give 335000 bits."),
    hidden("accumulated-bits-raised", BITS, "322000", BITS, "bits", "The formula gives fewer bits."),
    hidden("accumulated-by-the-original-formula-of-n-h", BITS, "456435", BITS, "bits", "The penalty is left out."),
    hidden("accumulated-tradeoff-above-the-entropy", S + "/tradeoff", HIGHER, S + "/tradeoff", "identity",
           "f is 10^-6 above the line that is proved."),
    hidden("accumulated-threshold-lower", S + "/threshold", "2/5", BITS, "bits",
           "Runs with a lower mean are accepted."),
    hidden("accumulated-smoothing-smaller", S + "/smoothing", "1/" + "1" + "0" * 30, BITS, "bits",
           "Less smoothing costs more."),
    hidden("accumulated-beta-of-another-theorem", S + "/beta", "1/4", BITS, "bits", "The second order takes all."),
    hidden("accumulated-line-of-another-input", LINES + "/2", "0", LINES + "/2", "premise",
           "The entropy of A0 says nothing of A1."),
    hidden("accumulated-line-left-out", LINES + "/3", "none", S + "/tradeoff", "identity",
           "A quarter of the rounds has no entropy then."),
    malformed("accumulated-line-of-no-entropy", "accumulated", put(LINES + "/3", "2"), LINES + "/3", "unknown-name",
              "There are two entropies."),
    malformed("accumulated-lines-of-some-inputs", "accumulated", drop(LINES + "/3"), LINES, "wrong-shape",
              "Nothing is said of an input tuple."),
    hidden("accumulated-premise-of-another-kind", ENTROPIES + "/0", premise(ENCLOSURE["entropy"]), ENTROPIES + "/0",
           "premise", "An enclosure is no bound on an entropy."),
    hidden("accumulated-premise-with-an-assumption", ENTROPIES + "/0", COMMUTING, ENTROPIES + "/0", "tag",
           "A premise about commuting operators has an assumption that would be lost."),
    hidden("accumulated-premise-under-a-hypothesis", ENTROPIES + "/0", KNOWN, ENTROPIES + "/0", "premise",
           "What holds for CHSH >= 5/2 need not hold in every round."),
    hidden("accumulated-premise-of-another-scenario", ENTROPIES + "/0", THREE, ENTROPIES + "/0", "premise",
           "The line is about other devices."),
    malformed("accumulated-original-with-beta", "accumulated-original", put(S + "/beta", "1/2"), S, "missing-key",
              "The original theorem has no parameter."),
    malformed("accumulated-without-beta", "accumulated", drop(S + "/beta"), S, "missing-key",
              "The parameter is part of the formula."),
    malformed("accumulated-beta-one", "accumulated", put(S + "/beta", "1"), S + "/beta", "out-of-range",
              "1 - beta is divided by."),
    malformed("accumulated-by-a-theorem-nobody-knows", "accumulated", put(S + "/theorem", "sharper"), S + "/theorem",
              "unknown-choice", "The theorem is named with its version."),
    malformed("accumulated-no-round", "accumulated", put(S + "/rounds", "0"), S + "/rounds", "out-of-range",
              "There is no round."),
    malformed("accumulated-acceptance-one", "accumulated", put(S + "/acceptance", "1"), S + "/acceptance",
              "out-of-range", "A probability of 1 as a bound says nothing."),
    malformed("accumulated-bits-negative", "accumulated", put(BITS, "-1"), BITS, "out-of-range",
              "Entropies of outputs are not negative."),
    malformed("accumulated-input-never-drawn", "accumulated", put(S + "/inputs/3/0", "0"), S + "/inputs/3/0",
              "out-of-range", "A cell that never occurs has no value."),
    rejected("accumulated-least-of-another-functional", "accumulated-least",
             put(W + "/least", least(Fraction(1, 100))), W + "/least", "premise", "The premise is about another f."),
    rejected("accumulated-counts-below-the-threshold", "accumulated-run", put(S + "/threshold", "3/4"),
             S + "/threshold", "bits", "The run is not accepted."),
    malformed("accumulated-counts-of-another-number-of-rounds", "accumulated-run", put(S + "/rounds", "1000001"),
              S + "/counts", "counts", "A round is not counted."),
    rejected("accumulated-length-larger", "accumulated-run", put(S + "/hashing/length", "319936"),
             S + "/hashing/length", "bits", "One bit more than hashing gives."),
    rejected("accumulated-spot-with-the-key-counted-twice", "accumulated-spot", put(LINES + "/1", "0"),
             S + "/tradeoff", "identity", "f is not the mean of these lines."),
]  # fmt: skip
