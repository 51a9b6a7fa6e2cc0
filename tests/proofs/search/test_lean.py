"""Theorems written for Lean: what the text says is calculated with matrices; Lean itself is not asked here."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from oracle.resources import certificates_dir
from proofs.search.language.failure import Failure, Kind
from proofs.search.lean import lean_text

SHIPPED = sorted(certificates_dir().rglob("*.cert.json"))
CHSH = certificates_dir() / "pironio2010" / "quantum-bound.cert.json"


def exportable() -> list[Path]:
    found = []
    for path in SHIPPED:
        if path.stat().st_size < 20_000 and json.loads(path.read_bytes())["rule"] == "sos":
            try:
                lean_text(path.read_bytes(), "")
            except Failure:
                continue
            found.append(path)
    return found


class Matrix:
    """An element of the algebra, as Lean writes it: `+`, `-`, `*`, real multiples."""

    def __init__(self, value: Any) -> None:
        self.value = value

    def __add__(self, other: Matrix) -> Matrix:
        return Matrix(self.value + other.value)

    def __sub__(self, other: Matrix) -> Matrix:
        return Matrix(self.value - other.value)

    def __mul__(self, other: Matrix) -> Matrix:
        return Matrix(self.value @ other.value)

    def __rmul__(self, other: float) -> Matrix:
        return Matrix(other * self.value)


def observable(generator: np.random.Generator, size: int) -> Any:
    """A random symmetric matrix with square 1."""
    basis = np.linalg.qr(generator.normal(size=(size, size)))[0]
    return basis @ np.diag(generator.choice([1.0, -1.0], size)) @ basis.T


def model(text: str, seed: int = 5, size: int = 3) -> dict[str, Any]:
    """Matrices for the letters of the structure: each party acts on a factor of its own."""
    generator = np.random.default_rng(seed)
    letters = re.findall(r"^  (\w+)_inv : ", text, re.MULTILINE)
    parties = sorted({letter[0] for letter in letters})
    space: dict[str, Any] = {"ONE": Matrix(np.eye(size ** len(parties))), "star": lambda x: Matrix(x.value.T)}
    for letter in letters:
        factors = [observable(generator, size) if party == letter[0] else np.eye(size) for party in parties]
        total = np.eye(1)
        for factor in factors:
            total = np.kron(total, factor)
        space[letter] = Matrix(total)
    return space


def value(expression: str, space: dict[str, Any]) -> Any:
    """A term of Lean, as a matrix."""
    python = re.sub(r"√([0-9]+)", r"(\1 ** 0.5)", expression)
    python = python.replace("(1 : R)", "ONE").replace(" : ℝ", "").replace(" : R", "").replace(" • ", " * ")
    python = re.sub(r"star (\w+)", r"star(\1)", python)
    return eval(python, {"__builtins__": {}}, space)  # noqa: S307 - text that this test has just had written


def parts(text: str) -> tuple[str, str, dict[str, str], list[str]]:
    """Both sides of the identity, the squares, and their weights."""
    found = re.search(r"have key : (.*) =\n\s+(.*) := by", text)
    assert found is not None
    squares = dict(re.findall(r"let (q\d+) : R := (.*)", text))
    return found[1], found[2], squares, re.findall(r"have h\d+ : 0 ≤ (\(.* : ℝ\)) • ", text)


def holds(text: str) -> bool:
    """Whether the two sides of the identity agree in a random model, with weights that are not negative."""
    left, right, squares, weights = parts(text)
    space = model(text)
    space.update({name: value(square, space) for name, square in squares.items()})
    signs = [value(weight, space) >= 0 for weight in weights]
    return all(signs) and np.allclose(value(left, space).value, value(right, space).value, atol=1e-7)


def test_there_are_certificates_to_write() -> None:
    names = {path.name for path in exportable()}
    assert "quantum-bound.cert.json" in names
    assert len(names) > 5


@pytest.mark.parametrize("path", exportable(), ids=lambda path: path.stem)
def test_the_identity_holds_in_a_random_model(path: Path) -> None:
    text = lean_text(path.read_bytes(), "a title")
    assert holds(text)


@pytest.mark.parametrize(
    ("right", "wrong"), [("(2 * √2 : ℝ) • (1", "(3 * √2 : ℝ) • (1"), ("(A1 * B1", "(A0 * B1"), ("√2", "√3")]
)
def test_a_wrong_identity_is_noticed(right: str, wrong: str) -> None:
    text = lean_text(CHSH.read_bytes(), "a title")
    assert right in text
    assert holds(text)
    assert not holds(text.replace(right, wrong))


def test_the_shape_of_the_file() -> None:
    text = lean_text(CHSH.read_bytes(), "a title")
    assert text.startswith("/-\na title\n")
    assert "has not been compiled" in text
    for line in (
        "  B0_A0 : B0 * A0 = A0 * B0",
        "    [IsOrderedModule ℝ R] [StarModule ℝ R] (A0 A1 B0 B1 : R) (T : IsTuple A0 A1 B0 B1) :",
        "  have root : √2 * √2 = (2 : ℝ) := Real.mul_self_sqrt (by norm_num)",
        "  exact sub_nonneg.mp pos",
    ):
        assert f"\n{line}\n" in text
    assert "B0_B1" not in text  # nothing is said about operators of one party
    for opening, closing in ("()", "[]", "{}"):
        assert text.count(opening) == text.count(closing)
    assert "sorry" not in text


def test_a_rational_bound_needs_no_root() -> None:
    text = next(t for p in exportable() if "√" not in (t := lean_text(p.read_bytes(), "")))
    assert "root" not in text


REFUSED = {
    "another rule": ("lp-dual", "valid/local.json"),
    "symbols": ("sos", "valid/tilted.json"),
    "hypotheses": ("sos", "valid/four-kinds.json"),
    "more outcomes": ("sos", "valid/gram-factor.json"),
    "commuting inputs": ("sos", "valid/commuting.json"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_has_no_form_is_refused(case: str) -> None:
    rule, name = REFUSED[case]
    path = certificates_dir() / "vectors" / rule / name
    if not path.exists():
        path = sorted((certificates_dir() / "vectors" / rule / "valid").glob("*.json"))[0]
    with pytest.raises(Failure) as refusal:
        lean_text(path.read_bytes(), "")
    assert refusal.value.kind is Kind.NOT_EXPORTABLE


def test_a_cubic_field_is_refused() -> None:
    document = json.loads(CHSH.read_bytes())
    document["statement"]["field"]["minimal-polynomial"] = ["-2", "0", "0", "1"]
    with pytest.raises(Failure, match="square root"):
        lean_text(json.dumps(document).encode(), "")
