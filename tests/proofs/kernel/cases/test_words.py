"""The algebra of words: normal forms, products, adjoints."""

from fractions import Fraction as Q

import pytest

from proofs.kernel.errors import Budget
from proofs.kernel.symbols import Ring
from proofs.kernel.words import Alphabet, Operator, Scenario, Word
from tests.proofs.kernel.build import Document, node, scenario


def read(declared: Document) -> Scenario:
    return Scenario(node(declared), Ring({}, Budget(10**7)))


def alphabet(groups: str, involutions: str, *pairs: str) -> Alphabet:
    """One letter a character: its group, whether it is an involution; pairs of letters that commute."""
    size = len(groups)
    commute = [[f"{i}{j}" in pairs or f"{j}{i}" in pairs for j in range(size)] for i in range(size)]
    return Alphabet([int(g) for g in groups], [c == "i" for c in involutions], commute)


def normal(a: Alphabet, letters: str) -> str | None:
    word: Word = ()
    for letter in letters:
        longer = a.append(word, int(letter))
        if longer is None:
            return None
        word = longer
    return "".join(map(str, word))


FREE = alphabet("0112", "ippi")  # 0 and 3 involutions, 1 and 2 projectors of one input, nothing commutes
PAIRS = alphabet("0112", "ippi", "01", "02", "13", "23")  # 0 and 3 commute with both projectors


@pytest.mark.parametrize(
    ("letters", "result"),
    [
        ("", ""),
        ("0", "0"),
        ("00", ""),
        ("000", "0"),
        ("11", "1"),
        ("12", None),
        ("21", None),
        ("101", "101"),
        ("1001", "1"),
        ("1002", None),
        ("0330", ""),
        ("03300", "0"),
        ("10", "10"),
        ("030303", "030303"),
    ],
)
def test_normal_forms_without_commuting_letters(letters: str, result: str | None) -> None:
    assert normal(FREE, letters) == result


@pytest.mark.parametrize(
    ("letters", "result"),
    [
        ("10", "01"),
        ("01", "01"),
        ("101", "01"),
        ("010", "1"),
        ("102", None),
        ("31", "13"),
        ("1301", "130"),
        ("3131", "1"),
        ("3013", "1303"),
        ("30013", "1"),
        ("20301", None),
        ("0303", "0303"),
        ("2030", "0230"),
        ("03203", "02303"),
        ("31013", "1303"),
    ],
)
def test_normal_forms_with_commuting_letters(letters: str, result: str | None) -> None:
    assert normal(PAIRS, letters) == result


def test_a_letter_settles_before_the_first_larger_one_it_can_reach() -> None:
    a = alphabet("0123", "iiii", "01", "02", "03", "12", "13")  # only 2 and 3 do not commute
    assert normal(a, "3210") == "0132"
    assert normal(a, "2310") == "0123"
    assert normal(a, "2013") == "0123"
    assert normal(a, "1320") == "0132"
    assert normal(a, "32102") == "013"
    assert normal(a, "321023") == "01"


def test_letters_behind_a_removed_one_move_up() -> None:
    a = alphabet("012", "iii", "01", "12")
    # 0 and 2 do not commute; removing 1 leaves them as they are
    assert normal(a, "0121") == "02"
    assert normal(a, "1201") == "20"
    assert normal(a, "2101") == "20"


def test_products_of_different_parties_are_sorted() -> None:
    s = read(scenario("22", "22"))  # letters A0 A1 B0 B1 = 0 1 2 3
    assert s.times((2,), (0,)) == (0, 2)
    assert s.times((0, 3), (1, 2)) == (0, 1, 3, 2)
    assert s.times((0, 2), (0, 2)) == ()
    assert s.times((0, 1, 2), (1, 2)) == (0,)
    assert s.times((), ()) == ()


def test_products_of_projectors() -> None:
    s = read(scenario("32"))  # letters A0=0, A0=1, A1 = 0 1 2
    assert s.times((0,), (0,)) == (0,)
    assert s.times((0,), (1,)) is None
    assert s.times((0, 2), (2, 1)) is None
    assert s.times((0, 2), (2, 0)) == (0,)
    assert s.times((0, 2), (0, 2)) == (0, 2, 0, 2)
    # asked again, from memory
    assert s.times((0,), (1,)) is None
    assert s.times((0, 2), (2, 0)) == (0,)
    # zero stays zero whatever comes after it
    assert s.times((0,), (1, 2, 1)) is None


def test_adjoints_reverse_the_letters_of_a_party() -> None:
    s = read(scenario("22", "22"))
    assert s.adjoint({(0, 1, 2, 3): Q(1)}) == {(1, 0, 3, 2): 1}
    assert s.adjoint({(0, 1, 0): Q(1)}) == {(0, 1, 0): 1}
    assert s.adjoint({}) == {}
    assert s.adjoint({(0, 1): Q(2), (1, 0): Q(3), (): Q(1)}) == {(1, 0): 2, (0, 1): 3, (): 1}


def test_operators_are_added_without_zeros() -> None:
    s = read(scenario("22"))
    total: Operator = {(): Q(1), (0,): Q(2)}
    s.add(total, {(0,): Q(1), (1,): Q(1)}, Q(-2))
    assert total == {(): 1, (1,): -2}
    s.add(total, {(1,): Q(5)}, Q(0))
    assert total == {(): 1, (1,): -2}
    s.add(total, {(0,): Q(5)}, Q(0))
    assert total == {(): 1, (1,): -2}


def test_operators_are_multiplied_term_by_term() -> None:
    s = read(scenario("2", "2"))
    one_plus_a: Operator = {(): Q(1), (0,): Q(1)}
    one_minus_a: Operator = {(): Q(1), (0,): Q(-1)}
    assert s.multiply(one_plus_a, one_minus_a) == {}
    assert s.multiply(one_plus_a, one_plus_a) == {(): 2, (0,): 2}
    assert s.multiply(one_plus_a, {(1,): Q(3)}) == {(1,): 3, (0, 1): 3}
    assert s.multiply({}, one_plus_a) == {}


def test_products_with_projectors_that_vanish() -> None:
    s = read(scenario("3"))
    assert s.multiply({(0,): Q(2)}, {(0,): Q(3), (1,): Q(5)}) == {(0,): 6}
    assert s.multiply({(): Q(1), (0,): Q(-1)}, {(0,): Q(1)}) == {}


def test_the_square_of_chsh() -> None:
    s = read(scenario("22", "22"))
    chsh: Operator = {(0, 2): Q(1), (0, 3): Q(1), (1, 2): Q(1), (1, 3): Q(-1)}
    # 4 - [A0, A1] [B0, B1]
    assert s.multiply(chsh, chsh) == {
        (): 4, (0, 1, 2, 3): -1, (0, 1, 3, 2): 1, (1, 0, 2, 3): 1, (1, 0, 3, 2): -1,
    }  # fmt: skip


def test_commuting_inputs_of_one_party() -> None:
    s = read({**scenario("222", "2"), "commuting": [["A0", "A1"]]})
    assert s.times((1,), (0,)) == (0, 1)
    assert s.times((2,), (0,)) == (2, 0)
    assert s.times((0, 1), (0, 1)) == ()
    assert s.alphabet.commute[0][1]
    assert s.alphabet.commute[1][0]
    assert s.alphabet.commute[0][3]
    assert not s.alphabet.commute[0][2]
    assert not s.alphabet.commute[1][2]
    assert not s.alphabet.commute[0][0]
