"""A certificate of rule `sos` as a theorem in Lean, in the form of mathlib's page about Tsirelson's inequality.

The file states the bound for all ordered *-algebras over the reals with self-adjoint involutions of which those of
different parties commute, and proves it by the squares of the certificate: the slack is a sum of nonnegative multiples
of `star X * X`.  It is written from a template and is not compiled here: Lean is the judge of it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import isqrt
from typing import Any

from proofs.search.language.failure import Failure, Kind
from proofs.search.language.write import FORMAT

Word = tuple[str, ...]
DIGITS = 60  # binary places of the rational bounds of the square root


@dataclass(frozen=True)
class Surd:
    """a + b sqrt(n), exactly; n is fixed for a certificate, and 0 where no field is declared."""

    a: Fraction
    b: Fraction
    n: int

    def __add__(self, other: Surd) -> Surd:
        return Surd(self.a + other.a, self.b + other.b, self.n)

    def __neg__(self) -> Surd:
        return Surd(-self.a, -self.b, self.n)

    def __mul__(self, other: Surd) -> Surd:
        return Surd(self.a * other.a + self.n * self.b * other.b, self.a * other.b + self.b * other.a, self.n)

    def __bool__(self) -> bool:
        return bool(self.a or self.b)

    def inverse(self) -> Surd:
        norm = self.a * self.a - self.n * self.b * self.b
        return Surd(self.a / norm, -self.b / norm, self.n)

    def text(self) -> str:
        """As a real number of Lean."""
        root = "" if not self.b else f"√{self.n}" if self.b == 1 else f"{_fraction(self.b)} * √{self.n}"
        plain = _fraction(self.a) if self.a or not root else ""
        return f"({' + '.join(part for part in (plain, root) if part)} : ℝ)"


def _fraction(x: Fraction) -> str:
    return f"({x})" if x < 0 or x.denominator > 1 else str(x)


Element = dict[Word, Surd]


class _Reader:
    """The numbers and words of one certificate."""

    def __init__(self, statement: Mapping[str, Any]) -> None:
        for key in ("symbols", "hypotheses"):
            if key in statement:
                raise Failure(Kind.NOT_EXPORTABLE, "certificate", "Lean gets bounds without {key}", key=key)
        scenario = statement["scenario"]
        inputs = [(p["name"] + label, int(d)) for p in scenario["parties"] for label, d in p["inputs"]]
        if "commuting" in scenario or any(d != 2 for _, d in inputs):
            raise Failure(
                Kind.NOT_EXPORTABLE, "certificate", "Lean gets scenarios of inputs with two outcomes, none commuting"
            )
        self.letters = [name for name, _ in inputs]
        self.n, self.sign = _root(statement["field"]) if "field" in statement else (0, 1)

    def number(self, value: str | Sequence[str]) -> Surd:
        a, b = (value, "0") if isinstance(value, str) else value
        return Surd(Fraction(a), self.sign * Fraction(b), self.n)

    def word(self, text: str) -> Element:
        """The product of observables; the projector on an outcome is half of 1 plus or minus its observable."""
        total: Element = {(): self.number("1")}
        for atom in text.split(" ") if text else []:
            letter, event, outcome = atom.partition("=")
            half = self.number("1/2" if event else "1")
            factor: Element = {(): half} if event else {}
            factor[(letter,)] = -half if outcome == "1" else half
            total = {u + v: c * d for u, c in total.items() for v, d in factor.items()}
        return total

    def terms(self, terms: Sequence[Sequence[Any]]) -> Element:
        total: Element = {}
        for value, text in terms:
            for word, c in self.word(text).items():
                total[word] = total.get(word, self.number("0")) + self.number(value) * c
        return {word: c for word, c in total.items() if c}

    def gram(self, gram: Mapping[str, Any]) -> list[tuple[Surd, Element]]:
        """sum G_ij u_i* u_j as weighted squares, by elimination; the kernel has checked that G is positive."""
        words = [next(iter(self.word(text))) for text in gram["words"]]
        size, scale = len(words), self.number(f"1/{gram['denominator']}" if gram["denominator"] != "1" else "1")
        m = [[self.number("0")] * size for _ in words]
        for i, row in enumerate(gram["rows"]):
            for j, value in enumerate(row):
                m[i][j] = m[j][i] = self.number(value) * scale
        squares = []
        for k in range(size):
            if not m[k][k]:
                continue
            inverse = m[k][k].inverse()
            column = {i: m[i][k] * inverse for i in range(k, size) if m[i][k]}
            squares.append((m[k][k], {words[i]: c for i, c in column.items()}))
            pivot = m[k][k]
            for i, c in column.items():
                for j, d in column.items():
                    m[i][j] = m[i][j] + -(c * pivot * d)
        return squares


def _root(field: Mapping[str, Any]) -> tuple[int, int]:
    """n and the sign for alpha = sqrt(n) or -sqrt(n)."""
    c, linear, *higher = (int(x) for x in field["minimal-polynomial"])
    if linear or higher != [1]:
        raise Failure(
            Kind.NOT_EXPORTABLE, "certificate", "Lean gets rational numbers and the square root of one integer"
        )
    return -c, 1 if Fraction(field["root"][1]) > 0 else -1


def _element(element: Element) -> str:
    if not element:
        return "0"
    return " + ".join(f"{c.text()} • ({' * '.join(word) or '1'} : R)" for word, c in element.items())


def lean_text(data: bytes, title: str) -> str:
    """The file for Lean.

    Args:
        data: a certificate that the kernel proves.
        title: lines of its canonical text, for the comment.

    Raises:
        Failure: NOT_EXPORTABLE: another rule, hypotheses, symbols, more outcomes, another field.
    """
    document = json.loads(data)
    if document["rule"] != "sos":
        raise Failure(Kind.NOT_EXPORTABLE, "certificate", "Lean gets certificates of rule sos")
    statement, witness = document["statement"], document["witness"]
    reader = _Reader(statement)
    squares = [(reader.number(s["weight"]), reader.terms(s["polynomial"])) for s in witness.get("squares", [])]
    for gram in witness.get("grams", []):
        squares += reader.gram(gram)
    if "multiplier" in witness:
        inverse = reader.number(witness["multiplier"]).inverse()
        squares = [(weight * inverse, x) for weight, x in squares]
    functional, bound = (
        _element(reader.terms(statement["functional"])),
        f"{reader.number(statement['bound']).text()} • (1 : R)",
    )
    low, high = (functional, bound) if statement["sense"] == "<=" else (bound, functional)
    lines = [*_opening(title), *_structure(reader.letters), *_theorem(reader, low, high, squares)]
    return "\n".join(lines) + "\n"


def _opening(title: str) -> list[str]:
    return [
        "/-",
        *title.splitlines(),
        "",
        f"Written from a certificate of the format {FORMAT}. The template has not been compiled where it was written.",
        "-/",
        "import Mathlib",
        "",
    ]


def _pairs(letters: Sequence[str]) -> list[tuple[str, str]]:
    """(later, earlier) letters of different parties."""
    return [(b, a) for i, a in enumerate(letters) for b in letters[i + 1 :] if a[0] != b[0]]


def _structure(letters: Sequence[str]) -> list[str]:
    names = " ".join(letters)
    return [
        "/-- Observables with the values 1 and -1; those of different parties commute. -/",
        f"structure IsTuple {{R : Type*}} [Monoid R] [StarMul R] ({names} : R) : Prop where",
        *(f"  {a}_inv : {a} * {a} = 1" for a in letters),
        *(f"  {a}_sa : star {a} = {a}" for a in letters),
        *(f"  {b}_{a} : {b} * {a} = {a} * {b}" for b, a in _pairs(letters)),
        "",
    ]


def _theorem(reader: _Reader, low: str, high: str, squares: Sequence[tuple[Surd, Element]]) -> list[str]:
    letters, names = reader.letters, " ".join(reader.letters)
    count = range(len(squares))
    parts = [f"{weight.text()} • (star q{k} * q{k})" for k, (weight, _) in enumerate(squares)]
    total = " + ".join(parts) or "0"
    nonnegative = "le_refl 0" if not squares else "h0"
    for k in count[1:]:
        nonnegative = f"add_nonneg ({nonnegative}) h{k}"
    rules = [f"T.{a}_inv, {a}_inv'" for a in letters] + [f"T.{b}_{a}, {b}_{a}'" for b, a in _pairs(letters)]
    return [
        "theorem bound {R : Type*} [Ring R] [PartialOrder R] [StarRing R] [StarOrderedRing R] [Algebra ℝ R]",
        f"    [IsOrderedModule ℝ R] [StarModule ℝ R] ({names} : R) (T : IsTuple {names}) :",
        f"    {low} ≤",
        f"      {high} := by",
        *_root_facts(reader.n),
        *(f"  have {a}_inv' (x : R) : {a} * ({a} * x) = x := by rw [← mul_assoc, T.{a}_inv, one_mul]" for a in letters),
        *(
            f"  have {b}_{a}' (x : R) : {b} * ({a} * x) = {a} * ({b} * x) := by rw [← mul_assoc, T.{b}_{a}, mul_assoc]"
            for b, a in _pairs(letters)
        ),
        *(f"  let q{k} : R := {_element(x)}" for k, (_, x) in enumerate(squares)),
        f"  have key : {high} - ({low}) =",
        f"      {total} := by",
        f"    simp only [{', '.join([*(f'q{k}' for k in count), *(f'T.{a}_sa' for a in letters)])},",
        "      star_add, star_smul, star_mul, star_one, star_trivial]",
        "    simp only [mul_add, add_mul, smul_add, smul_mul_assoc, mul_smul_comm, smul_smul, mul_one, one_mul,",
        "      mul_assoc]",
        f"    simp only [{', '.join(rules)}, mul_one, one_mul]",
        "    match_scalars <;> first | ring1 | grind",
        *(_nonnegative(k, weight) for k, (weight, _) in enumerate(squares)),
        f"  have pos : 0 ≤ {total} := {nonnegative}",
        "  rw [← key] at pos",
        "  exact sub_nonneg.mp pos",
    ]


def _root_facts(n: int) -> list[str]:
    """The square of the root, and rational bounds of it, from which the signs of weights follow."""
    if not n:
        return []
    below = Fraction(isqrt(n << 2 * DIGITS), 1 << DIGITS)
    above = below + Fraction(1, 1 << DIGITS)
    return [
        f"  have root : √{n} * √{n} = ({n} : ℝ) := Real.mul_self_sqrt (by norm_num)",
        f"  have root_lower : ({below} : ℝ) ≤ √{n} := by nlinarith [root, Real.sqrt_nonneg {n}]",
        f"  have root_upper : √{n} ≤ ({above} : ℝ) := by nlinarith [root, Real.sqrt_nonneg {n}]",
    ]


def _nonnegative(k: int, weight: Surd) -> str:
    sign = "linarith [root_lower, root_upper]" if weight.b else "norm_num"
    return (
        f"  have h{k} : 0 ≤ {weight.text()} • (star q{k} * q{k}) := smul_nonneg (by {sign}) (star_mul_self_nonneg q{k})"
    )
