"""Faults of the rule ideal, and of derivations where other rules use them."""

from __future__ import annotations

from fractions import Fraction

from tests.certificates.edits import Fault, drop, insert, look, malformed, put, rejected, swap
from tests.certificates.valid import CHSH, hypothesis
from tests.certificates.valid_ideal import annihilation, robust

W = "/witness"
FIRST = W + "/derivations/0"
SQUARE = FIRST + "/squares/0"
MEMBER = W + "/memberships/0"
TINY = 2**60
NEARLY = hypothesis("maximal", "mean", [[[f"1/{TINY}", "-2"], ""], *CHSH], ">=0")

IDEAL = [
    rejected("value-off-by-2-to-minus-60", "sure", put("/statement/values/0/value", f"{TINY - 1}/{TINY}"), MEMBER,
             "identity", "The value is 1 - 2^-60 in place of 1."),
    rejected("value-of-another-functional", "sure", swap("/statement/values/0/value", "/statement/values/1/value"),
             MEMBER, "identity", "The values of two functionals are exchanged."),
    rejected("sign-error-in-a-membership", "sure", put(W + "/memberships/1/annihilations/0/polynomial/0/0", "1"),
             W + "/memberships/1", "identity", "The factor has the wrong sign."),
    rejected("adjoint-counted-twice", "sure", put(MEMBER + "/annihilations/0/polynomial/0/0", "-1"), MEMBER,
             "identity", "The factor is twice as large, as if X t stood without its adjoint."),
    rejected("multiplier-forgotten", "symbol", drop(W + "/multiplier"), MEMBER, "identity",
             "The identity holds for t^2 times the difference only."),
    rejected("multiplier-that-may-vanish", "symbol", put("/statement/conditions/0/sense", ">=0"),
             W + "/multiplier/cone", "weight-sign", "With t = 0 allowed nothing is annihilated."),
    rejected("derivation-with-another-mean", "sure", put(FIRST + "/means/0/weight", "1"), FIRST, "identity",
             "The weight of the hypothesis is too small for the square."),
    rejected("derivation-without-hypothesis", "sure", drop(FIRST + "/means"), FIRST, "identity",
             "A square is said to have mean zero, whatever the hypotheses."),
    rejected("derivation-of-weight-zero", "sure", put(SQUARE + "/weight", "0"), SQUARE + "/weight", "weight-sign",
             "A square of weight zero says nothing about its operator."),
    rejected("derivation-of-negative-weight", "sure", put(SQUARE + "/weight", "-1"), SQUARE + "/weight",
             "weight-sign", "A square has a negative weight."),
    rejected("derivation-from-the-other-side", "sure", put("/statement/hypotheses/0/polynomial",
             [["1", ""], ["-1", "A0"]]), FIRST, "identity", "The hypothesis says <A0> <= 1, which says nothing."),
    rejected("derivation-with-a-negative-multiplier", "sure", put(FIRST + "/means/0/weight", "-2"),
             FIRST + "/means/0/weight", "weight-sign", "An inequality is used against its sense."),
    rejected("derivation-of-another-operator", "sure", put(SQUARE + "/polynomial/1/0", "1"), FIRST, "identity",
             "The square is that of 1 + A0."),
    malformed("derivation-missing", "sure", drop(W + "/derivations"), MEMBER + "/annihilations/0/hypothesis",
              "unknown-name", "The operator that annihilates the state was not derived."),
    malformed("derivation-from-itself", "steps", put(W + "/derivations/1/annihilations/0/hypothesis", "u"),
              W + "/derivations/1/annihilations/0/hypothesis", "unknown-name", "A derivation uses what it derives."),
    malformed("derivations-exchanged", "steps", swap(W + "/derivations/0", W + "/derivations/1"),
              FIRST + "/annihilations/0/hypothesis", "unknown-name", "A derivation uses what is derived later."),
    malformed("name-of-a-hypothesis", "sure", put(SQUARE + "/name", "sure"), SQUARE + "/name", "duplicate-name",
              "A derived operator has the name of a hypothesis."),
    malformed("name-twice", "steps", put(W + "/derivations/1/squares/0/name", "t"),
              W + "/derivations/1/squares/0/name", "duplicate-name", "Two derived operators have one name."),
    malformed("name-of-no-form", "sure", put(SQUARE + "/name", "T"), SQUARE + "/name", "not-a-name",
              "The name of a derived operator is a capital letter."),
    malformed("derivation-without-squares", "sure", drop(FIRST + "/squares"), FIRST, "missing-key",
              "A derivation derives nothing."),
    malformed("derivation-with-a-matrix", "sure", put(FIRST + "/grams", []), FIRST, "unknown-key",
              "A derivation has a Gram matrix, whose squares have no names."),
    rejected("mean-as-annihilation", "sure", put(MEMBER + "/annihilations/0/hypothesis", "sure"),
             MEMBER + "/annihilations/0/hypothesis", "hypothesis-use",
             "A hypothesis about the mean is used as if it held for the state."),
    malformed("mean-in-a-membership", "sure", put(MEMBER + "/means", [{"hypothesis": "sure", "weight": "1"}]), MEMBER,
              "unknown-key", "A mean is used where the claim is about every part."),
    malformed("square-in-a-membership", "sure", put(MEMBER + "/squares", []), MEMBER, "unknown-key",
              "A square is used where an equation is claimed."),
    malformed("membership-missing", "sure", drop(W + "/memberships/1"), W + "/memberships", "wrong-shape",
              "The second functional has no proof."),
    malformed("membership-too-many", "symbol", lambda d: insert(W + "/memberships/0", look(d, MEMBER))(d),
              W + "/memberships", "wrong-shape", "One functional has two proofs."),
    malformed("memberships-missing", "sure", drop(W + "/memberships"), W, "missing-key", "There is no proof."),
    rejected("feasible-missing", "sure", drop(W + "/feasible"), W, "vacuous", "Nothing shows that <A0> = 1 can be."),
    rejected("feasible-violates-the-hypothesis", "sure",
             put(W + "/feasible/models/0/operators/A0", [["-1"]]), W + "/feasible", "vacuous",
             "The object has <A0> = -1."),
    rejected("point-of-symbols-zero", "symbol", put(W + "/symbols/t", "0"), W + "/symbols", "no-real-point",
             "The point violates t^2 > 0."),
    rejected("functional-not-hermitian", "tsirelson", drop("/statement/values/0/functional/1"),
             "/statement/values/0/functional", "not-hermitian", "B0 B1 stands without B1 B0."),
    rejected("hypothesis-weaker-by-2-to-minus-60", "tsirelson",
             put("/statement/hypotheses/0", NEARLY), FIRST, "identity",
             "CHSH is 2^-60 below its maximum, and the operators may miss by the root of that."),
    malformed("equality-about-points", "sure", put("/statement/set", "quantum-tensor"), "/statement/set",
              "wrong-kind", "An equality is claimed about a set whose members are points only."),
    malformed("equality-about-behaviours", "sure", put("/statement/set", "local"), "/statement/set", "wrong-kind",
              "An equality of operators is claimed about local behaviours."),
    malformed("rule-of-a-point", "sure", put("/rule", "point"), "/statement", "wrong-kind",
              "One object with these values is shown, every one is claimed."),
    malformed("value-by-ideal", "sure", put("/statement/kind", "value"), "/statement/set", "wrong-kind",
              "A value is claimed about commuting operators.").or_else("MALFORMED", "/statement", "wrong-kind"),
    malformed("values-none", "sure", put("/statement/values", []), "/statement/values", "wrong-shape",
              "No functional is listed."),
]  # fmt: skip

SOS: list[Fault] = [
    rejected("robust-identity-no-certificate", "robust",
             lambda d: robust(Fraction(3, 5), Fraction(-4, 5), Fraction(-1, 8), Fraction(1)),
             W + "/squares/1/weight", "weight-sign",
             "A true identity of the same family with l < -min(c, s): two squares have negative weights."),
    rejected("derived-forgotten", "derived", drop(W + "/annihilations"), W, "identity",
             "What annihilates the state is derived and not used."),
    malformed("derived-unknown", "derived", put(W + "/annihilations/0/hypothesis", "u"),
              W + "/annihilations/0/hypothesis", "unknown-name", "An operator is used that was not derived."),
    rejected("derived-on-the-wrong-side", "derived", put("/statement/functional", [["1", "A0 A1 A0"]]), W, "identity",
             "A0 A1 A0 is treated as A1; the identity is another."),
]  # fmt: skip

GUESSING: list[Fault] = [
    rejected("derived-bound-below-one-half", "derived", put("/statement/bound", f"{TINY // 2 - 1}/{TINY}"),
             W + "/branches/0", "identity", "The bound is 2^-60 below 1/2."),
    rejected("derived-from-a-weaker-hypothesis", "derived",
             put("/statement/hypotheses/0", NEARLY), FIRST, "identity",
             "The score is 2^-60 below its maximum."),
    malformed("derivations-of-behaviours", "no-signalling", put(W + "/derivations", []), W, "unknown-key",
              "A state is derived for behaviours, which have none."),
    malformed("multiplier-of-behaviours", "no-signalling", put(W + "/multiplier", "1"), W, "unknown-key",
              "A multiplier stands in a proof about behaviours."),
    malformed("derived-in-a-branch", "derived", put(W + "/branches/0/derivations", []), W + "/branches/0",
              "unknown-key", "A branch derives from what is known of the average."),
    rejected("hypothesis-used-by-a-branch", "derived",
             put(W + "/branches/0/annihilations/0", annihilation("maximal", ("1", ""))),
             W + "/branches/0/annihilations/0/hypothesis", "hypothesis-use",
             "A mean of the average is used as if it annihilated the state of a part."),
    rejected("multiplier-zero", "derived", put(W + "/multiplier", "0"), W + "/multiplier", "weight-sign",
             "The multiplier is 0, so the identity says nothing."),
]  # fmt: skip
