"""Each operator yields the changes it is for, and leaves message text alone."""

import ast

import pytest

from tests.mutation.operators import mutants


def changed(text: str) -> set[str]:
    return {mutant.after for mutant in mutants(text, "x.py")}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a < b", {"(a <= b)", "(a >= b)"}),
        ("a == b", {"(a != b)"}),
        ("a in b", {"(a not in b)"}),
        ("a and b and c", {"(a or b or c)", "(b and c)", "(a and c)", "(a and b)"}),
        ("not a", {"(a)"}),
        ("-a", {"(a)"}),
        ("a + b", {"(a - b)"}),
        ("a << b", {"(a >> b)"}),
        ("x += y", {"pass", "x -= y"}),
        ("raise E", {"pass"}),
        ("raise E('a message of words')", {"pass"}),
        ("f(a)", {"pass"}),
        ("LIMIT = 8", {"(9)", "(7)"}),
        ("x = True", {"(False)"}),
        ("x = 'code'", {"('codeXX')"}),
        ("x = a if b else c", {"(a)", "(c)"}),
        ("x = [a for a in b if c]", {"True"}),
        ("x = any(a)", {"(all(a))"}),
        ("while a:\n    break", {"continue"}),
    ],
)
def test_an_operator_yields_its_changes(text: str, expected: set[str]) -> None:
    assert changed(text) == expected


@pytest.mark.parametrize(
    "text",
    ["'''Doc.'''", "def f():\n    'doc'\n    return x", "x = 'words of a message'", "x = f'{a}b'", "x: 'int' = y"],
)
def test_text_for_readers_and_types_is_left_alone(text: str) -> None:
    assert changed(text) == set()


def test_a_mutant_is_the_module_with_one_place_changed() -> None:
    text = "ä = 'é ß'\n\n\ndef f(a, b):\n    return a < b  # ü\n"
    first, second = mutants(text, "x.py")
    assert first.text == text.replace("a < b", "(a <= b)")
    assert (first.function, first.line, second.after) == ("f", 5, "(a >= b)")


def test_a_change_knows_the_first_line_of_its_statement() -> None:
    text = "def f(a):\n    return [\n        a,\n        3,\n    ]\n"
    assert [(mutant.statement, mutant.line) for mutant in mutants(text, "x.py")] == [(2, 4), (2, 4)]


def test_a_key_survives_edits_elsewhere_and_tells_equal_changes_apart() -> None:
    text = "def f(a):\n    g(a)\n    g(a)\n"
    keys = [mutant.key for mutant in mutants(text, "x.py")]
    assert len(set(keys)) == 2
    assert [mutant.key for mutant in mutants("import y\n\n\n" + text, "x.py")] == keys
    assert [mutant.key for mutant in mutants(text, "z.py")] != keys


def test_every_mutant_is_a_program() -> None:
    text = (
        "def f(a, *b):\n    if (a\n            < b[-1]):\n        raise E from None\n    return {**a, 'k': 1 + 2 * 3}\n"
    )
    for mutant in mutants(text, "x.py"):
        ast.parse(mutant.text)
