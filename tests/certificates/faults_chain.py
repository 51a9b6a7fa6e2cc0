"""Faults of chains: premises, tags, assumptions, estimates, deviations and bits."""

from __future__ import annotations

from copy import deepcopy

from tests.certificates.edits import (
    Document,
    Edit,
    Fault,
    drop,
    insert,
    limit,
    look,
    malformed,
    put,
    rejected,
    rename,
    swap,
)
from tests.certificates.valid import (
    BELL,
    CHSH,
    LOSING,
    SOS,
    WINNING,
    bound,
    events,
    hypothesis,
    poly,
    premise,
    scenario,
)
from tests.certificates.valid_objects import CHAIN, ENCLOSURE, POINT

S, W, TAGS, ASSUMED = "/statement", "/witness", "/statement/tags", "/statement/assumptions"
GUESS, RANGE = "/witness/guessing", "/witness/range"
TINY = 2**60


def copied(target: str, source: str) -> Edit:
    """Put a copy of one place at another."""

    def edit(document: Document) -> Document:
        return put(target, look(document, source))(document)

    return edit


def bits(name: str, base: str, edit: Edit, sentence: str) -> Fault:
    return rejected(name, base, edit, S + "/bits", "bits", sentence)


_MINIMUM = {
    "rule": "lp-dual",
    "statement": bound("no-signalling", BELL, CHSH, "-4", ">="),
    "witness": {"events": events(WINNING, "2")},
}
_THIRD_INPUT = {
    "rule": "lp-dual",
    "statement": bound("no-signalling", scenario(A="222", B="22"), CHSH, "4"),
    "witness": {"events": events(LOSING, "2")},
}
_TWO_MINUS: Document = [["2", ""], *[["1" if c == "-1" else "-1", word] for c, word in CHSH]]
_UNDER_HYPOTHESIS = {
    "rule": "lp-dual",
    "statement": bound("no-signalling", BELL, CHSH, "2", hypotheses=[hypothesis("low", "mean", _TWO_MINUS, ">=0")]),
    "witness": {"events": [], "means": [{"hypothesis": "low", "weight": "1"}],
                "feasible": {"behaviour": events([f"A{x}=0 B{y}=0" for x in "01" for y in "01"])}},
}  # fmt: skip
_T = poly(("1", "t"))
_WITH_SYMBOL = {
    "rule": "lp-dual",
    "statement": bound("no-signalling", BELL, CHSH, poly(("4", ""), ("1", "t")),
                       symbols=[{"name": "t", "low": "0", "high": "1"}]),
    "witness": {"events": [*events(LOSING, "2"), [_T, "A0=0"], [_T, "A0=1"]], "symbols": {"t": "0"}},
}  # fmt: skip


def _nested(levels: int) -> Document:
    """A chain whose first premise is a chain, and so on."""
    inner = premise(CHAIN["round"])
    for _ in range(levels - 1):
        inner = put("/witness/guessing/0", inner)(deepcopy(premise(CHAIN["round"])))
    return inner


PREMISES = [
    rejected("premise-missing", "rounds", drop(GUESS + "/3"), GUESS, "premise-missing", "Nothing bounds P(1|A1)."),
    rejected("no-premise", "rounds", put(GUESS, []), GUESS, "premise-missing", "Nothing bounds any outcome."),
    rejected("premise-twice", "rounds", copied(GUESS + "/3", GUESS + "/2"), GUESS, "premise-missing",
             "A premise stands twice, another is missing."),
    rejected("premise-false", "rounds", put(GUESS + "/0/statement/bound", "1"), GUESS + "/0/witness", "identity",
             "A premise claims more than its witness proves."),
    rejected("premise-bound-weaker-than-the-constant", "rounds", put(S + "/guessing/constant", "5/4"), GUESS + "/0",
             "premise", "The stated constant 5/4 is below the bound 3/2 of the premises."),
    rejected("premise-of-another-slope", "rounds", put(S + "/guessing/slope", "1/2"), GUESS, "premise-missing",
             "The premises are about the slope 1/4."),
    rejected("slope-tightened-by-2-to-minus-60", "rounds", put(S + "/guessing/slope", f"{2**58 + 1}/{TINY}"), GUESS,
             "premise-missing", "The slope is 2^-60 above 1/4."),
    rejected("premise-of-another-sense", "rounds", put(GUESS + "/0", _MINIMUM), GUESS + "/0", "premise",
             "A premise is a lower bound where an upper bound is needed."),
    rejected("premise-of-another-kind", "rounds", put(GUESS + "/0", premise(ENCLOSURE["root"])), GUESS + "/0",
             "premise", "A premise is an enclosure."),
    rejected("premise-of-attained-value", "rounds", put(GUESS + "/0", premise(POINT["pr-box"])), GUESS + "/0",
             "premise", "A premise says that some behaviour exists, not that all are bounded."),
    rejected("premise-of-another-set", "rounds", put(GUESS + "/0", premise(SOS["chsh"])), GUESS + "/0", "tag",
             "A premise bounds quantum behaviours only."),
    rejected("premise-of-another-scenario", "rounds", put(RANGE + "/0", _THIRD_INPUT), RANGE + "/0", "premise",
             "A premise is about a scenario with a third input."),
    rejected("premise-with-a-hypothesis", "rounds", put(RANGE + "/0", _UNDER_HYPOTHESIS), RANGE + "/0", "premise",
             "A premise holds under a hypothesis only."),
    rejected("premise-possibly-vacuous", "rounds-quantum", put(GUESS + "/0", premise(SOS["vacuity-unchecked"])),
             GUESS + "/0", "premise", "A premise is possibly vacuous."),
    malformed("premise-unproved", "rounds", put(GUESS + "/0/witness", {}), GUESS + "/0/witness", "witness-empty",
              "A premise comes without proof."),
    malformed("premise-without-witness", "rounds", drop(GUESS + "/0/witness"), GUESS + "/0", "missing-key",
              "A premise is a statement only."),
    malformed("premise-with-a-format", "rounds", put(GUESS + "/0/format", "bellcert/1"), GUESS + "/0", "unknown-key",
              "A premise has a format line of its own."),
    malformed("premise-of-unknown-rule", "rounds", put(GUESS + "/0/rule", "trust-me"), GUESS + "/0/rule",
              "unknown-rule", "The rule of a premise does not exist."),
    rejected("chain-in-chain", "rounds", put(GUESS + "/0", premise(CHAIN["round"])), GUESS + "/0", "premise",
             "A premise is a statement about entropy."),
    rejected("range-premises-exchanged", "rounds", swap(RANGE + "/0", RANGE + "/1"), RANGE + "/0", "premise",
             "Upper and lower bound of the range are exchanged."),
    rejected("range-narrower-than-proved", "rounds-azuma", put(S + "/range/0", "-3"), RANGE + "/1", "premise",
             "The premise proves -4 <= <I>, the statement says -3."),
    rejected("range-tightened-by-2-to-minus-60", "rounds-azuma", put(S + "/range/1", f"{2**62 - 1}/{TINY}"),
             RANGE + "/0", "premise", "The upper end is 2^-60 below the bound of the premise."),
    rejected("range-of-the-quantum-set", "rounds", put(RANGE + "/0", premise(SOS["chsh"])), RANGE + "/0", "tag",
             "A no-signalling claim uses the quantum maximum for its range."),
    rejected("range-of-another-functional", "rounds", copied(RANGE + "/0", GUESS + "/0"), RANGE + "/0", "premise",
             "The premise bounds another functional."),
    rejected("premise-with-symbols", "rounds", put(RANGE + "/0", _WITH_SYMBOL), RANGE + "/0", "premise",
             "A premise is about all values of a symbol."),
    limit("premises-nested-five-deep", "round", put(GUESS + "/0", _nested(5)),
          GUESS + "/0" + 4 * "/witness/guessing/0", "depth", "A premise stands in a chain in a chain, five deep."),
    malformed("range-of-one-premise", "rounds", drop(RANGE + "/1"), RANGE, "wrong-shape", "The range has one premise."),
    malformed("range-missing", "rounds", drop(RANGE), W, "missing-key", "The witness has no premises about the range."),
    malformed("range-reversed", "rounds", swap(S + "/range/0", S + "/range/1"), S + "/range", "out-of-range",
              "The range is empty."),
    malformed("slope-negative", "rounds", put(S + "/guessing/slope", "-1/4"), S + "/guessing/slope", "out-of-range",
              "The guessing bound decreases with the score."),
    rejected("attained-below-the-score", "round", put(S + "/score", "5"), W + "/attained", "vacuous",
             "No behaviour with the score 5 is shown."),
    rejected("attained-of-another-kind", "round", copied(W + "/attained", GUESS + "/0"), W + "/attained", "premise",
             "The premise that the score is reached is a bound."),
    rejected("attained-in-another-set", "round-quantum", put(W + "/attained", premise(POINT["pr-box"])),
             W + "/attained", "tag", "The score is reached by a no-signalling behaviour only."),
    malformed("attained-missing", "round", drop(W + "/attained"), W, "missing-key",
              "Nothing shows that the score can be reached."),
]  # fmt: skip


def missing(assumption: str, base: str, index: int) -> Fault:
    name = f"assumption-missing-{assumption}" + ("" if base == "rounds" else "-one-round")
    sentence = f"The assumption {assumption} is left out."
    return rejected(name, base, drop(f"{ASSUMED}/{index}"), ASSUMED, "assumption-missing", sentence)


ASSUMPTIONS = [
    missing("model", "rounds", 0),
    missing("free-inputs", "rounds", 1),
    missing("inputs-known", "rounds", 2),
    missing("no-later-inputs", "rounds", 3),
    missing("all-rounds", "rounds", 4),
    missing("rounds-declared", "rounds", 5),
    missing("model", "round", 0),
    missing("independent-inputs", "round", 1),
    missing("inputs-known", "round", 2),
    rejected("assumptions-empty", "rounds", put(ASSUMED, []), ASSUMED, "assumption-missing",
             "No assumption is listed."),
    rejected("assumption-too-many", "round",
             put(ASSUMED, ["model", "independent-inputs", "inputs-known", "all-rounds"]), ASSUMED, "tag",
             "An assumption is listed that one round does not need."),
    malformed("assumption-unknown", "rounds", put(ASSUMED + "/0", "honesty"), ASSUMED + "/0", "unknown-choice",
              "No assumption has this name."),
    malformed("assumption-twice", "rounds", insert(ASSUMED + "/0", "model"), ASSUMED, "terms-order",
              "An assumption is listed twice."),
    malformed("assumptions-unsorted", "rounds", swap(ASSUMED + "/0", ASSUMED + "/1"), ASSUMED, "terms-order",
              "The assumptions are not in the order of the format."),
    rejected("quantum-adversary-over-many-rounds", "rounds-quantum", put(TAGS + "/adversary", "quantum"), TAGS, "tag",
             "A bound for one round is multiplied over rounds against stored quantum information."),
    rejected("quantum-adversary-without-quantum-set", "round", put(TAGS + "/adversary", "quantum"), TAGS, "tag",
             "A no-signalling bound is stated against a quantum adversary."),
    rejected("conditioned-on-acceptance", "rounds", put(TAGS + "/conditioning", "acceptance"), TAGS, "tag",
             "The bad-event form is stated as conditioned on acceptance."),
    rejected("functional-from-the-data", "rounds", put(TAGS + "/functional", "data"), TAGS, "tag",
             "The functional was chosen from the data it is tested on."),
    malformed("override-denied", "rounds-overridden", put(TAGS + "/signalling", "refused"), TAGS + "/signalling",
              "unknown-choice", "The tag of what was overridden is allowed, or left out."),
    malformed("override-of-one-round", "round", put(TAGS + "/signalling", "allowed"), TAGS, "unknown-key",
              "One round has no counts that could signal."),
    malformed("calibration-without-digest", "rounds-calibrated", put(TAGS + "/functional", "calibration"),
              TAGS + "/functional", "not-a-name", "Nothing says from which file the functional was chosen."),
    malformed("calibration-digest-too-short", "rounds-calibrated",
              put(TAGS + "/functional", "calibration " + "0a" * 31), TAGS + "/functional", "not-a-name",
              "The digest has 62 digits."),
    malformed("digest-of-another-tag", "rounds-calibrated", put(TAGS + "/memory", "any " + "0a" * 32),
              TAGS + "/memory", "unknown-choice", "Only the functional comes from a file."),
    rejected("memory-none-over-many-rounds", "rounds", put(TAGS + "/memory", "none"), TAGS, "tag",
             "Many rounds are tagged as one."),
    rejected("memory-any-in-one-round", "round", put(TAGS + "/memory", "any"), TAGS, "tag",
             "One round is tagged as many."),
    malformed("tag-unknown-value", "rounds", put(TAGS + "/adversary", "weak"), TAGS + "/adversary", "unknown-choice",
              "The adversary is of an unknown kind."),
    malformed("tag-missing", "rounds", drop(TAGS + "/adversary"), TAGS, "missing-key", "A tag is left out."),
    malformed("tag-foreign", "rounds", put(TAGS + "/trust", "full"), TAGS, "unknown-key",
              "A tag the format does not know."),
]  # fmt: skip

ROUNDS = [
    rejected("estimate-too-high", "rounds", put(S + "/counts/1/0", "1"), S + "/estimate", "estimate",
             "One lost round more is counted than the estimate knows."),
    rejected("estimate-from-observed-frequencies", "rounds-uneven", put(S + "/estimate", "792/217"), S + "/estimate",
             "estimate", "The observed frequencies of the inputs enter the estimate."),
    rejected("inputs-not-the-declared", "rounds",
             put(S + "/inputs", [["1/2", "0 0"], ["1/6", "0 1"], ["1/6", "1 0"], ["1/6", "1 1"]]), S + "/estimate",
             "estimate", "With another input distribution the estimator takes other values."),
    rejected("deviation-too-small", "rounds", put(S + "/deviation/value", "3/10"), S + "/deviation", "deviation",
             "exp(-2 n eps^2 / w^2) is 0.06, not below 1/100."),
    rejected("deviation-of-the-other-method", "rounds", put(S + "/deviation/method", "azuma"), S + "/deviation",
             "deviation", "The deviation is large enough for Hoeffding's inequality, not for Azuma's."),
    rejected("delta-too-small", "rounds", put(S + "/errors/0/value", f"1/{TINY}"), S + "/deviation", "deviation",
             "The failure probability is stated as 2^-60."),
    rejected("deviation-beyond-exp", "rounds", put(S + "/deviation/value", "100"), S + "/deviation", "domain",
             "The exponent is beyond the range of exp; a smaller deviation does."),
    bits("bits-too-many", "rounds", put(S + "/bits", "737"), "736.97 bits are proved, 737 stated."),
    bits("bits-from-the-estimate", "rounds", put(S + "/bits", "1000"),
         "The deviation is not subtracted from the estimate."),
    bits("bits-of-one-round", "round", put(S + "/bits", "21/50"), "0.4150 bits are proved, 0.42 stated."),
    bits("bits-of-one-round-quantum", "round-quantum", put(S + "/bits", "1/5"), "0.1926 bits are proved, 0.2 stated."),
    bits("bits-above-the-outcomes", "round", put(S + "/bits", "3"), "Two outcomes of two values have at most 2 bits."),
    bits("bits-tightened-by-2-to-minus-60", "rounds-none", put(S + "/bits", f"1/{TINY}"),
         "2^-60 bits are stated where 0 are proved."),
    rejected("guessing-bound-not-positive", "round", put(S + "/score", "6"), W + "/attained", "vacuous",
             "The score 6 is beyond every behaviour; the bound there is 0."),
    malformed("bits-negative", "rounds", put(S + "/bits", "-1"), S + "/bits", "out-of-range",
              "The number of bits is negative."),
    malformed("deviation-zero", "rounds", put(S + "/deviation/value", "0"), S + "/deviation/value", "out-of-range",
              "The deviation is 0."),
    malformed("deviation-negative", "rounds", put(S + "/deviation/value", "-2/5"), S + "/deviation/value",
              "out-of-range", "The deviation is negative; its square is not."),
    malformed("deviation-method-unknown", "rounds", put(S + "/deviation/method", "gauss"), S + "/deviation/method",
              "unknown-choice", "The deviation is that of a normal approximation."),
    malformed("delta-zero", "rounds", put(S + "/errors/0/value", "0"), S + "/errors/0/value", "out-of-range",
              "delta is 0."),
    malformed("delta-one", "rounds", put(S + "/errors/0/value", "1"), S + "/errors/0/value", "out-of-range",
              "delta is 1."),
    malformed("error-untyped", "rounds", drop(S + "/errors/0/type"), S + "/errors/0", "missing-key",
              "An error has no type."),
    malformed("error-of-another-type", "rounds", put(S + "/errors/0/type", "smoothness"), S + "/errors/0/type",
              "unknown-choice", "The failure probability is stated as a smoothness."),
    malformed("errors-none", "rounds", put(S + "/errors", []), S + "/errors", "wrong-shape", "No error is listed."),
    malformed("inputs-do-not-sum-to-one", "rounds", put(S + "/inputs/0/0", "1/5"), S + "/inputs", "out-of-range",
              "The probabilities of the inputs sum to 19/20."),
    malformed("inputs-zero", "rounds", put(S + "/inputs", [["1/2", "0 0"], ["1/2", "0 1"], ["0", "1 0"], ["0", "1 1"]]),
              S + "/inputs/2/0", "out-of-range", "An input tuple has probability 0."),
    malformed("inputs-unsorted", "rounds", swap(S + "/inputs/0/1", S + "/inputs/1/1"), S + "/inputs/0/1", "terms-order",
              "The inputs are not in order."),
    malformed("inputs-missing", "rounds", drop(S + "/inputs/3"), S + "/inputs", "wrong-shape",
              "An input tuple is left out."),
    malformed("count-missing", "rounds", drop(S + "/counts/1"), S + "/counts", "counts", "A cell is left out."),
    malformed("count-twice", "rounds", put(S + "/counts/1/1", "A0=0 B0=0"), S + "/counts/1/1", "counts",
              "A cell is listed twice."),
    malformed("counts-unsorted", "rounds", swap(S + "/counts/0", S + "/counts/1"), S + "/counts/0/1", "counts",
              "Two cells are exchanged."),
    malformed("count-negative", "rounds", put(S + "/counts/1/0", "-1"), S + "/counts/1/0", "out-of-range",
              "A count is negative."),
    malformed("count-fraction", "rounds", put(S + "/counts/1/0", "1/2"), S + "/counts/1/0", "not-an-integer",
              "A count is a fraction."),
    limit("count-too-large", "rounds", put(S + "/counts/1/0", "1" + "0" * 17 + "1"), S + "/counts/1/0", "size",
          "A count is above 10^18."),
    malformed("no-rounds", "rounds",
              lambda document: put(S + "/counts", [["0", w] for _, w in document["statement"]["counts"]])(document),
              S + "/counts", "counts", "All counts are 0."),
    malformed("functional-with-a-marginal", "rounds", insert(S + "/functional/0", ["1", "A0"]), S + "/functional",
              "not-a-word", "A term names no input of Bob, so no input distribution estimates it."),
    malformed("functional-of-one-party-twice", "rounds", put(S + "/functional/0/1", "A0 A1"), S + "/functional",
              "not-a-word", "A term asks both inputs of Alice."),
    malformed("set-local", "rounds", put(S + "/set", "local"), S + "/set", "unknown-choice",
              "No bits come from local behaviours."),
    malformed("scenario-with-commuting-inputs", "rounds-quantum", put(S + "/scenario/commuting", [["A0", "A1"]]),
              S + "/scenario", "wrong-kind", "The scenario declares commuting inputs."),
    malformed("round-without-score", "round", drop(S + "/score"), S, "missing-key", "One round has no score."),
    malformed("rounds-as-one-round", "rounds", put(S + "/kind", "min-entropy"), S, "unknown-key",
              "Many rounds are called one."),
    malformed("witness-key-renamed", "rounds", rename(GUESS, "premises"), W, "unknown-key",
              "The premises are under another key."),
]  # fmt: skip

FAULTS: list[Fault] = [*PREMISES, *ASSUMPTIONS, *ROUNDS]
