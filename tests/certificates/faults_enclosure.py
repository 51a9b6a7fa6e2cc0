"""Faults of enclosures: directions, domains, precision."""

from __future__ import annotations

from tests.certificates.edits import Fault, limit, malformed, put, rejected, rename

ENTROPY_LOW = "/statement/low"
TIGHT = str(2**60)


def wrong(name: str, base: str, pointer: str, value: object, sentence: str) -> Fault:
    return rejected(name, base, put(pointer, value), "/statement", "enclosure", sentence)


def outside(name: str, base: str, pointer: str, value: object, sentence: str) -> Fault:
    return rejected(name, base, put(pointer, value), "/statement", "domain", sentence)


def deep(levels: int) -> object:
    expression: object = "1"
    for _ in range(levels):
        expression = {"neg": [expression]}
    return expression


def wide(levels: int) -> object:
    expression: object = "1"
    for _ in range(levels):
        expression = {"add": [expression, expression]}
    return expression


FAULTS: list[Fault] = [
    wrong("bound-tightened-by-2-to-minus-60", "exact", "/statement/high", f"{-3 * 2**60 - 1}/{TIGHT}",
          "The upper end lies 2^-60 below the value."),
    wrong("bound-raised-by-2-to-minus-60", "exact", "/statement/low", f"{-3 * 2**60 + 1}/{TIGHT}",
          "The lower end lies 2^-60 above the value."),
    wrong("ends-exchanged", "root", "/statement/high", "7/5", "The upper end lies below the value: 7/5 < sqrt(2)."),
    wrong("low-above-high", "root", "/statement/low", "2", "The lower end lies above the upper one."),
    wrong("entropy-too-high", "entropy", "/statement/low", "1339/5000", "The lower end lies above 0.26764."),
    wrong("entropy-too-low", "entropy", "/statement/high", "267/1000", "The upper end lies below 0.26764."),
    wrong("sign-of-the-logarithm", "entropy", "/statement/expression",
          {"add": ["1", {"log2": [{"add": ["1", {"sqrt": [{"sub": ["2", {"div": [{"pow": ["5/2", "2"]}, "4"]}]}]}]}]}]},
          "The logarithm is added instead of subtracted."),
    wrong("natural-logarithm", "exact", "/statement/expression", {"ln": ["1/8"]}, "ln stands in place of log2."),
    wrong("inverse-exponential", "exponential", "/statement/expression", {"exp": ["1"]},
          "exp(1) stands in place of exp(-1)."),
    wrong("minimum-of-negatives", "negative", "/statement/expression/mul/0", {"min": ["-2", {"neg": ["-3"]}]},
          "The smaller of two numbers is -2, not -3: the product is 4."),
    wrong("maximum-for-minimum", "negative", "/statement/expression/mul/0", {"max": ["-2", {"neg": ["3"]}]},
          "max stands in place of min."),
    wrong("even-power-of-a-negative", "odd-power", "/statement/expression", {"pow": ["-2", "4"]}, "(-2)^4 is not -8."),
    wrong("power-of-a-straddling-interval", "odd-power", "/statement/expression", {"pow": [{"neg": ["2"]}, "2"]},
          "(-2)^2 is not -8."),
    wrong("precision-too-small", "logarithm", "/statement/low",
          "346573590279972654708616060729/500000000000000000000000000000",
          "The lower end is true, 2e-31 below ln 2, but the stated precision does not prove it.").or_else("PROVED"),
    outside("square-root-of-a-negative", "root", "/statement/expression/sqrt/0", "-2",
            "The argument of sqrt is negative."),
    outside("square-root-touching-zero", "root", "/statement/expression",
            {"sqrt": [{"sub": [{"sqrt": ["2"]}, {"sqrt": ["2"]}]}]},
            "The argument of sqrt is 0, but its interval reaches below."),
    outside("logarithm-of-zero", "exact", "/statement/expression/log2/0", "0", "The argument of log2 is 0."),
    outside("logarithm-of-a-negative", "exact", "/statement/expression/log2/0", "-8",
            "The argument of log2 is negative."),
    outside("logarithm-interval-touching-zero", "logarithm", "/statement/expression/ln/0",
            {"sub": [{"sqrt": ["3"]}, {"sqrt": ["3"]}]}, "The interval of the argument of ln touches 0."),
    outside("division-by-zero", "exact", "/statement/expression", {"div": ["-3", "0"]}, "The divisor is 0."),
    outside("division-interval-touching-zero", "exact", "/statement/expression",
            {"div": ["-3", {"sub": [{"sqrt": ["5"]}, {"sqrt": ["5"]}]}]}, "The interval of the divisor contains 0."),
    outside("exponential-too-large", "exponential", "/statement/expression/exp/0", "50001",
            "The argument of exp is beyond its range."),
    outside("exponential-too-small", "exponential", "/statement/expression/exp/0", "-50001",
            "The argument of exp is below its range."),
    malformed("unknown-function", "root", rename("/statement/expression/sqrt", "cbrt"), "/statement/expression",
              "unknown-name", "There is no function cbrt."),
    malformed("function-with-an-empty-name", "root", rename("/statement/expression/sqrt", ""), "/statement/expression",
              "unknown-name", "The function has no name."),
    malformed("two-functions", "root", put("/statement/expression/neg", ["2"]), "/statement/expression", "wrong-shape",
              "An expression names two functions."),
    malformed("no-function", "root", put("/statement/expression", {}), "/statement/expression", "wrong-shape",
              "An expression names no function."),
    malformed("argument-missing", "root", put("/statement/expression/sqrt", []), "/statement/expression/sqrt",
              "wrong-shape", "sqrt has no argument."),
    malformed("power-one", "odd-power", put("/statement/expression/pow/1", "1"), "/statement/expression/pow/1",
              "out-of-range", "The exponent is 1."),
    malformed("power-negative", "odd-power", put("/statement/expression/pow/1", "-3"), "/statement/expression/pow/1",
              "out-of-range", "The exponent is negative."),
    malformed("power-expression", "odd-power", put("/statement/expression/pow/1", {"neg": ["3"]}),
              "/statement/expression/pow/1", "not-a-string", "The exponent is an expression."),
    malformed("precision-seven", "root", put("/witness/precision", "7"), "/witness/precision", "out-of-range",
              "The precision is below 8 bits."),
    limit("power-too-high", "odd-power", put("/statement/expression/pow/1", "65"), "/statement/expression/pow/1",
          "size", "The exponent is above 64."),
    limit("precision-too-high", "root", put("/witness/precision", "4097"), "/witness/precision", "size",
          "The precision is above 4096 bits."),
    limit("expression-too-deep", "root", put("/statement/expression", deep(49)),
          "/statement/expression" + "/neg/0" * 49, "depth", "An expression is nested 49 deep."),
    limit("expression-too-large", "root", put("/statement/expression", wide(8)), "/statement/expression", "size",
          "An expression has 511 parts."),
    limit("exponent-bomb", "root",
          put("/statement/expression", {"pow": [{"pow": [{"pow": [{"pow": ["2", "64"]}, "64"]}, "64"]}, "64"]}), "",
          "size", "The value of 2^(64^4) has sixteen million bits."),
]  # fmt: skip
