"""The verb certify: verdicts, exit codes and certificates, for the examples and for problems of the tests."""

import json
from fractions import Fraction
from importlib.util import find_spec
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lp.coordinates import Scenario
from oracle.ask.answer import objects
from oracle.ask.reading import read_problem
from oracle.ask.solve import solve
from oracle.proved import proved
from proofs.kernel.check import check_bytes
from tests.lp.strategies import problems, strategies, strategy_value
from tests.oracle.runner import refused, run
from tests.oracle.toml import FOLDER, answered, text_of, toml
from tests.schema.schemas import complaints

LINEAR = {
    "maximum": ("PROVED", "7/8"),
    "minimum-local": ("PROVED", "-4"),
    "maximum-time-ordered": ("PROVED", "13/4"),
    "maximum-measurement-dependent": ("PROVED", "0"),
    "guessing": ("PROVED", "7/10"),
    "membership": ("SEPARATED", "0"),
    "membership-csv": ("INSIDE", None),
    "facet": ("FACET", "2"),
    "facet-nosignalling": ("FACET", "0"),
}
QUANTUM = {
    "maximum-quantum": "PROVED",
    "maximum-operator": "PROVED",
    "guessing-quantum": "PROVED",
    "guessing-counts": "PROVED",
    "entropy-quantum": "PROVED",
    "membership-quantum": "SEPARATED",
    "sequential": "PROVED",
    "sequential-counts": "PROVED",
    "sequential-kraus": "PROVED",
    "sequential-third": "PROVED",
}
CODES = {"PROVED": 0, "INSIDE": 0, "FACET": 0, "SEPARATED": 1, "EMPTY": 1, "NO-FACET": 1}
needs_solver = pytest.mark.skipif(find_spec("clarabel") is None, reason="clarabel is not installed")


def test_every_example_has_a_test() -> None:
    elsewhere = (Path(__file__).parents[1] / "ask" / "test_steering.py").read_text("utf-8")
    assembled = {path.stem for path in FOLDER.glob("steering-*.toml")}
    assert all(f'"{name.removeprefix("steering-")}"' in elsewhere for name in assembled)
    assert {path.stem for path in FOLDER.glob("*.toml")} == {*LINEAR, *QUANTUM, *assembled}


@pytest.mark.parametrize("name", LINEAR)
def test_examples(name: str, tmp_path: Path) -> None:
    verdict, bound = LINEAR[name]
    out, attained = tmp_path / "out.cert.json", tmp_path / "attained.cert.json"
    words = ["certify", str(FOLDER / f"{name}.toml"), "-o", str(out)]
    words += ["--attained", str(attained)] if name != "membership-csv" else []
    result = run(*words, "--json")
    document = json.loads(result.stdout)
    assert result.exit_code == CODES[verdict]
    assert complaints("certify", document) == []
    assert (document["verdict"], document["bound"]) == (verdict, bound)
    for entry in document["certificates"]:
        found = check_bytes(Path(entry["path"]).read_bytes())
        assert (found.verdict, found.sha256, found.statement) == ("PROVED", entry["sha256"], entry["statement"])
    assert document["statement"] == document["certificates"][0]["statement"]
    assert document["exact"] is (verdict == "PROVED")
    text = run(*words)
    assert text.exit_code == CODES[verdict]
    assert text.stdout.startswith(f"{verdict} {document['certificates'][0]['sha256']} ")
    assert all(f"  {line}\n" in text.stdout for line in document["statement"].split("\n"))


@needs_solver
@pytest.mark.parametrize("name", QUANTUM)
def test_quantum_examples(name: str, tmp_path: Path) -> None:
    out = tmp_path / "out.cert.json"
    result = run("certify", str(FOLDER / f"{name}.toml"), "-o", str(out), "--json")
    document = json.loads(result.stdout)
    assert document["verdict"] == QUANTUM[name]
    assert complaints("certify", document) == []
    assert result.exit_code == CODES[QUANTUM[name]]
    assert check_bytes(out.read_bytes()).statement == document["statement"]
    assert document["search"]["solver"] == ("clarabel" if name.startswith(("sequential", "entropy")) else "picos")
    assert not document["exact"]
    if name == "membership-quantum":
        assert Fraction(document["value"]) > Fraction(document["bound"])
        assert document["certificates"][1]["role"] == "excluded"
        assert "claim: no behaviour of the set satisfies" in document["certificates"][1]["statement"]


@needs_solver
def test_a_quantum_maximum_is_above_tsirelson_and_below_it_plus_the_loss() -> None:
    functional = {"A0 B0": Fraction(1), "A0 B1": Fraction(1), "A1 B0": Fraction(1), "A1 B1": Fraction(-1)}
    text = toml(Scenario.uniform(2, 2, 2), functional, "quantum", "maximum")
    code, document = answered('level = "1"\nsolver = "clarabel"\n' + text)
    assert code == 0
    bound = Fraction(document["bound"])
    assert bound**2 >= 8
    assert (bound - Fraction(1, 10**6)) ** 2 < 8
    code, document = answered('level = "1"\nsolver = "clarabel"\n' + text.replace("maximum", "minimum"))
    assert Fraction(document["bound"]) < 0
    assert (Fraction(document["bound"]) + Fraction(1, 10**6)) ** 2 < 8 <= Fraction(document["bound"]) ** 2


@settings(max_examples=8)
@given(problems(), st.sampled_from(["maximum", "minimum"]))
def test_random_scenarios_get_bounds_that_meet(
    drawn: tuple[Scenario, dict[str, Fraction], dict[str, Fraction]], kind: str
) -> None:
    scenario, functional, _ = drawn
    best = {}
    for chosen in ("local", "no-signalling"):
        code, document = answered(toml(scenario, functional, chosen, kind))
        assert (code, document["exact"]) == (0, True)
        best[chosen] = Fraction(document["bound"])
    values = [strategy_value(functional, strategy) for strategy in strategies(scenario)]
    assert best["local"] == (max(values) if kind == "maximum" else min(values))
    assert best["no-signalling"] >= best["local"] if kind == "maximum" else best["no-signalling"] <= best["local"]


def noisy_box(visibility: Fraction) -> str:
    cells = [(x, y, a, b) for x, y, a, b in product((0, 1), repeat=4)]
    rows = [
        f'"A{x}={a} B{y}={b}" = "{(1 - visibility) / 4 + visibility * Fraction((a ^ b) == x * y, 2)}"'
        for x, y, a, b in cells
    ]
    head = text_of("membership").partition("[behaviour]")[0]
    return "\n".join([head, "[behaviour]", *rows])


@settings(max_examples=10)
@given(st.fractions(0, 1, max_denominator=1000))
def test_a_noisy_box_is_local_up_to_one_half(visibility: Fraction) -> None:
    code, document = answered(noisy_box(visibility))
    assert (code, document["verdict"]) == ((0, "INSIDE") if visibility <= Fraction(1, 2) else (1, "SEPARATED"))
    if code:
        assert Fraction(document["value"]) > Fraction(document["bound"])
        assert "set: local" in document["statement"]


def test_a_behaviour_is_no_signalling() -> None:
    code, document = answered(noisy_box(Fraction(1)).replace('set = "local"', 'set = "no-signalling"'))
    assert (code, document["verdict"]) == (0, "INSIDE")
    assert "set: no-signalling" in document["statement"]


@needs_solver
@pytest.mark.parametrize(("visibility", "code"), [("3/4", 1), ("7/10", 5)])
def test_quantum_membership_of_a_behaviour(visibility: str, code: int) -> None:
    text = noisy_box(Fraction(visibility)).replace(
        'set = "local"', 'set = "quantum"\nlevel = "1+AB"\nsolver="clarabel"'
    )
    result = run("certify", "-", "--json", stdin=text.encode())
    assert result.exit_code == code
    if code == 1:
        second = json.loads(result.stdout)["certificates"][1]
        assert second["role"] == "attained"
        assert "set: no-signalling" in second["statement"]
    else:
        assert "[not-separated]" in result.stderr


@pytest.mark.parametrize("chosen", ["local", "no-signalling"])
def test_contradictory_hypotheses_are_proved_contradictory(chosen: str) -> None:
    text = text_of("maximum").replace('"no-signalling" #', f'"{chosen}" #').replace('"5/2"', '"401/100"')
    code, document = answered(text)
    assert (code, document["verdict"]) == (1, "EMPTY")
    assert document["statement"].endswith("claim: no behaviour of the set satisfies the hypotheses")


def test_guessing_a_contradiction_is_proved_contradictory() -> None:
    code, document = answered(text_of("guessing").replace('"A0 B0" = "4/5"', '"A0" = "1"\n"B0" = "1"\n"A0 B0" = "0"'))
    assert (code, document["verdict"]) == (1, "EMPTY")


def test_guessing_both_outcomes_of_a_behaviour() -> None:
    head = text_of("guessing").partition("[expectations]")[0].replace('["A0"]', '["A0", "B0"]')
    table = noisy_box(Fraction(1)).partition("[behaviour]")[2]
    code, document = answered(f"{head}[behaviour]{table}")
    assert (code, document["bound"], document["exact"]) == (0, "1/2", True)


def test_an_inequality_that_is_no_facet() -> None:
    code, document = answered(text_of("facet").replace('"A1 B1" = "-1"', ""))
    assert (code, document["verdict"]) == (1, "NO-FACET")
    assert document["facts"]["dimension of the local polytope"] == "8"


def test_strategies_of_three_outcomes_are_told() -> None:
    text = toml(Scenario.of([[3, 2]]), {"A0=2": Fraction(2), "A1": Fraction(-1)}, "local", "maximum")
    _, document = answered(text)
    assert document["object"] == [{"weight": "1", "strategy": {"A0": "2", "A1": "1"}}]
    middle = toml(Scenario.of([[4]]), {"A0=1": Fraction(1)}, "local", "maximum")
    found = solve(read_problem(middle.encode(), "p", lambda _: b"")).attained
    assert found is not None
    assert objects(found) == [{"weight": "1", "strategy": {"A0": "1"}}]


def test_the_attained_certificate_is_about_the_same_thing() -> None:
    answer = solve(read_problem(text_of("maximum").encode(), "p", lambda _: b""))
    assert answer.attained is not None
    assert answer.attained == proved(answer.attained.data)
    assert answer.exact


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("verdict", "TRUE"),
        ("bound", 0.875),
        ("bound", "0.875"),
        ("exact", "yes"),
        ("certificates", []),
        ("object", [{"event": "A0=0 B0=0"}]),
        ("secret", "x"),
    ],
)
def test_the_schema_of_the_output_is_no_empty_word(key: str, value: object) -> None:
    _, document = answered(text_of("maximum"))
    assert complaints("certify", document | {key: value}) != []


def test_solver_and_level_of_the_command_stand_in_for_those_of_the_problem() -> None:
    pytest.importorskip("clarabel")
    problem = str(FOLDER / "maximum-quantum.toml")
    own = json.loads(run("certify", problem, "--json").stdout)
    found = json.loads(run("certify", problem, "--solver", "clarabel", "--level", "1", "--json").stdout)
    assert found["search"]["solver"] == "clarabel"
    assert found["search"]["level"] == "1" != own["search"]["level"]
    # a smaller level bounds a larger set
    assert Fraction(found["bound"]) >= Fraction(own["bound"]) - Fraction(1, 10**6)


@pytest.mark.parametrize(("words", "code", "says"), [
    (("--solver", "nobody"), 3, "none of picos"), (("--level", "9x"), 3, "level"),
])  # fmt: skip
def test_a_solver_or_level_that_is_none(words: tuple[str, ...], code: int, says: str) -> None:
    assert says in refused(code, "certify", str(FOLDER / "maximum-quantum.toml"), *words)


def test_a_level_where_the_set_has_none_and_a_solver_beside_a_dual() -> None:
    assert "level" in refused(3, "certify", str(FOLDER / "maximum.toml"), "--level", "2")
    words = ("--dual", str(FOLDER / "maximum.toml"), "--solver", "picos")
    assert "--dual needs no solver" in refused(2, "certify", str(FOLDER / "maximum-quantum.toml"), *words)
