"""Forgeries by a reader of the kernel: parts, derivations, outcomes, orders of letters, weights, premises."""

from __future__ import annotations

from tests.certificates.edits import Fault, drop, insert, look, malformed, put, rejected, swap
from tests.certificates.valid import FARKAS, deterministic, poly, premise
from tests.certificates.valid_ideal import IDEAL as EQUALITIES
from tests.certificates.valid_ideal import annihilation, derived

S, W = "/statement", "/witness"
DERIVATION = W + "/derivations/0"
SQUARE = DERIVATION + "/squares/0"
MEMBER = W + "/memberships/0"
GRAM = W + "/grams/0"
VALUE = S + "/values/0"
TINY = 2**60

SOS: list[Fault] = [
    malformed("gram-two-last-outcomes", "gram-two-outcomes", put(GRAM + "/words/0", "A0=2 B0=2"), GRAM + "/words/0",
              "not-a-word", "A word of the matrix is a product of two last outcomes, a sum of nine words of letters."),
    malformed("gram-one-last-outcome-of-two", "gram-two-outcomes", put(GRAM + "/words/0", "A0=0 B0=2"),
              GRAM + "/words/0", "not-a-word", "The second factor of a word of the matrix is a last outcome."),
    malformed("gram-word-that-is-zero", "gram-two-outcomes", put(GRAM + "/words/0", "A0=0 A0=1"), GRAM + "/words/0",
              "not-a-word", "A word of the matrix is the product of two outcomes of one input, which is zero."),
    rejected("gram-entry-of-orthogonal-outcomes", "gram-two-outcomes", put(GRAM + "/rows/1/0", "2"), GRAM, "indefinite",
             "The entry between two orthogonal projectors changes no identity, but the matrix is indefinite."),
    rejected("last-outcome-forgotten", "gram-two-outcomes", put(S + "/functional/0/1", "A0=1 B0=2"), W, "identity",
             "The bound is claimed for A0=1 with the proof for A0=2."),
    rejected("weight-negative-at-one-corner", "two-symbols",
             put(W + "/squares/0/weight", poly(("1/2", ""), ("-1/2", "y"), ("-1/2", "x"))), W + "/squares/0/weight",
             "weight-sign", "1 - x - y is positive at three corners and -1 at the fourth."),
    rejected("weight-positive-at-the-corners-only", "two-symbols",
             put(W + "/squares/0/weight", poly(("1", ""), ("-8", "x"), ("8", "x^2"))), W + "/squares/0/weight",
             "weight-sign", "1 - 8 x + 8 x^2 is 1 at both ends and -1 between them."),
    rejected("range-of-one-symbol-dropped", "two-symbols", put(S + "/symbols/1", {"name": "y"}),
             W + "/squares/0/weight", "weight-sign", "y has no range, and 1 - x y no sign."),
    rejected("derived-by-a-weight-that-may-vanish", "derived",
             lambda document: _with_symbol(document, ">=0"), SQUARE + "/weight/cone", "weight-sign",
             "The weight s >= 0 of a square vanishes at s = 0, where its operator annihilates nothing."),
    rejected("feasible-for-one-of-two-models", "four-kinds",
             put(W + "/feasible/models", [deterministic("0", A0="1", A1="-1")]), W + "/feasible", "not-admissible",
             "The only model of the feasible object has the weight 0."),
]  # fmt: skip


def _with_symbol(document: dict[str, dict[str, object]], sense: str) -> dict[str, dict[str, object]]:
    """The derivation with a symbol s as weight of its square and of the hypothesis it uses."""
    s = poly(("1", "s"))
    document["statement"]["symbols"] = [{"name": "s"}]
    document["statement"]["conditions"] = [{"polynomial": s, "sense": sense}]
    document["witness"]["symbols"] = {"s": "1"}
    put(SQUARE + "/weight", {"cone": [["1", ["0"]]]})(document)
    put(DERIVATION + "/means/0/weight", {"cone": [["2", ["0"]]]})(document)
    return document


ORDER = W + "/branches"
GUESSING: list[Fault] = [
    rejected("local-bound-tightened-by-2-to-minus-60", "local", put(S + "/bound", f"{TINY - 1}/{TINY}"), ORDER + "/0",
             "strategy", "A deterministic strategy has the outcome with certainty; 1 - 2^-60 is below it."),
    rejected("local-average-as-bound", "local", put(S + "/bound", "1/2"), ORDER + "/0", "strategy",
             "The bound is the probability in the average, as if nobody knew the decomposition."),
    rejected("local-strategies-of-the-guessed-inputs", "local", put(ORDER + "/0/strategies", "2"),
             ORDER + "/0/strategies", "strategy", "Only the strategies of one input are counted."),
    malformed("events-for-strategies", "local", put(ORDER + "/0", {"event": "A0=0 B0=0", "events": []}), ORDER + "/0",
              "unknown-key", "A branch about local behaviours has a list of events."),
    malformed("outcomes-in-the-order-of-the-first-input", "local", swap(ORDER + "/1", ORDER + "/2"),
              ORDER + "/1/event", "terms-order", "The outcomes of the first input change fastest."),
    malformed("last-outcome-missing", "outcomes", drop(ORDER + "/2"), ORDER, "wrong-shape",
              "The last of three outcomes has no branch."),
    rejected("last-outcome-with-the-proof-of-another", "outcomes", swap(ORDER + "/1/squares", ORDER + "/2/squares"),
             ORDER + "/1", "identity", "The proofs of the last two outcomes are exchanged."),
    rejected("outcomes-bound-tightened-by-2-to-minus-60", "outcomes", put(S + "/bound", f"{TINY - 1}/{TINY}"),
             ORDER + "/0", "identity", "The bound is 2^-60 below 1."),
    malformed("time-ordered-guess-without-sender", "time-ordered", put(S + "/guessed", ["B0"]), S + "/guessed",
              "not-a-word", "Bob's outcome is guessed, whose probability depends on an input of Alice nobody names."),
    malformed("time-ordered-branch-without-sender", "time-ordered", put(ORDER + "/0/events/0/1", "B0=1"),
              ORDER + "/0/events/0/1", "not-a-word", "An event of a branch leaves out the party that may signal."),
    rejected("time-ordered-event-twice", "time-ordered",
             lambda document: put(ORDER + "/0/events/0", look(document, ORDER + "/0/events/1"))(document), ORDER + "/0",
             "identity", "One event of a branch is counted twice, another not at all."),
    rejected("multiplier-that-may-vanish", "derived", put(W + "/multiplier", {"cone": []}), W + "/multiplier/cone",
             "weight-sign", "The multiplier is the empty cone, which is 0."),
    rejected("derived-with-the-conjugate-root", "derived", put(S + "/field/root", ["-2", "-1"]), SQUARE + "/weight",
             "weight-sign", "At the conjugate root CHSH = -2 sqrt 2 is assumed, and the weight 1/sqrt 2 is negative."),
    malformed("derived-operator-of-a-branch", "derived", put(ORDER + "/0/squares", [derived("t", "1", ("1", ""))]),
              ORDER + "/0/squares/0", "unknown-key", "A square of a branch has a name, as if it were derived."),
]  # fmt: skip

IDEAL: list[Fault] = [
    rejected("conjugate-root", "tsirelson", put(S + "/field/root", ["-2", "-1"]), SQUARE + "/weight", "weight-sign",
             "At the conjugate root CHSH is the smallest possible, and the weight 1/sqrt 2 negative."),
    rejected("derivation-of-the-last-outcome", "last-outcome", put(SQUARE + "/polynomial/0/1", "A0=2"), DERIVATION,
             "identity", "The outcome that is certain is said to annihilate the state."),
    rejected("one-outcome-left-out", "last-outcome", drop(DERIVATION + "/squares/1"), DERIVATION, "identity",
             "One of two other outcomes is not shown to be impossible."),
    rejected("certain-outcome-exchanged", "last-outcome", put(VALUE + "/functional/0/1", "A0=1"), MEMBER, "identity",
             "The certainty of the last outcome is claimed for another."),
    rejected("weight-that-may-vanish", "weight", put(S + "/conditions/0/sense", ">=0"), SQUARE + "/weight/cone",
             "weight-sign", "With s = 0 allowed the hypothesis says nothing and the square has no weight."),
    rejected("weight-of-no-proved-sign", "weight", put(SQUARE + "/weight", poly(("1", "s"))), SQUARE + "/weight",
             "weight-sign", "The weight of a square is a polynomial, not a cone."),
    rejected("weight-of-the-other-sign", "weight", put(S + "/conditions/0/polynomial", poly(("-1", "s"))),
             W + "/symbols", "no-real-point", "The condition is s < 0, and the point s = 1."),
    rejected("vacuous-and-unproved", "vacuity-unchecked", put(MEMBER + "/annihilations/0/polynomial/0/0", "-1/2"),
             MEMBER, "identity", "The factor has the wrong sign; whatever is vacuous must still be proved."),
    malformed("vacuity-unsaid-feasible-given", "vacuity-unchecked",
              put(W + "/feasible", {"models": [deterministic(A0="1")]}), W + "/feasible", "unknown-key",
              "The text says that vacuity is unchecked, the witness has an object that checks it."),
    rejected("vacuity-unsaid", "vacuity-unchecked", drop(S + "/vacuity"), W, "vacuous",
             "A hypothesis that nothing satisfies fixes <A0> = 2, and the text does not say that it may be vacuous."),
    malformed("relation-in-a-membership", "sure", put(MEMBER + "/relations", []), MEMBER, "unknown-key",
              "A relation is used where only annihilation is."),
    malformed("localised-in-a-derivation", "sure", put(DERIVATION + "/localised", []), DERIVATION, "unknown-key",
              "A derivation uses an operator inequality."),
    malformed("multiplier-of-a-derivation", "sure", put(DERIVATION + "/multiplier", "1"), DERIVATION, "unknown-key",
              "A derivation has a multiplier of its own."),
    rejected("mean-as-annihilation-in-a-derivation", "steps",
             put(W + "/derivations/1/annihilations/0", annihilation("second", ("1", ""))),
             W + "/derivations/1/annihilations/0/hypothesis", "hypothesis-use",
             "A derivation uses a mean as if it annihilated the state."),
    rejected("annihilation-as-mean-in-a-derivation", "symbol",
             put(W + "/derivations", [{"means": [{"hypothesis": "h", "weight": "1"}], "squares": []}]),
             DERIVATION + "/means/0/hypothesis", "hypothesis-use",
             "A derivation uses annihilation as a hypothesis about a mean."),
    rejected("derivation-of-nothing-from-a-mean", "sure", put(DERIVATION + "/squares", []), DERIVATION, "identity",
             "Without squares the mean of the hypothesis is said to vanish as an operator."),
    rejected("feasible-of-weight-zero-violates", "symbol",
             insert(W + "/feasible/models/1", deterministic("0", A0="-1", A1="1")), W + "/feasible", "vacuous",
             "A model of weight 0 is not annihilated."),
    rejected("state-twice-annihilated", "steps", put(W + "/derivations/1/annihilations/0/polynomial/0/0", "2"),
             W + "/derivations/1", "identity", "An annihilation is counted twice."),
    rejected("value-of-an-operator-that-is-not-fixed", "sure", put(S + "/values/1/functional", [["1", "A1"]]),
             W + "/memberships/1", "identity", "<A1> = 0 is claimed, which <A0> = 1 does not fix."),
]  # fmt: skip

POINT: list[Fault] = [
    rejected("order-of-letters-reversed-in-pairs", "order-of-letters",
             put(S + "/values/2/value", "8/5"), S + "/values/2", "not-attained",
             "The mean of A1 A0 A2 is taken for that of A0 A1 A2."),
    rejected("observables-exchanged", "order-of-letters",
             swap(W + "/models/0/operators/A0", W + "/models/0/operators/A2"), S + "/values/1", "not-attained",
             "The matrices of two observables are exchanged; the first value is the same forwards and backwards."),
    rejected("imaginary-mean-as-real", "phases", put(VALUE + "/value", "2"), VALUE, "not-attained",
             "X Y Z = i is read as 1."),
    rejected("conjugate-taken-twice", "phases", put(S + "/values/2/value", "1"), S + "/values/2", "not-attained",
             "Y beside Y has the mean -1 in this state; the transpose of Y would give 1."),
    rejected("one-conjugate-observable", "phases",
             swap(W + "/models/0/operators/B1/0/1", W + "/models/0/operators/B1/1/0"), S + "/values/2", "not-attained",
             "Bob's Y is transposed, Alice's is not."),
    rejected("suffix-of-another-word", "suffixes", put(S + "/values/1/value", "3/5"), S + "/values/1", "not-attained",
             "The mean of B0=0 C0 is taken for that of C0."),
    rejected("last-outcome-as-the-first", "suffixes", put(S + "/values/3/functional/0/1", "B0=1 C0"), S + "/values/3",
             "not-attained", "The mean of the last outcome is claimed for the middle one."),
    malformed("dimensions-exchanged", "suffixes", put(W + "/models/0/dimensions", ["3", "2", "2"]),
              W + "/models/0/operators/A0", "wrong-shape", "The dimensions of two parties are exchanged."),
    rejected("phase-on-the-state", "phases", put(W + "/models/0/state/3", {"re": "0", "im": "1"}), S + "/values/1",
             "not-attained", "The state is |00> + i |11>."),
]  # fmt: skip

_GUESS = W + "/guessing/0"
CHAIN: list[Fault] = [
    rejected("premise-of-an-equality", "rounds-quantum", put(_GUESS, premise(EQUALITIES["tsirelson"])), _GUESS,
             "premise", "A premise fixes means in states that reach a score, and bounds nothing."),
    rejected("deviation-of-a-narrower-range", "rounds-azuma", put(S + "/range", ["-8", "8"]), S + "/deviation",
             "deviation", "The range is wider than that for which the deviation was calculated."),
    rejected("range-on-one-side", "rounds-wide-range", put(S + "/range/0", "-7/2"), W + "/range/1", "premise",
             "The upper end is wider than proved, the lower end narrower."),
    rejected("premise-that-nothing-exists", "rounds-quantum", put(_GUESS, premise(FARKAS["quantum"])), _GUESS,
             "premise", "A premise says that no behaviour satisfies a hypothesis."),
]  # fmt: skip
