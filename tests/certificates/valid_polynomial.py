"""Valid comparisons of polynomials, written out: identities, squares, relations, conditions, multipliers."""

from __future__ import annotations

from tests.certificates.edits import Document
from tests.certificates.valid import SQRT2, certificate

ONE = ["1", "1"]  # the square of 1 with weight 1


def comparison(symbols: str, claims: list[list[str]], proofs: list[Document], **more: Document) -> Document:
    """A certificate; the keyword `point` belongs to the witness, the others to the statement."""
    witness: Document = {"proofs": proofs}
    if "point" in more:
        witness["point"] = more.pop("point")
    statement = {"kind": "comparison", "symbols": symbols.split(), "claims": claims, **more}
    return certificate("polynomial", statement, witness)


def product(*squares: list[str], conditions: tuple[str, ...] = ()) -> Document:
    return {"squares": [list(s) for s in squares], **({"conditions": list(conditions)} if conditions else {})}


POLYNOMIAL: dict[str, Document] = {
    "identity": comparison("x y", [["(x + y)*(x - y)", "=", "x^2 - y^2"]], [{}]),
    "numbers": comparison("", [["2*(3/4 - 1/12)", "=", "4/3"], ["1/3", ">", "1/4"]],
                          [{}, {"products": [product(["1/12", "1"])]}]),
    "means": comparison("x y", [["2*x*y", "<=", "x^2 + y^2"]], [{"products": [product(["1", "x - y"])]}]),
    "circle": comparison(
        "c s", [["c^4 - s^4", "=", "2*c^2 - 1"], ["c*s", "<=", "1/2"], ["c + s", "<", "3/2"]],
        [
            {"relations": ["c^2 - s^2 - 1"]},
            {"relations": ["-1/2"], "products": [product(["1/2", "c - s"])]},
            {"relations": ["-2/3"], "products": [product(["2/3", "c - 3/4"], ["2/3", "s - 3/4"], ["1/12", "1"])]},
        ],
        relations=[["c^2 + s^2", "=", "1"]], point={"c": "3/5", "s": "-4/5"},
    ),
    "box": comparison(
        "x y", [["x + y", "<=", "1 + x*y"], ["x*(1 - x)", ">=", "0"], ["x^2", "<=", "1"]],
        [
            {"products": [product(ONE, conditions=("1", "3"))]},
            {"products": [product(ONE, conditions=("0", "1"))]},
            {"products": [product(ONE, conditions=("1",)), product(ONE, conditions=("0", "1"))]},
        ],
        conditions=[["x", ">=", "0"], ["x", "<=", "1"], ["y", ">=", "0"], ["1", ">=", "y"]],
        point={"x": "0", "y": "1"},
    ),
    "strict": comparison(
        "x y", [["x + y^2", ">", "0"], ["x*y*y", ">=", "-x"]],
        [
            {"products": [product(ONE, conditions=("0",)), product(["1", "y"])]},
            {"products": [product(ONE, ["1", "y"], conditions=("0",))]},
        ],
        conditions=[["x", ">", "0"]], point={"x": "1/7", "y": "0"},
    ),
    "multiplier": comparison(
        # (r + 2) (r - 2) = 4 + 2 b^2 where r^2 = 8 + 2 b^2
        "b r", [["r", ">", "2"]],
        [{"multiplier": [product(ONE, conditions=("0",)), product(["2", "1"])], "relations": ["1"],
          "products": [product(["4", "1"], ["2", "b"])]}],
        relations=[["r^2", "=", "8 + 2*b^2"]], conditions=[["r", ">", "0"]], point={"b": "2", "r": "4"},
    ),
    "cancelled": comparison(
        "x y", [["y", "=", "1"]],
        [{"multiplier": [product(ONE, conditions=("0",))], "relations": ["1"]}],
        relations=[["x*y", "=", "x"]], conditions=[["x", ">", "0"]], point={"x": "2", "y": "1"},
    ),
    "field": comparison(
        "x", [["(x - alpha)*(x + alpha)", "=", "x^2 - 2"], ["x^2 + 2", ">=", "2*alpha*x"], ["alpha*x^2", ">=", "0"]],
        [{}, {"products": [product(["1", "x - alpha"])]}, {"products": [{"squares": [[["0", "1"], "x"]]}]}],
        field=SQRT2,
    ),
    "spelling": comparison("x y", [["-x^2/4*y + (-x)^2*(y/2)/2", "=", "-(((0)))"]], [{}]),
    "unchecked": comparison(
        "x", [["x^4", "=", "4"]], [{"relations": ["x^2 + 2"]}], relations=[["x^2", "=", "2"]], vacuity="unchecked",
    ),
}  # fmt: skip
