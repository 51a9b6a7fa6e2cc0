"""What a text may hold outside of its placeholders: words and names, no figure, sign or operator."""

import pytest

from oracle.ledger.texts import filled, placeholders, unbound


@pytest.mark.parametrize(
    "text",
    [
        "S_1 of equation (7) is at most {bound}",
        "eqs. (13) and (14), theorems 2, 3 and 5, table 2 and row 3",
        "B_{0,1} commutes with B_0 and with B_y1",
        "the level 1+AB and A0 B1",
        "the input (0,1), in {n}-bit words, as K-dagger K",
        "{share} % of (6)",
    ],
)
def test_names_and_words_are_not_statements(text: str) -> None:
    assert unbound(text) == ""


@pytest.mark.parametrize(
    ("text", "stray"),
    [
        ("at most 2", "2"),
        ("at most 2e-8", "2"),
        ("{n} + 1", "+"),
        ("x < y", "<"),
        ("a = b", "="),
        ("minus -x", "-"),
        ("-{x}", "-"),
        ("{x} - {y}", "-"),
        ("log2 of it", "log2"),
        ("sqrt of it", "sqrt"),
        ("2.292(2)", "2"),
        ("theorem 2.5", "2"),
        ("run 3016", "3"),
        ("equations (3) and (300)", "3"),
        ("step 4", "4"),
        ("level 1+ab2", "1"),
        ("S_2 * S_1", "*"),
    ],
)
def test_a_statement_outside_of_a_placeholder_is_named(text: str, stray: str) -> None:
    assert unbound(text) == stray


def test_placeholders_and_what_they_show() -> None:
    assert placeholders("{a} and {b_2}, B_{0,1}") == ["a", "b_2"]
    assert filled("{a} and {b}, B_{a}", {"a": "1"}) == "1 and {b}, B_{a}"
