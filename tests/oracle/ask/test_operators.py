"""The verb certify: operator inequalities, with and without hypotheses on means."""

from fractions import Fraction
from pathlib import Path

import pytest

from tests.oracle.runner import refused
from tests.oracle.toml import answered, text_of

pytest.importorskip("picos", reason="picos is optional and not installed")

EXAMPLE = text_of("maximum-operator")
BEFORE = '\n[[hypothesis]]\nname = "known"\nsense = "="\nvalue = "1"\n[hypothesis.functional]\n"A0 B1" = "1"\n'


def test_an_operator_inequality_bounds_more_than_its_mean() -> None:
    code, document = answered(EXAMPLE)
    assert code == 0
    assert 2 <= Fraction(document["bound"]) < 2 + Fraction(1, 10**7)
    assert "operator inequality: -1/2*<1> + 1*<A0 B0> >= 0" in document["statement"]
    assert "VACUOUS" not in document["statement"]
    code, mean = answered(EXAMPLE.replace("[[operator]]", "[[hypothesis]]").replace("[operator.", "[hypothesis."))
    assert code == 0
    assert Fraction(mean["bound"]) > Fraction(14, 5)


def test_means_are_used_besides() -> None:
    """With A0 = B0 = B1 on the support CHSH is 2 + <A1 B0> - <A1 B1> = 2."""
    code, document = answered(EXAMPLE + BEFORE)
    assert code == 0
    assert 2 <= Fraction(document["bound"]) < Fraction(2) + Fraction(1, 100)
    assert "hypothesis known: mean" in document["statement"]
    assert "VACUOUS" not in document["statement"]


def test_inequalities_that_only_qubits_satisfy_are_not_vacuous() -> None:
    """The anticommutator of A0 and A1 is between -1 and 1, which no deterministic strategy has and qubits do."""
    plain = EXAMPLE[: EXAMPLE.index("[[operator]]")]
    code, document = answered(plain + anticommutator(">=", "-1") + anticommutator("<=", "1"))
    assert code == 0
    assert Fraction(document["bound"]) ** 2 < 8 + Fraction(1, 10**4)
    assert "VACUOUS" not in document["statement"]


def test_inequalities_that_nothing_satisfies_bound_nothing() -> None:
    """The anticommutator of two observables is between -2 and 2."""
    plain = EXAMPLE[: EXAMPLE.index("[[operator]]")]
    code, document = answered(plain + anticommutator(">=", "3"))
    assert (code, document["verdict"]) == (1, "EMPTY")
    assert document["bound"] is None


OF_A0 = '[[operator]]\nname = "{0}"\nsense = "{1}"\nvalue = "{2}"\n[operator.functional]\n"A0" = "1"\n'
SCORE = (
    '[[hypothesis]]\nname = "score"\nsense = ">="\nvalue = "{}"\n[hypothesis.functional]\n'
    '"A0 B0" = "1"\n"A0 B1" = "1"\n"A1 B0" = "1"\n"A1 B1" = "-1"\n'
)


@pytest.mark.parametrize(
    "more",
    [
        OF_A0.format("least", ">=", "1/2") + OF_A0.format("most", "<=", "-1/2"),
        OF_A0.format("least", ">=", "sqrt(2)"),
        OF_A0.format("value", "=", "1/2"),
        "ANTI=1" + SCORE.format("2.83"),
        "ANTI=0" + SCORE.format("2.83"),
        "ANTI=0" + SCORE.replace('"A0 B1" = "1"\n"A1 B0" = "1"\n"A1 B1" = "-1"\n', "").format("1") + OF_A0.format(
            "all", ">=", "1/10"),
    ],
    ids=["opposite", "irrational", "no-projector", "score", "complementary", "one-sided"],
)  # fmt: skip
def test_operator_inequalities_that_contradict_each_other_are_empty(more: str) -> None:
    """A0 is 1/2 in no state that makes it 1 or -1; complementary observables have no common sign."""
    plain = EXAMPLE[: EXAMPLE.index("[[operator]]")]
    for value in ("0", "1"):
        more = more.replace(f"ANTI={value}", anticommutator("=", value))
    code, document = answered(plain + more)
    assert (code, document["verdict"]) == (1, "EMPTY")
    assert "claim: no behaviour of the set satisfies the hypotheses" in document["statement"]
    assert "operator inequality:" in document["statement"]


def test_an_equation_of_operators_is_two_inequalities() -> None:
    """Observables that anticommute are perfectly complementary: the pair reaches 2 sqrt 2 all the same."""
    plain = EXAMPLE[: EXAMPLE.index("[[operator]]")]
    code, document = answered(plain + anticommutator("=", "0"))
    assert code == 0
    assert 8 <= Fraction(document["bound"]) ** 2 < 8 + Fraction(1, 10**4)
    assert document["statement"].count(": operator inequality") == 2


def anticommutator(sense: str, value: str) -> str:
    name = {">=": "low", "<=": "high", "=": "anticommuting"}[sense]
    words = '"A0 A1" = "1"\n"A1 A0" = "1"\n'
    return f'[[operator]]\nname = "{name}"\nsense = "{sense}"\nvalue = "{value}"\n[operator.functional]\n{words}'


LOCAL = EXAMPLE.replace('"quantum"', '"local"').replace('level = "2"\nloss = "1e-8"', "")
LONG = EXAMPLE.replace('[operator.functional]\n"A0 B0" = "1"', '[operator.functional]\n"A0 A1 A0 A1 B0" = "1"')
LONG += '"A1 A0 A1 A0 B0" = "1"\n'


@pytest.mark.parametrize(
    ("code", "says", "problem"),
    [
        (3, "'==' is none of >=, <=, =", EXAMPLE.replace('">="', '"=="')),
        (3, "the key is not known here", EXAMPLE.replace('"maximum"', '"guessing"')),
        (3, "the key is not known here", LOCAL),
        (3, "two hypotheses are called nearly-equal", EXAMPLE + BEFORE.replace("known", "nearly-equal")),
        (3, "symmetries are not used", EXAMPLE.replace("kind", 'symmetry = "found"\nkind', 1)),
        (3, "does not go with", EXAMPLE.replace("kind", 'solver = "sdpa-multiprecision"\nkind', 1)),
        (3, "no moment of an operator inequality", LONG),
    ],
    ids=["equation", "guessing", "local", "name", "symmetry", "digits", "level"],
)  # fmt: skip
def test_what_operator_inequalities_do_not_go_with(code: int, says: str, problem: str) -> None:
    assert says in refused(code, "certify", "-", stdin=problem.encode())


def test_no_dual_and_no_export_of_them(tmp_path: Path) -> None:
    assert "without [[operator]]" in refused(5, "export", "--to", "sdpa", "-", stdin=EXAMPLE.encode())
    (tmp_path / "solution").write_text("1")
    refused(2, "certify", "-", "--dual", str(tmp_path / "solution"), stdin=EXAMPLE.encode())
