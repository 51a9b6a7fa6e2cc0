"""Behaviours on the boundary of the quantum set, or a rounding error beside it: the right value, or none."""

import json
from fractions import Fraction
from importlib.util import find_spec

import pytest

from tests.oracle.toml import answered

MULTIPLE = pytest.mark.skipif(find_spec("sdpap") is None, reason="sdpa-multiprecision is optional and not installed")
NOTHING = "no behaviour of the set satisfies the hypotheses"
SIGNS = {"A0 B0": "", "A0 B1": "", "A1 B0": "", "A1 B1": "-"}
ZERO = dict.fromkeys(("A0", "A1", "B0", "B1"), "0")
HEAD = "[scenario.parties]\nA = [2, 2]\nB = [2, 2]\n"
CHSH = '[hypothesis.functional]\n"A0 B0" = "1"\n"A0 B1" = "1"\n"A1 B0" = "1"\n"A1 B1" = "-1"\n'


def expectations(correlator: str, guessed: str, level: str = "1+AB", *, marginals: bool = True) -> str:
    means = {**(ZERO if marginals else {}), **{word: sign + correlator for word, sign in SIGNS.items()}}
    lines = "\n".join(f'"{word}" = "{value}"' for word, value in means.items())
    question = f'kind = "guessing"\nset = "quantum"\nlevel = "{level}"\nguessed = [{guessed}]\n'
    return f"{question}{HEAD}[expectations]\n{lines}\n"


def scored(kind: str, score: str, sense: str = "=") -> str:
    functional = '[functional]\n"A0 B0" = "1"\n'
    hypothesis = f'[[hypothesis]]\nname = "chsh"\nsense = "{sense}"\nvalue = "{score}"\n{CHSH}'
    return f'kind = "{kind}"\nset = "quantum"\nlevel = "1+AB"\n{HEAD}{functional}{hypothesis}'


@pytest.mark.parametrize(
    ("problem", "right", "loss"),
    [
        (expectations("sqrt(2)/2", '"A0", "B0"'), Fraction("0.42677669529"), "3e-6"),  # (2 + sqrt 2)/8
        (expectations("sqrt(2)/2", '"A0"'), Fraction(1, 2), "3e-6"),
        (expectations("sqrt(2)/2", '"A0"', "2"), Fraction(1, 2), "3e-6"),
        (expectations("sqrt(2)/2", '"A0"', marginals=False), Fraction(1, 2), "3e-6"),
        # 1/2 + sqrt(2 - I^2/4)/2, the exact guessing probability at the CHSH value I
        (expectations("0.70710678118", '"A0"'), Fraction("0.50000304"), "3e-6"),
        (expectations("0.7071067811", '"A0"'), Fraction("0.50001106"), "3e-6"),
        (expectations("0.7071067811", '"A0", "B0"'), Fraction("0.42678"), "1e-5"),
        (scored("maximum", "2*sqrt(2)"), Fraction("0.70710678"), "3e-6"),
        (scored("minimum", "2*sqrt(2)"), Fraction("0.70710678"), "3e-6"),
    ],
    ids=["pair", "one", "level-2", "no-marginals", "11-digits", "10-digits", "10-digits-pair", "most", "least"],
)  # fmt: skip
def test_a_behaviour_on_the_boundary_gets_the_right_value(problem: str, right: Fraction, loss: str) -> None:
    code, document = answered(problem)
    assert (code, document["verdict"]) == (0, "PROVED")
    assert "VACUOUS" not in document["statement"]
    sign = -1 if ">=" in document["statement"].split("claim:")[1] else 1
    assert -Fraction(1, 10**7) <= sign * (Fraction(document["bound"]) - right) <= Fraction(loss)


@MULTIPLE
@pytest.mark.parametrize(
    ("problem", "verdict"),
    [
        (expectations("0.707106781187", '"A0"'), "SEPARATED"),  # 4.5e-13 above sqrt(2)/2
        (
            expectations("0.707106781187", "").replace("guessing", "membership").replace("guessed = []\n", ""),
            "SEPARATED",
        ),
        (scored("maximum", "2.828427124747"), "EMPTY"),  # 8.1e-13 above 2 sqrt 2
        (scored("maximum", "-2.828427124747", "<="), "EMPTY"),
    ],
    ids=["expectations", "membership", "score", "negative-score"],
)  # fmt: skip
def test_a_behaviour_rounded_out_of_the_set_is_shown_to_be_outside(problem: str, verdict: str) -> None:
    code, document = answered(problem)
    assert (code, document["verdict"]) == (1, verdict)
    assert NOTHING in document["statement"]
    assert json.dumps(document).count("min_entropy") == 1
    assert document["min_entropy"] is None


def test_an_irrational_equation_says_what_is_meant() -> None:
    """Two inequalities stand in its place; the answer names them, the number and how far they are apart."""
    _, document = answered(scored("maximum", "2*sqrt(2)"))
    said = document["facts"]["irrational hypothesis chsh"]
    assert said.startswith("= 2*sqrt(2): chsh-low and chsh-high say")
    for end in ("low", "high"):
        assert f"hypothesis chsh-{end}: mean:" in document["statement"]
    _, document = answered(expectations("sqrt(2)/2", '"A0"'))
    assert [name for name in document["facts"] if name.startswith("irrational")] == [
        f"irrational mean of {word}" for word in SIGNS
    ]
    _, document = answered(expectations("0.7", '"A0"'))
    assert not any("irrational" in name for name in document["facts"])


@pytest.mark.parametrize("chosen", ["local", "no-signalling"])
def test_an_irrational_equation_is_solved_by_a_linear_program_too(chosen: str) -> None:
    """<A0 B1> = sqrt(2)/2 leaves <A0 B0> free up to 1; the ends are as far apart as a linear program sees."""
    text = (
        f'kind = "maximum"\nset = "{chosen}"\n{HEAD}[functional]\n"A0 B0" = "1"\n[[hypothesis]]\nname = "known"\n'
        'sense = "="\nvalue = "sqrt(2)/2"\n[hypothesis.functional]\n"A0 B1" = "1"\n'
    )
    code, document = answered(text)
    assert (code, document["bound"]) == (0, "1")
    assert "less than 2^-22 apart" in document["facts"]["irrational hypothesis known"]
