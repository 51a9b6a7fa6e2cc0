"""Faults of quantum assemblages: Gram matrices, their words and triangles; states and measurements of devices."""

from __future__ import annotations

from tests.certificates.edits import Fault, drop, limit, malformed, put, rejected
from tests.certificates.valid_devices import PAIR, triangles

S, W = "/statement", "/witness"
GRAM = W + "/grams/0"
MATRIX, WORDS = GRAM + "/matrix", GRAM + "/words"
DEVICE = W + "/parts/0/device"
STATE, MEASURED = DEVICE + "/state", DEVICE + "/measurements"

FAULTS: list[Fault] = [
    # Gram matrices
    rejected("quantum-bound-lowered", "quantum-bound", put(S + "/bound", "1999999999/1000000000"), W, "identity",
             "The squares add up to 2."),
    rejected("gram-indefinite", "quantum-bound", put(MATRIX + "/re/0/0", "3"), MATRIX, "indefinite",
             "The matrix has a negative eigenvalue."),
    rejected("gram-with-a-larger-entry", "quantum-bound", put(MATRIX + "/re/5/5", "3"), W, "identity",
             "One square too much."),
    rejected("gram-conjugated", "quantum-bound", put(MATRIX + "/im", triangles(
        [[0, 0, 0, 0, 0, -2j], [0, 0, 0, 0, 2j, 0], [0] * 6, [0] * 6, [0, -2j, 0, 0, 0, 0], [2j, 0, 0, 0, 0, 0]]
    )["im"]), W, "identity", "Y changed into -Y is another functional."),
    rejected("gram-of-another-denominator", "quantum-bound", put(MATRIX + "/denominator", "5"), W, "identity",
             "Everything is divided by 5."),
    rejected("gram-with-words-exchanged", "quantum-bound", put(WORDS, ["", "B1", "B0"]), W, "identity",
             "X stands with B1."),
    rejected("gram-with-a-product-left-over", "quantum-bell", put(MATRIX + "/re/2/0", "1"), W, "identity",
             "A product of two operators of B is left, which is not its own adjoint."),
    malformed("gram-with-a-negative-denominator", "quantum-bound", put(MATRIX + "/denominator", "-4"),
              MATRIX + "/denominator", "out-of-range", "The sign of the matrix would change."),
    malformed("gram-indexed-by-an-event", "quantum-bound", put(WORDS + "/1", "B0=0"), WORDS + "/1", "not-a-word",
              "A projector of an input with two outcomes is a sum."),
    malformed("gram-indexed-by-a-last-outcome", "quantum-three-outcomes", put(WORDS + "/1", "B0=2"), WORDS + "/1",
              "not-a-word", "The last projector is a sum."),
    malformed("gram-without-words", "quantum-bound", put(WORDS, []), WORDS, "wrong-shape", "There is no word."),
    malformed("gram-with-a-row-missing", "quantum-bound", drop(MATRIX + "/re/5"), MATRIX + "/re", "wrong-shape",
              "Three words of a qubit are six rows."),
    malformed("gram-with-an-imaginary-row-missing", "quantum-bound", drop(MATRIX + "/im/4"), MATRIX + "/im",
              "wrong-shape", "There are five rows below the diagonal."),
    malformed("gram-with-an-imaginary-diagonal", "quantum-bound", put(MATRIX + "/im/0", ["0", "1"]), MATRIX + "/im/0",
              "wrong-shape", "The diagonal is real."),
    malformed("gram-with-a-fraction", "quantum-bound", put(MATRIX + "/re/0/0", "1/2"), MATRIX + "/re/0/0",
              "not-an-integer", "Entries are integers."),
    malformed("grams-empty", "quantum-bound", put(W + "/grams", []), W + "/grams", "wrong-shape",
              "The key stands there without a matrix."),
    malformed("grams-for-all-assemblages", "quantum-bound", put(S + "/set", "no-signalling"), W, "unknown-key",
              "Products of operators of one party have no states in a no-signalling assemblage."),
    rejected("blocks-without-their-gram", "quantum-bound", drop(W + "/grams"), W, "identity", "Nothing is proved."),
    rejected("quantum-guess-with-another-gram", "quantum-guessing", put(W + "/branches/0/grams/0/words/1", "B1"),
             W + "/branches/0", "identity", "The other input is not guessed."),
    limit("gram-of-too-many-rows", "quantum-bound", put(WORDS, ["B0"] * 65), MATRIX, "size",
          "65 words of a qubit are 130 rows."),
    # devices
    rejected("device-of-another-value", "quantum-value", put(MEASURED + "/1", PAIR["measurements"][0]),
             S + "/values/0", "not-attained", "Both inputs measure X."),
    rejected("device-with-outcomes-exchanged", "quantum-value", put(MEASURED + "/0", PAIR["measurements"][0][::-1]),
             S + "/values/0", "not-attained", "Outcome 0 is the eigenvalue -1."),
    rejected("device-conjugated", "quantum-value", put(MEASURED + "/1", PAIR["measurements"][1][::-1]),
             S + "/values/0", "not-attained", "The pair is correlated in X and anticorrelated in Y."),
    rejected("device-with-a-negative-state", "quantum-value", put(STATE + "/re/3/0", "2"), STATE, "not-admissible",
             "The state has a negative eigenvalue."),
    rejected("device-with-a-negative-operator", "quantum-value", put(MEASURED + "/0/0/re/1/0", "2"),
             MEASURED + "/0/0", "not-admissible", "The operator has a negative eigenvalue."),
    rejected("device-whose-operators-do-not-sum-to-1", "quantum-value", put(MEASURED + "/0/0/denominator", "4"),
             MEASURED + "/0", "not-admissible", "An outcome is lost."),
    rejected("device-of-trace-above-1", "quantum-value", put(STATE + "/denominator", "1"), W, "not-admissible",
             "The trace is 2."),
    malformed("device-for-all-assemblages", "quantum-value", put(S + "/set", "no-signalling"), W + "/parts/0",
              "unknown-key", "No-signalling assemblages are shown by their states."),
    malformed("device-without-an-input", "quantum-value", drop(MEASURED + "/1"), MEASURED, "wrong-shape",
              "Both inputs have a measurement."),
    malformed("device-without-an-outcome", "quantum-value", drop(MEASURED + "/1/1"), MEASURED + "/1", "wrong-shape",
              "Both outcomes have an operator."),
    malformed("device-of-another-dimension", "quantum-value", put(DEVICE + "/dimensions", ["3"]), STATE + "/re",
              "wrong-shape", "The state has six rows then."),
    malformed("device-for-two-parties", "quantum-value", put(DEVICE + "/dimensions", ["2", "2"]),
              DEVICE + "/dimensions", "wrong-shape", "There is one untrusted party."),
    limit("device-too-large", "quantum-value", put(DEVICE + "/dimensions", ["33"]), DEVICE + "/dimensions", "size",
          "The total dimension is 66."),
    rejected("quantum-guess-more-often", "quantum-value-guessed", put(S + "/probability", "3/4"),
             S + "/probability", "not-attained", "She is right half of the time."),
    malformed("quantum-guess-of-another-input", "quantum-value-guessed", put(W + "/parts/0/event", "B1=0"),
              W + "/parts/0/event", "not-a-word", "B0 is guessed."),
]  # fmt: skip
