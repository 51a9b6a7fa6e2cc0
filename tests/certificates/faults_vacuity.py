"""Faults of what shows that hypotheses hold together: ranges that reach further, and points that are named."""

from __future__ import annotations

from tests.certificates.edits import Fault, drop, malformed, put, rejected
from tests.certificates.valid import deterministic, hypothesis, poly

V, W, FEASIBLE = "/statement/vacuity", "/witness", "/witness/feasible"
RANGE = "/statement/symbols/0/high"


LP_DUAL: list[Fault] = [
    rejected("range-beyond-every-behaviour", "parametric", put(RANGE, "1000"), FEASIBLE, "vacuous",
             "No behaviour has CHSH above 4: the claim would be about nothing beyond."),
    rejected("point-not-named", "named-point", lambda d: drop(V)(put(W + "/symbols", {"i": "3"})(d)), FEASIBLE,
             "vacuous", "The object has CHSH 3, and the text would not say that this is shown at i = 3 only."),
    rejected("named-point-violates", "named-point", put(V + "/i", "7/2"), FEASIBLE, "vacuous",
             "At the point named the object does not satisfy the hypothesis."),
    rejected("named-point-outside-the-range", "named-point", put(V + "/i", "1"), V, "no-real-point",
             "The point named is not in [2, 4]."),
    malformed("named-point-and-another", "named-point", put(W + "/symbols", {"i": "3"}), W + "/symbols",
              "unknown-key", "The statement names the point, and the witness gives one as well."),
    malformed("named-point-of-another-symbol", "named-point", put(V, {"i": "3", "j": "3"}), V, "unknown-key",
              "The point has a symbol that is not declared."),
    malformed("named-point-without-a-symbol", "named-point", put(V, {}), V, "missing-key", "The point has no value."),
    malformed("named-point-is-a-list", "named-point", put(V, ["3"]), V, "not-a-string",
              "Vacuity is a word or a point."),
    malformed("named-point-is-a-bare-number", "named-point", put(V + "/i", 3), V + "/i", "bare-number",
              "The value of the symbol is a JSON number."),
    malformed("named-point-is-a-polynomial", "named-point", put(V + "/i", poly(("1", "i"))), V + "/i", "not-a-string",
              "The value of the symbol is a polynomial."),
    malformed("named-point-without-hypotheses", "local-box", put(V, {"t": "1/2"}), V, "unknown-key",
              "A point is named where nothing can be vacuous."),
]  # fmt: skip
SOS: list[Fault] = [
    rejected("range-beyond-every-state", "every-value", put(RANGE, "2"), FEASIBLE + "/models/1/weight", "weight-sign",
             "No state has <A0> = 2, and the mixture has a negative weight there."),
    rejected("object-of-one-value", "every-value", put(FEASIBLE + "/models", [deterministic(A0="1")]), FEASIBLE,
             "vacuous", "The object has <A0> = 1, the hypothesis says t."),
    rejected("norm-varies", "every-value", put(FEASIBLE + "/models/1/weight", poly(("1", ""), ("-1", "t"))), FEASIBLE,
             "not-admissible", "The norm of the object is a polynomial in the symbol."),
    rejected("norm-zero-at-the-point", "named-end", drop(FEASIBLE + "/models/0"), FEASIBLE, "not-admissible",
             "At the point named the only weight is zero."),
    rejected("positivity-of-a-matrix-with-a-symbol", "every-value",
             lambda d: put("/statement/hypotheses/0", hypothesis("known", "positive", [[poly(("1", "t")), ""],
                                                                                       ["1", "A0"]]))(d),
             FEASIBLE, "vacuous", "Positivity of a matrix that depends on the symbol is not shown."),
    malformed("named-point-without-symbols", "vacuity-unchecked", put(V, {}), V, "unknown-key",
              "A point is named, and no symbol is declared."),
    rejected("named-root-conjugate", "named-root", put(V + "/r/1", "-1"), FEASIBLE, "vacuous",
             "At the point -sqrt 2 the mean of the object has another sign than r/2."),
    rejected("named-root-no-root", "named-root", put(V + "/r", "1"), V, "no-real-point", "1 is no root of r^2 = 2."),
    rejected("circle-left", "circle", put(FEASIBLE + "/models/1/state/1", poly(("1/2", ""), ("1/2", "c"))), FEASIBLE,
             "not-admissible", "One entry is another, and the norm depends on c."),
]  # fmt: skip
GUESSING: list[Fault] = [
    rejected("range-of-guessing-beyond-every-behaviour", "parametric", put(RANGE, "100"), FEASIBLE, "vacuous",
             "At i = 100 the probability would be at most -47/2."),
]  # fmt: skip
FARKAS: list[Fault] = [
    malformed("named-point-of-nothing", "local", lambda d: put(V, {"t": "0"})(
        put(W + "/symbols", {"t": "0"})(put("/statement/symbols", [{"name": "t"}])(d))), V, "unknown-key",
              "Nothing satisfies the hypotheses, and a point is named where they hold."),
]  # fmt: skip
