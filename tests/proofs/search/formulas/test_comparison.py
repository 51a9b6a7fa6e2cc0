"""Comparisons of polynomials: multipliers are found, and what cannot be found is said."""

from fractions import Fraction

import pytest

from proofs.kernel.check import check_bytes
from proofs.search.formulas.comparison import Product, comparison, identity
from proofs.search.language.failure import Failure, Kind
from proofs.search.language.write import Certificate, certificate_bytes

CIRCLE = [("c^2 + s^2", "=", "1")]
AT = {"c": Fraction(3, 5), "s": Fraction(-4, 5)}


def proved(found: Certificate) -> str:
    verdict = check_bytes(certificate_bytes(*found))
    assert verdict.verdict == "PROVED", verdict
    return verdict.statement


def test_identities_with_relations_and_without() -> None:
    assert proved(identity(["p"], ("p^3*(1 - p)/4 - p*(1 - p)^3/4", "p*(1 - p)*(2*p - 1)/4")))
    assert proved(identity([], ("2*(3/4 - 1/12)", "4/3")))
    claims = [("(c^2 - s^2)^2", "=", "1 - (2*c*s)^2"), ("c^4 - s^4", "=", "2*c^2 - 1")]
    text = proved(comparison(["c", "s"], claims, relations=CIRCLE, point=AT))
    assert text.count("claim: ") == 2


def test_inequalities_with_products_of_conditions() -> None:
    box = [("x", ">=", "0"), ("1", ">", "x")]
    products: list[list[Product]] = [[((0, 1), [("1", "1")])], [((1,), [("1", "1"), ("2", "x")])]]
    claims = [("x^2", "<=", "x"), ("1 - x + 2*x^2", ">", "2*x^3")]
    assert proved(comparison(["x"], claims, products, conditions=box, point={"x": 0}))


def test_without_a_point_the_text_says_so() -> None:
    claims = [("r^4", "=", "4")]
    assert "POSSIBLY VACUOUS" in proved(comparison(["r"], claims, relations=[("r^2", "=", "2")]))


@pytest.mark.parametrize(
    ("claim", "kind"),
    [
        (("c + s", "=", "1"), Kind.NO_ANSWER),
        (("c + t", "=", "1"), Kind.VALUE),
        (("c + ", "=", "1"), Kind.VALUE),
        (("c/0", "=", "1"), Kind.VALUE),
        (("c^s", "=", "1"), Kind.VALUE),
    ],
)
def test_what_is_not_found_or_not_read_is_said(claim: tuple[str, str, str], kind: Kind) -> None:
    with pytest.raises(Failure) as caught:
        comparison(["c", "s"], [claim], relations=CIRCLE, point=AT)
    assert caught.value.kind is kind
