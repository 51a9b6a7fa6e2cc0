"""Faults of amplification: functionals, points, laws, marks, protocols, the error."""

from __future__ import annotations

from fractions import Fraction

from tests.certificates.edits import Document, Fault, drop, limit, malformed, put, rejected, swap
from tests.certificates.valid_amplification import NOTHING, TEN, claim, point
from tests.certificates.valid_factors import POINTS as ESTIMATE

S, W = "/statement", "/witness"
F, P = W + "/functionals", W + "/points"
WEIGHTS, SLACK = P + "/0/weights", P + "/0/slack"
THREE = F + "/1/0"


def of(name: str, place: str, value: Document, code: str, sentence: str, base: str = "chsh") -> Fault:
    """A value that the statement cannot have."""
    return malformed(name, base, put(S + place, value), S + place, code, sentence)


FAULTS: list[Fault] = [
    # functionals
    rejected(
        "functional-plus-and-minus-exchanged",
        "chsh",
        swap(THREE + "/plus", THREE + "/minus"),
        THREE,
        "identity",
        "It is a functional of the opposite bit.",
    ),
    rejected(
        "functional-of-another-string",
        "chsh",
        swap(F + "/0/0", F + "/2/0"),
        F + "/0/0",
        "identity",
        "1 - f at the inputs 1 0 says nothing about the bit at 0 0.",
    ),
    rejected(
        "functional-without-an-event", "chsh", drop(THREE + "/minus/2"), THREE, "identity", "An event is left out."
    ),
    rejected(
        "functional-with-half-a-side",
        "chsh",
        put(F + "/0/0/minus", []),
        F + "/0/0",
        "identity",
        "Only l + b is a sum of events; l - b may be negative.",
    ),
    rejected(
        "functional-weight-off-by-10-to-minus-18",
        "chsh",
        put(THREE + "/plus/0/0", f"{2 * 10**18 + 1}/{10**18}"),
        THREE,
        "identity",
        "The difference of the sides is no longer twice the bit.",
    ),
    rejected(
        "functional-weight-negative",
        "chsh",
        put(THREE + "/plus/0/0", "-2"),
        THREE + "/plus/0/0",
        "weight-sign",
        "A negative multiple of an event has no sign.",
    ),
    rejected(
        "functional-zero-for-a-bit-that-is-not",
        "chsh",
        put(F + "/0/0", NOTHING),
        F + "/0/0",
        "identity",
        "0 does not bound a bit that passes.",
    ),
    malformed(
        "functional-of-an-observable",
        "chsh",
        put(THREE + "/plus/0/1", "A0 B0=1"),
        THREE + "/plus/0/1",
        "not-a-word",
        "The mean of an observable has no sign.",
    ),
    malformed(
        "functional-of-no-event",
        "chsh",
        put(THREE + "/plus/0/1", ""),
        THREE + "/plus/0/1",
        "not-a-word",
        "An event names an outcome.",
    ),
    malformed(
        "functional-of-two-inputs-of-a-party",
        "chsh",
        put(THREE + "/plus/0/1", "A0=0 A1=0"),
        THREE + "/plus/0/1",
        "not-a-word",
        "Two inputs of a party are never chosen together.",
    ),
    malformed("functionals-of-a-string-missing", "chsh", drop(F + "/3"), F, "wrong-shape", "Every string has a list."),
    malformed(
        "functional-with-the-sum-as-well",
        "chsh",
        put(THREE + "/sum", []),
        THREE,
        "unknown-key",
        "A functional is its two sides.",
    ),
    # points
    rejected(
        "point-with-a-negative-weight",
        "chsh",
        put(WEIGHTS + "/1/0", "-1/16"),
        WEIGHTS + "/1/0",
        "weight-sign",
        "A negative multiple of a functional bounds nothing.",
    ),
    rejected(
        "point-without-a-functional",
        "chsh",
        drop(WEIGHTS + "/3"),
        P + "/0",
        "identity",
        "What is left over is f at 1 1, with the wrong sign.",
    ),
    rejected(
        "point-with-a-heavier-weight",
        "chsh",
        put(WEIGHTS + "/1/0", "1/15"),
        P + "/0",
        "identity",
        "What is left over is a sum of f with the wrong sign.",
    ),
    rejected(
        "point-with-a-negative-slack",
        "trees",
        put(SLACK + "/0/0", "-1/8"),
        SLACK + "/0/0",
        "weight-sign",
        "A negative multiple of an event is not left over.",
    ),
    rejected(
        "point-without-its-slack", "trees", drop(SLACK + "/0"), P + "/0", "identity", "The identity does not come out."
    ),
    malformed(
        "point-slack-of-no-event",
        "trees",
        put(SLACK + "/0/1", ""),
        SLACK + "/0/1",
        "not-a-word",
        "The constant is the gain, and no slack.",
    ),
    malformed(
        "point-of-a-functional-that-is-not-there",
        "chsh",
        put(WEIGHTS + "/0/2", "1"),
        WEIGHTS + "/0",
        "unknown-name",
        "The string has one functional, number 0.",
    ),
    malformed(
        "point-of-a-string-that-is-not-there",
        "chsh",
        put(WEIGHTS + "/0/1", "4"),
        WEIGHTS + "/0",
        "unknown-name",
        "There are the strings 0 to 3.",
    ),
    malformed(
        "point-of-a-negative-number",
        "chsh",
        put(WEIGHTS + "/0/1", "-1"),
        WEIGHTS + "/0/1",
        "out-of-range",
        "Numbers begin with 0.",
    ),
    malformed("points-none", "chsh", put(P, []), P, "wrong-shape", "Nothing is said about any law."),
    # laws
    rejected(
        "law-below-every-point",
        "chsh",
        put(P, [point("1/15")]),
        P,
        "law",
        "Two steps of the least probability have 1/16, less than the mass 1/15.",
    ),
    rejected(
        "law-of-a-larger-bias",
        "chsh",
        put(S + "/bias", "13/50"),
        P,
        "law",
        "A source of bias 13/50 may give a string less than 1/16.",
    ),
    rejected("law-without-a-point", "trees", drop(P + "/5"), P, "law", "One of the eight trees has no point."),
    rejected(
        "law-whose-point-gains-nothing",
        "chsh",
        put(P + "/0", {"weights": [], "slack": []}),
        P,
        "law",
        "Gain 0 makes no distribution of failures.",
    ),
    rejected(
        "law-whose-point-gains-all",
        "nothing-passes",
        put(WEIGHTS, [["3/16", "0", "0"], ["3/16", "0", "0"], ["3/16", "1", "0"], ["7/16", "1", "0"]]),
        P,
        "law",
        "At one law the mass is too large at a string.",
    ),
    rejected(
        "law-that-every-run-fails",
        "nothing-passes",
        put(
            P,
            [
                {"weights": [["1/4", "0", "0"], ["3/4", "1", "0"]], "slack": []},
                {"weights": [["3/4", "0", "0"], ["1/4", "1", "0"]], "slack": []},
            ],
        ),
        P,
        "law",
        "A gain of 1 is left out: quotients by 1 - g are not defined.",
    ),
    # statement: what passes
    rejected(
        "marks-of-a-failing-outcome-that-passes",
        "chsh",
        put(S + "/strings/1/1", "00-1"),
        THREE,
        "identity",
        "A wrong parity counts for the bit.",
    ),
    rejected(
        "marks-of-the-other-parity",
        "chsh",
        put(S + "/strings/3/1", "0--1"),
        F + "/3/0",
        "identity",
        "At 1 1 the parity is odd.",
    ),
    rejected(
        "marks-of-the-bit-of-the-other-party",
        "chsh",
        put(S + "/strings/3/1", "-10-"),
        F + "/3/0",
        "identity",
        "The bit is that of A.",
    ),
    rejected(
        "inputs-of-two-strings-exchanged",
        "chsh",
        swap(S + "/strings/0/0", S + "/strings/1/0"),
        F + "/0/0",
        "identity",
        "The first string has other inputs.",
    ),
    of("marks-too-few", "/strings/0/1", "0--", "not-a-name", "There are four pairs of outcomes."),
    of("marks-too-many", "/strings/0/1", "0--1-", "not-a-name", "There are four pairs of outcomes."),
    of("marks-with-another-sign", "/strings/0/1", "0xx1", "not-a-name", "An outcome passes with a bit, or fails."),
    of("inputs-unknown", "/strings/0/0", "0 2", "unknown-name", "B has no input 2."),
    of("inputs-of-one-party", "/strings/0/0", "0", "unknown-name", "Every party has an input."),
    of("strings-three", "/strings", [["0 0", "0--1"]] * 3, "wrong-shape", "Bits have 2, 4, 8 or 16 strings."),
    of("strings-one", "/strings", [["0 0", "0--1"]], "wrong-shape", "A run without a source bit tests nothing."),
    limit(
        "strings-thirty-two",
        "chsh",
        put(S + "/strings", [["0 0", "0--1"]] * 32),
        S + "/strings",
        "size",
        "Five bits have 2^31 trees.",
    ),
    # statement: source and protocol
    of("bias-one-half", "/bias", "1/2", "out-of-range", "A source of bias 1/2 may be constant."),
    of("bias-negative", "/bias", "-1/4", "out-of-range", "A bias is at least 0."),
    of("set-quantum", "/set", "quantum-commuting", "unknown-choice", "The adversary is bounded by no-signalling only."),
    of("devices-none", "/devices", "0", "out-of-range", "There is no run."),
    of("failures-as-many-as-devices", "/failures", "10", "out-of-range", "Every pattern would be accepted."),
    of("failures-negative", "/failures", "-1", "out-of-range", "Nothing would be accepted."),
    of("bits-none", "/bits", "0", "out-of-range", "There is no output."),
    limit("bits-sixty-five", "chsh", put(S + "/bits", "65"), S + "/bits", "size", "At most 64 blocks."),
    limit(
        "devices-beyond-all-counts",
        "chsh",
        put(S + "/devices", str(10**18 + 1)),
        S + "/devices",
        "size",
        "At most 10^18 devices.",
    ),
    malformed(
        "scenario-with-signalling",
        "chsh",
        put(S + "/scenario/signalling", [["A", "B"]]),
        S + "/scenario",
        "wrong-kind",
        "No box may signal.",
    ),
    malformed(
        "scenario-with-commuting-inputs",
        "chsh",
        put(S + "/scenario/commuting", [["A0", "A1"]]),
        S + "/scenario",
        "wrong-kind",
        "Inputs of a party exclude each other.",
    ),
    malformed("statement-without-a-source", "chsh", drop(S + "/bias"), S, "missing-key", "The bias is not stated."),
    malformed(
        "statement-of-another-kind",
        "chsh",
        put(S, ESTIMATE["statement"]),
        S,
        "wrong-kind",
        "Factors are proved by rule factors.",
    ),
    # the error
    rejected(
        "error-the-exact-one-less-10-to-minus-18",
        "chsh",
        put(S + "/error", str(TEN - Fraction(1, 10**18))),
        S + "/error",
        "error",
        "The claim is 10^-18 below half the probability of the tail.",
    ),
    rejected(
        "error-with-one-more-failure",
        "chsh",
        put(S + "/failures", "2"),
        S + "/error",
        "error",
        "Two failures are more likely than one.",
    ),
    rejected(
        "error-with-one-device-less",
        "no-failures",
        put(S + "/devices", "39"),
        S + "/error",
        "error",
        "39 devices give about 1/1800.",
    ),
    rejected(
        "error-of-one-bit-for-four", "many-bits", put(S + "/bits", "4"), S + "/error", "error", "Errors of bits add up."
    ),
    rejected("error-negative", "far-tail", put(S + "/error", "-1/1000"), S + "/error", "error", "It is at least 0."),
    rejected("error-zero", "far-tail", put(S + "/error", "0"), S + "/error", "error", "All runs may pass by chance."),
    limit(
        "work-of-too-many-failures",
        "chsh",
        put(S, claim("1/4", 10**12, 10**9, "1/2")),
        "",
        "work",
        "A billion terms are more than the stated steps.",
    ),
    # precision
    malformed(
        "precision-seven", "chsh", put(W + "/precision", "7"), W + "/precision", "out-of-range", "At least 8 bits."
    ),
    limit(
        "precision-above-the-limit", "chsh", put(W + "/precision", "4097"), W + "/precision", "size", "At most 4096."
    ),
    rejected(
        "precision-too-low-for-the-error",
        "chsh",
        put(W + "/precision", "8"),
        S + "/error",
        "error",
        "Rounded up to 8 bits the tail is larger than claimed.",
    ).or_else("PROVED"),
]
