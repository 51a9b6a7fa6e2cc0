"""What checking costs in units of the budget: the same everywhere, so that LIMIT is the same verdict everywhere.

A kernel that charges otherwise has other prices; they are then copied from the failure.
"""

from collections.abc import Callable
from fractions import Fraction

import pytest

from proofs.kernel import check
from proofs.kernel.check import check_bytes
from proofs.kernel.errors import Budget
from tests.proofs.kernel import examples
from tests.proofs.kernel.build import Document, encode, put, scenario
from tests.proofs.kernel.cases import test_costs as costs
from tests.proofs.kernel.cases import test_farkas as farkas
from tests.proofs.kernel.cases import test_gram as gram
from tests.proofs.kernel.cases import test_guessing as guessing
from tests.proofs.kernel.cases import test_hypotheses as hypotheses
from tests.proofs.kernel.cases import test_lp_dual as dual
from tests.proofs.kernel.cases import test_ordered as ordered
from tests.proofs.kernel.cases import test_point as point
from tests.proofs.kernel.cases import test_sos as sos
from tests.proofs.kernel.examples import qubit
from tests.proofs.kernel.rounds import correlated, experiment, one_round

BUDGET = 10**9
LONG = "1" + "0" * 700


def long_gram() -> Document:
    """A Gram matrix with entries of 700 digits, twice the identity of an easy one."""
    return put(
        put(examples.gram(), gram.G + "/denominator", f"2{LONG[1:]}"), gram.G + "/rows", [[LONG], [f"-{LONG}", LONG]]
    )


def long_factor() -> Document:
    return put(long_gram(), gram.G + "/factor", {"scale": "1", "rows": [[LONG[:351]], [f"-{LONG[:351]}", "0"]]})


def long_model() -> Document:
    """A qubit rotated by an angle with long rational sine and cosine."""
    t = 10**200
    cosine, sine = f"{t * t - 1}/{t * t + 1}", f"{2 * t}/{t * t + 1}"
    base = put(examples.qubit(), "/witness/models/0/operators/A1", [[cosine, sine], [sine, f"-{cosine}"]])
    return put(base, "/statement/values/1/functional", [["1", "A0 A1 A0"], ["1", "A1"]])


def long_table() -> Document:
    cells = [[f"{10**300 + k}/{3 * 10**300 + 1}", f"A0={a} B0={b}"] for k, (a, b) in enumerate(dual_cells())]
    return put(examples.entropy(), "/witness/attained/witness/behaviour", cells)


def uneven_model() -> Document:
    """A state with a short and a long amplitude."""
    base = put(qubit(), "/witness/models/0/state", ["1", f"1/{LONG}"])
    return put(base, "/witness/norm", str(1 + Fraction(1, int(LONG) ** 2)))


def one_word(*values: str) -> Document:
    """A qubit with values of one long word."""
    entries = [{"functional": [["1", "A0 A1 A0 A1 A0 A1 A0"]], "value": value} for value in values]
    return put(qubit(), "/statement/values", entries)


def uneven_matrix() -> Document:
    """A matrix with short and long columns."""
    t = 10**200
    cosine, sine = f"{t * t - 1}/{t * t + 1}", f"{2 * t}/{t * t + 1}"
    rows = [["1", "0", "0"], ["0", cosine, sine], ["0", sine, f"-{cosine}"]]
    model = {"weight": "1", "dimensions": ["3"], "state": ["1", "0", "0"], "operators": {"A0": rows}}
    base = put(qubit(), "/statement/scenario", scenario("2"))
    base = put(base, "/statement/values", [{"functional": [["1", "A0"]], "value": "1"}])
    return put(base, "/witness/models/0", model)


def uneven_word() -> Document:
    """The mean of a word of a short letter and a long one."""
    t = 10**200
    cosine, sine = f"{t * t - 1}/{t * t + 1}", f"{2 * t}/{t * t + 1}"
    base = put(qubit(), "/witness/models/0/operators/A1", [[cosine, sine], [sine, f"-{cosine}"]])
    values = [{"functional": [["1/2", "A0 A1"], ["1/2", "A1 A0"]], "value": cosine}]
    return put(base, "/statement/values", values)


def long_hypothesis() -> Document:
    """An operator with a long coefficient that annihilates a short state."""
    base = hypotheses.HOLDS["an annihilator"]
    return put(base, "/statement/hypotheses/0/polynomial", [[LONG, ""], [f"-{LONG}", "A0"]])


def dual_cells() -> list[tuple[int, int]]:
    return [(a, b) for a in (0, 1) for b in (0, 1)]


DOCUMENTS: dict[str, Callable[[], Document]] = {
    **examples.ALL,
    "many rounds": correlated,
    "experiment": experiment,
    "experiment, quantum": lambda: experiment("analytic", "azuma"),
    "one round, quantum": lambda: one_round("analytic", "quantum"),
    "factor": lambda: gram.with_factor("3", ["3"], ["-3", "0"]),
    "algebraic matrix": lambda: gram.algebraic(["1"], [["0", "-1/2"], "1"]),
    "projectors": lambda: gram.ternary("A0=0"),
    "long matrix": long_gram,
    "long factor": long_factor,
    "mean": sos.mean,
    "relation": sos.relation,
    "positive": sos.positive,
    "annihilates": sos.annihilates,
    "local": dual.local,
    "parametric": dual.parametric,
    "events of three": lambda: dual.weighted(["1/3", "2/3", "1"], ["A0=1 B0=0", "A0=1", "A0=2"]),
    "boxes": guessing.boxes,
    "coins": guessing.coins,
    "squares of branches": guessing.anticommuting,
    "order": ordered.signalled,
    "table in order": lambda: ordered.table(["1", "A0=0 B0=0"], ["1", "A1=0 B0=1"]),
    "rotation": point.rotated,
    "projectors of a model": lambda: point.qutrit(point.ONE_ZERO, point.ZERO_ONE),
    "commuting": lambda: point.commuting([["1", "0"], ["0", "1"]]),
    "positive of a model": lambda: hypotheses.HOLDS["a complex positive operator"],
    "long model": long_model,
    "long strategies": lambda: put(dual.local(), "/statement/bound", LONG),
    "uneven model": uneven_model,
    "long table": long_table,
    "uneven matrix": uneven_matrix,
    "uneven word": uneven_word,
    "long hypothesis": long_hypothesis,
    "a word": lambda: one_word("0"),
    "a word again": lambda: one_word("0", "0"),
    "nothing": farkas.operators,
    "long fractions": lambda: costs.fractions(3),
    "long squares": lambda: costs.long_squares(3),
    "long matrix of a model": lambda: costs.matrix(200, 3),
    "parties": lambda: costs.parties(5),
    "parties in order": lambda: costs.ordered(5),
    "power of a polynomial": lambda: costs.cone(4),
    "sign near zero": lambda: costs.sign(60),
    "strategies of five": lambda: costs.many_strategies(5),
    "functions": costs.powers,
}
PRICES: dict[str, int] = {
    "squares": 6118,
    "gram": 5114,
    "tsirelson": 55867,
    "symbolic": 11669,
    "cone": 79062,
    "events": 526,
    "strategies": 1928,
    "conditional": 1687,
    "strategy": 1226,
    "qubit": 3244,
    "singlet": 26544,
    "box": 2774,
    "enclosed": 211,
    "contradiction": 587,
    "entropy": 9694,
    "extractor": 0,
    "sure": 16506,
    "circle": 24149,
    "estimated": 419680,
    "majorised": 134504,
    "steered": 20788,
    "surprising": 7376,
    "explicit": 11896,
    "many rounds": 12514,
    "experiment": 70310,
    "experiment, quantum": 489846,
    "one round, quantum": 383402,
    "factor": 5112,
    "algebraic matrix": 21768,
    "projectors": 2787,
    "long matrix": 5762,
    "long factor": 5274,
    "mean": 8244,
    "relation": 8933,
    "positive": 7457,
    "annihilates": 10633,
    "local": 1982,
    "parametric": 2910,
    "events of three": 686,
    "boxes": 2379,
    "coins": 3391,
    "squares of branches": 6545,
    "order": 2384,
    "table in order": 2225,
    "rotation": 12355,
    "projectors of a model": 4518,
    "commuting": 4331,
    "positive of a model": 6162,
    "long model": 1343,
    "long strategies": 2407,
    "uneven model": 29328,
    "long table": 9810,
    "uneven matrix": 43849,
    "uneven word": 55983,
    "long hypothesis": 10163,
    "a word": 11135,
    "a word again": 12437,
    "nothing": 6381,
    "long fractions": 68844,
    "long squares": 76936,
    "long matrix of a model": 20843,
    "parties": 6586,
    "parties in order": 15100,
    "power of a polynomial": 178624,
    "sign near zero": 203874,
    "strategies of five": 2730,
    "functions": 16637871,
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_price_of_a_document(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    budget = Budget(BUDGET)
    monkeypatch.setattr(check, "work_budget", lambda: budget)
    verdict = check_bytes(encode(DOCUMENTS[name]()))
    assert verdict.code != "work"
    assert {name: BUDGET - budget.units} == {name: PRICES.get(name)}
