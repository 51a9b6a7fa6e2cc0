"""Checks of li2024: each fails for another figure than the printed one, and closed forms have their edges."""

from fractions import Fraction

import pytest

from oracle.ledger.checks import checks_of
from oracle.papers.li2024 import ghz
from oracle.papers.li2024.certified_states import certificate, visibility_of
from oracle.papers.li2024.checks.perfect_guessing import attack_of
from oracle.papers.li2024.checks.squeezed import assemblage, guessed
from proofs.kernel.check import check_bytes

CHECKS = checks_of("li2024")
RIGHT = {
    "joint_threshold": ("0.5",), "steering_with_two": ("0.5",), "not_both": ("0.50", "0.69"), "two_bits": ("2", "1"),
    "threshold_printed_differs": ("0.70", "0.69"), "other_keys": ("0.5",), "footnote_printed": ("0.001",),
}  # fmt: skip
WRONG = [
    ("joint_threshold", ("0.51",)), ("steering_with_two", ("0.49",)), ("not_both", ("0.49", "0.69")),
    ("two_bits", ("3", "1")), ("two_bits", ("2", "0.9")), ("threshold_printed_differs", ("0.71", "0.69")),
    ("threshold_printed_differs", ("0.70", "0.72")), ("other_keys", ("0.6",)), ("footnote_printed", ("0.1",)),
]  # fmt: skip


@pytest.mark.parametrize("name", RIGHT)
def test_a_check_holds_for_what_is_printed(name: str) -> None:
    assert CHECKS[f"li2024.{name}"](*RIGHT[name]).holds


@pytest.mark.parametrize(("name", "printed"), WRONG)
def test_a_check_fails_for_another_figure(name: str, printed: tuple[str, ...]) -> None:
    assert not CHECKS[f"li2024.{name}"](*printed).holds


@pytest.mark.parametrize(
    "data",
    [
        ghz.perfect(Fraction(51, 100)), ghz.perfect_separate(Fraction(71, 100)),
        ghz.perfect_xz(Fraction(57, 100), Fraction(0)), ghz.perfect_xz(Fraction(58, 100), Fraction(3, 20)),
        ghz.curve(Fraction(5, 2)), ghz.robust(2, Fraction(199, 100)),
    ],
)  # fmt: skip
def test_a_closed_form_is_refused_beyond_its_range(data: bytes) -> None:
    assert check_bytes(data).verdict == "REJECTED"


def test_a_model_beyond_its_visibility_is_refused() -> None:
    scene, mu, hidden = ghz.model_xy(2, Fraction(51, 100))
    assert check_bytes(ghz.hidden_model(scene, ghz.ghz(scene, mu), hidden)).verdict == "REJECTED"


def test_what_is_known_from_a_model_is_less_for_less_of_it() -> None:
    scene, _, hidden = ghz.model_xy(1, Fraction(1, 2))
    half = {k: ghz.QUBIT.scaled(v, Fraction(1, 2)) for k, v in hidden.items()}
    assert attack_of(scene, half, (0,))[0].probability == Fraction(1, 2)


def test_the_visibility_of_a_shipped_attack_is_read_from_its_means() -> None:
    assert visibility_of(certificate("perfect")) == Fraction(1, 2)
    assert visibility_of(certificate("attack")) == Fraction(4, 5)


@pytest.mark.parametrize("eta", [0.0, 0.5, 1.0])
def test_both_outcomes_of_x_are_not_known_for_sure_at_three_transmissions(eta: float) -> None:
    """The states are rounded to 2^-44; the audit runs without a solver, so this is a test and no check."""
    pytest.importorskip("clarabel", reason="clarabel is optional and not installed")
    assert guessed(eta) < Fraction(99, 100)


def test_the_squeezed_state_is_an_assemblage_and_symmetric() -> None:
    one, two = assemblage(0.25), assemblage(0.75)
    short = max(one.system.shortfall(one.state(cell)) for cell in one.untrusted.cells)
    assert short < Fraction(1, 10**9)
    for b in range(4):
        for c in range(4):
            left, right = one.state(((0, b), (2, c))), two.state(((0, c), (2, b)))
            assert max(abs(x - y) for x, y in zip(left, right, strict=True)) < Fraction(1, 10**9)
