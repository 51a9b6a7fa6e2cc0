"""Faults of bounds on von Neumann entropies: function below ln, squares with Z, relabellings, bits; CHSH curve."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from tests.certificates.edits import Document, Fault, drop, limit, malformed, put, rejected, swap
from tests.certificates.valid_entropy import QUADRATURE

S, W = "/statement", "/witness"
F, NODE, ENDS = S + "/functional", W + "/nodes/0", W + "/intervals"
FIRST, SECOND = NODE + "/outcomes/0", NODE + "/outcomes/1"
GRAM, MOVE = FIRST + "/grams/0", SECOND + "/relabelling"

CHSH: Any = QUADRATURE["chsh"]
ROWS = CHSH["witness"]["nodes"][0]["outcomes"][0]["grams"][0]["rows"]
UNIT = int(CHSH["witness"]["nodes"][0]["outcomes"][0]["grams"][0]["denominator"])


def moved(rational: str, by: Fraction) -> str:
    return str(Fraction(rational) + by)


def function(name: str, place: str, value: Document, pointer: str, code: str, sentence: str) -> Fault:
    """The function is not below ln, or nothing shows that it is."""
    return rejected(name, "chsh", put(W + place, value), pointer, code, sentence)


def identity(name: str, base: str, place: str, value: Document, pointer: str, sentence: str) -> Fault:
    return rejected(name, base, put(place, value), pointer, "identity", sentence)


def order(name: str, place: str, value: Document, sentence: str, base: str = "chsh") -> Fault:
    return malformed(name, base, put(MOVE + place, value), MOVE, "out-of-range", sentence)


FLIPPED, SAME = ["1", "0"], ["0", "1"]
UNMOVED = [[name, SAME] for name in ("A0", "A1", "B0", "B1")]
CONSTANT = CHSH["witness"]["constant"]
FAULTS: dict[str, list[Fault]] = {
    "quadrature": [
        # the function below ln
        function("wrong-sign-of-the-constant", "/constant", "-" + CONSTANT, ENDS + "/0", "enclosure",
                 "With the other sign the function is above ln where it should touch it."),
        function("constant-too-small", "/constant", moved(CONSTANT, Fraction(-1, 10**5)), ENDS + "/0", "enclosure",
                 "The function is above ln by 10^-5."),
        function("last-weight-larger", "/last", "1/2", ENDS + "/2", "enclosure",
                 "With another weight the function is above ln."),
        malformed("last-weight-zero", "chsh", put(W + "/last", "0"), W + "/last", "out-of-range",
                  "Without the term in 1/x no function of this kind is below ln near 0."),
        malformed("last-weight-negative", "chsh", put(W + "/last", "-17/128"), W + "/last", "out-of-range",
                  "A negative multiple of what is not negative may not be dropped."),
        function("weight-larger", "/nodes/0/weight", "1", ENDS + "/1", "not-isolating",
                 "The derivative of another function vanishes elsewhere."),
        malformed("weight-negative", "chsh", put(NODE + "/weight", "-7345/8192"), NODE + "/weight", "out-of-range",
                  "A negative weight turns the inequality of the node around."),
        malformed("node-at-one", "chsh", put(NODE + "/node", "1"), NODE + "/node", "out-of-range",
                  "At 1 the operator of the node bounds nothing."),
        malformed("node-at-zero", "chsh", put(NODE + "/node", "0"), NODE + "/node", "out-of-range",
                  "At 0 the weight is divided by 0."),
        malformed("node-outside", "chsh", put(NODE + "/node", "45/32"), NODE + "/node", "out-of-range",
                  "Beyond 1 the function has a pole."),
        rejected("interval-left-out", "chsh", drop(ENDS + "/1"), ENDS + "/1", "not-isolating",
                 "The derivative vanishes between the two intervals that are left."),
        rejected("last-interval-left-out", "chsh", drop(ENDS + "/2"), ENDS + "/1", "not-isolating",
                 "The derivative vanishes behind the last interval."),
        malformed("no-interval", "chsh", put(ENDS, []), ENDS, "wrong-shape", "Nothing is shown of the function."),
        malformed("intervals-out-of-order", "chsh", put(ENDS + "/1", CHSH["witness"]["intervals"][0]),
                  ENDS + "/1", "out-of-range", "Between intervals in another order nothing is looked at."),
        malformed("interval-at-zero", "chsh", put(ENDS + "/0/0", "0"), ENDS + "/0", "out-of-range",
                  "ln has no value at 0."),
        malformed("interval-with-exchanged-ends", "chsh", swap(ENDS + "/0/0", ENDS + "/0/1"), ENDS + "/0",
                  "out-of-range", "The interval is empty."),
        function("interval-too-wide", "/intervals/0/1", "1/2", ENDS + "/0", "enclosure",
                 "The bound on the interval is too rough."),
        limit("too-many-nodes", "chsh", put(W + "/nodes", CHSH["witness"]["nodes"] * 17), W + "/nodes", "size",
              "There are 17 nodes."),
        malformed("no-node", "chsh", put(W + "/nodes", []), W + "/nodes", "wrong-shape", "Nothing bounds the entropy."),
        # squares
        rejected("z-and-its-adjoint-exchanged", "chsh", swap(GRAM + "/words/Z", GRAM + "/words/Z*"), FIRST, "identity",
                 "The squares are those of another operator, unless Z is its own adjoint."),
        rejected("z-taken-for-hermitian", "joint", put(FIRST + "/grams/0/words", {
                     "1": [[["1", "A0=0 B0=0"]]],
                     "Z": [[["1", "A0=0 B0=0"]], [["1", "A0=0 B0=0"]], [["1", ""], ["-1", "A0=0 B0=0"]]], "Z*": []}),
                 FIRST, "identity", "Z Z* is given as Z* Z, which is the same for a hermitian Z only."),
        rejected("gram-entry-changed", "chsh", put(GRAM + "/rows/7/2", str(int(ROWS[7][2]) + 1)), FIRST, "identity",
                 "An entry between a polynomial and one with Z is off by one."),
        rejected("gram-indefinite", "chsh", put(GRAM + "/rows/0/0", "-1"), GRAM, "indefinite",
                 "A square has a negative weight."),
        rejected("denominator-halved", "chsh", put(GRAM + "/denominator",
                                                  str(UNIT // 2)),
                 FIRST, "identity", "The squares are twice as large."),
        malformed("denominator-zero", "chsh", put(GRAM + "/denominator", "0"), GRAM + "/denominator", "out-of-range",
                  "Nothing is divided by 0."),
        malformed("words-without-z-star", "chsh", drop(GRAM + "/words/Z*"), GRAM + "/words", "missing-key",
                  "A part of the words is missing."),
        malformed("squares-left-out", "chsh", put(FIRST + "/grams", []), FIRST + "/grams", "wrong-shape",
                  "Without squares nothing is shown of the outcome."),
        rejected("one-block-left-out", "chsh", drop(FIRST + "/grams/1"), FIRST, "identity",
                 "Half of the squares are missing."),
        malformed("rows-of-another-length", "chsh", drop(GRAM + "/rows/8"), GRAM + "/rows", "wrong-shape",
                  "A row is missing."),
        # outcomes
        malformed("outcome-missing", "chsh", drop(SECOND), NODE + "/outcomes", "wrong-shape",
                  "The entropy is that of both outcomes."),
        rejected("outcome-with-the-squares-of-another", "chsh",
                 put(SECOND, CHSH["witness"]["nodes"][0]["outcomes"][0]), SECOND, "identity",
                 "The squares are those of the first outcome."),
        malformed("image-of-itself", "chsh", put(SECOND + "/image", "1"), SECOND + "/image", "unknown-name",
                  "Nothing is shown of the outcome it is said to be the image of."),
        malformed("image-with-squares", "chsh", put(SECOND + "/grams", []), SECOND, "unknown-key",
                  "An image has no squares of its own."),
        identity("relabelling-that-moves-nothing", "chsh", MOVE, UNMOVED, MOVE,
                 "The relabelling leaves the outcome what it is: theta would not cancel."),
        identity("relabelling-of-another-input", "chsh", MOVE, [["A1", FLIPPED], ["A0", FLIPPED], *UNMOVED[2:]], MOVE,
                 "The relabelling takes the outcome to one of A1."),
        identity("relabelling-that-forgets-theta", "chsh", MOVE + "/1/1", SAME, W,
                 "The image is right for the outcome, but what the two leave is no multiple of CHSH."),
        order("relabelling-twice-to-one-input", "/0/0", "A1", "Two inputs become one."),
        order("relabelling-to-another-party", "", [["B0", FLIPPED], ["B1", FLIPPED], ["A0", FLIPPED], ["A1", FLIPPED]],
              "Inputs leave their party."),
        order("relabelling-of-outcomes-to-one", "/0/1", ["1", "1"], "Two outcomes become one."),
        order("relabelling-to-more-outcomes", "", [["B0", ["1", "2", "0"]], ["A0", SAME], ["B1", SAME], ["B2", SAME]],
              "An input gets the outcomes of one with fewer.", "three-outcomes"),
        order("relabelling-that-breaks-commuting", "",
              [["A0", ["1", "2", "0"]], ["B2", SAME], ["B1", SAME], ["B0", SAME]],
              "B0 and B1 commute, B2 and B1 do not.", "three-outcomes"),
        malformed("relabelling-of-some-inputs", "chsh", drop(MOVE + "/3"), MOVE, "wrong-shape",
                  "Nothing is said of an input."),
        malformed("relabelling-to-no-input", "chsh", put(MOVE + "/0/0", "A7"), MOVE + "/0/0", "unknown-name",
                  "There is no such input."),
        # what is claimed
        rejected("constant-of-the-line-raised", "chsh", put(F + "/0/0", "-5399/2048"), F, "bits",
                 "The line is raised by about 10^-4 bit."),
        identity("slope-raised", "chsh", F + "/1/0", "2495/2048", W,
                 "One coefficient of the line is larger than that of the squares."),
        rejected("field-constant-raised", "field", put(F + "/0/0", ["-3", "1/3"]), F, "bits",
                 "-3 + (sqrt 2)/3 is above the constant that is proved."),
        rejected("ln2-too-small", "chsh", put(W + "/ln2", "9/13"), W + "/ln2", "enclosure",
                 "9/13 is below ln 2, so that bits are too many."),
        rejected("functional-not-hermitian", "chsh", put(F, [["1", "A0 A1"]]), F, "not-hermitian",
                 "The mean of A0 A1 is no real number."),
        malformed("set-without-adversary", "chsh", put(S + "/set", "no-signalling"), S + "/set", "wrong-kind",
                  "The lemma is about quantum systems."),
        identity("another-guessed-input", "chsh", S + "/guessed", ["A1"], FIRST, "The squares are about A0."),
        malformed("guessed-in-another-order", "joint", put(S + "/guessed", ["B0", "A0"]), S + "/guessed", "terms-order",
                  "Inputs stand in the declared order."),
        malformed("guessed-that-do-not-commute", "chsh", put(S + "/guessed", ["A0", "A1"]), S + "/guessed",
                  "terms-order", "The outcomes of A0 and A1 have no joint probability."),
        malformed("guessed-nothing", "chsh", put(S + "/guessed", []), S + "/guessed", "wrong-shape",
                  "Nothing has no entropy."),
        malformed("symbols", "chsh", put(S + "/symbols", [{"name": "s"}]), S, "unknown-key",
                  "The kind has no symbols."),
        # hypotheses
        rejected("hypothesis-with-a-negative-weight", "known", put(W + "/means/0/weight", "-1"), W + "/means/0/weight",
                 "weight-sign", "The mean is known to be at least 0, not at most."),
        rejected("hypothesis-left-out", "known", drop(W + "/means"), W, "identity",
                 "The line needs what is known of CHSH."),
        rejected("nothing-shows-the-hypothesis", "known", drop(W + "/feasible"), W, "vacuous",
                 "Hypotheses that contradict each other would prove anything."),
        rejected("object-without-the-hypothesis", "known", put(S + "/hypotheses/0/polynomial/0/0", "-29/10"),
                 W + "/feasible", "vacuous", "The qubits have 14/5 only."),
        malformed("hypothesis-about-an-operator", "known", put(S + "/hypotheses/0", {
                      "name": "chsh", "kind": "positive", "polynomial": [["-5/2", ""], ["1", "A0 B0"]]}),
                  S + "/hypotheses", "wrong-kind", "What is known of the average are means."),
    ],
    "uncertainty": [
        rejected("line-raised", "tangent", put(F + "/0/0", "-12339462431/5000000000"),
                 F, "bits", "The line is above the curve by 10^-9 at the tangent."),
        rejected("line-too-steep", "another-form", put(F, [["-25/8", ""], ["3/2", "A0 B0"], ["-3/2", "A0 B2"],
                                                           ["3/2", "A1 B0"], ["3/2", "A1 B2"]]), F, "bits",
                 "The line is above the curve at 2 sqrt 2."),
        rejected("line-positive-at-two", "another-form", put(F + "/0/0", "-27/10"), F, "bits",
                 "The line is above 0 where devices may be local."),
        rejected("tangent-elsewhere", "tangent", put(W + "/tangent", "1/2"), F, "bits",
                 "The line is no tangent at 1/2."),
        malformed("tangent-at-zero", "tangent", put(W + "/tangent", "0"), W + "/tangent", "out-of-range",
                  "The slope is a quotient by 0."),
        malformed("tangent-at-one", "tangent", put(W + "/tangent", "1"), W + "/tangent", "out-of-range",
                  "The slope is infinite."),
        rejected("sign-of-one-correlation", "tangent", put(F + "/1/0", "-292432804381/250000000000"), F, "identity",
                 "With an even number of minus signs local devices reach 4."),
        rejected("coefficients-that-differ", "tangent", put(F + "/1/0", "1"), F, "identity",
                 "The curve is that of CHSH."),
        rejected("correlation-missing", "tangent", drop(F + "/4"), F, "identity", "A correlation is missing."),
        rejected("marginal-in-place-of-a-correlation", "tangent", put(F, [["-5/2", ""], ["1", "A0"], ["1", "A0 B1"],
                 ["1", "A1 B0"], ["-1", "A1 B1"]]), F, "identity", "A marginal stands for a correlation."),
        rejected("correlations-inside-a-party", "tangent", put(F, [["-5/2", ""], ["1", "A0 A1"], ["1", "A1 A0"]]), F,
                 "identity", "The products are of operators of one party."),
        rejected("projectors-in-place-of-observables", "another-form", put(F, [["-25/8", ""], ["1", "A0 B0"],
                 ["-1", "A0 B1=0"], ["1", "A1 B0"], ["1", "A1 B1=0"]]), F, "identity",
                 "A projector is no observable with the values 1 and -1."),
        rejected("constant-line", "tangent", put(F, [["1/10", ""]]), F, "identity", "Nothing is known of CHSH."),
        rejected("guessed-input-of-no-correlation", "another-form", put(S + "/guessed", ["B1"]), F, "identity",
                 "CHSH says nothing of B1."),
        malformed("commuting-operators", "tangent", put(S + "/set", "quantum-commuting"), S, "wrong-kind",
                  "The lemma is about finite dimension."),
        malformed("hypothesis", "tangent", put(S + "/hypotheses", [
                      {"name": "h", "kind": "mean", "polynomial": [["1", "A0"]], "sense": ">=0"}]), S, "wrong-kind",
                  "Lines of the curve need no hypothesis, and what would show that it can hold is not read."),
        malformed("field-coefficient", "tangent", lambda document: put(F + "/0/0", ["-3", "1/4"])(
                      put(S + "/field", {"minimal-polynomial": ["-2", "0", "1"], "root": ["1", "2"]})(document)), S,
                  "wrong-kind", "The line has rational coefficients."),
        malformed("rule-about-bounds", "tangent", put("/rule", "sos"), S, "wrong-kind",
                  "sos proves bounds on means, not on entropies."),
    ],
}  # fmt: skip
