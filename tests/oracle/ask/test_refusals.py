"""The verb certify: problems without an answer, and searches that answer something else."""

from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import Any

import pytest

import lp.membership
import lp.optima
from lp.coordinates import Scenario
from tests.oracle.runner import refused
from tests.oracle.toml import FOLDER, text_of, toml

QUANTUM_TEXT = text_of("maximum-quantum")


@pytest.mark.parametrize(
    ("code", "sentence", "text"),
    [
        (3, "input: level: the level has no moment of", QUANTUM_TEXT.replace('"1+AB" #', '["", "A0"] #')),
        (3, "neither a number nor a product", text_of("maximum-quantum").replace('"1+AB" #', '"one" #')),
        (3, "is no operator", text_of("maximum-quantum").replace('"1+AB" #', '["", "X0"] #')),
        (3, "input: functional: the functional is not self", text_of("maximum-quantum") + '"A0 A1" = "1"\n'),
        (4, "the level has 244 words", text_of("maximum-quantum").replace('"1+AB" #', '"4" #')),
        (4, "more than 63 bits", text_of("maximum").replace('"A0=0" = "1"', f'"A0=0" = "1/{10**30}"\n"B0" = "1/7"')),
        (4, "scenario: the linear", toml(Scenario.uniform(8, 2, 2), {"A0": Fraction(1)}, "no-signalling", "maximum")),
        (4, "624 hypotheses on means", toml(Scenario.uniform(4, 2, 3), {}, "no-signalling", "guessing").replace(
            "[functional]", "[behaviour]\n" + "\n".join(
                " ".join(f"{p}{x}={0}" for p, x in zip("ABCD", inputs, strict=True)).join('""') + " = 1"
                for inputs in product((0, 1), repeat=4)
            )
        ).replace('set =', 'guessed = ["A0"]\nset =')),
    ],
)  # fmt: skip
def test_problems_without_an_answer(code: int, sentence: str, text: str) -> None:
    assert sentence in refused(code, "certify", "-", stdin=text.encode())


def test_without_a_solver_the_sentence_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise ImportError(f"No module named {name!r}")

    monkeypatch.setattr("proofs.search.semidefinite.sdp.import_module", missing)
    message = refused(5, "certify", str(FOLDER / "maximum-quantum.toml"))
    assert "pip install 'bellcert[sdp]'" in message


def test_nothing_is_written_when_nothing_is_proved(tmp_path: Path) -> None:
    out = tmp_path / "out.cert.json"
    out.write_text("before")
    refused(3, "certify", "-", "-o", str(out), "--force", stdin=b"kind = 7")
    refused(
        2, "certify", str(FOLDER / "membership-csv.toml"), "-o", str(out), "--force", "--attained", str(tmp_path / "x")
    )
    refused(2, "certify", str(FOLDER / "maximum.toml"), "-o", str(out), "--attained", str(out))
    refused(5, "certify", str(tmp_path / "nowhere.toml"), "-o", str(out))
    assert out.read_text() == "before"
    assert [path.name for path in tmp_path.iterdir()] == ["out.cert.json"]


def test_a_missing_table_is_named(tmp_path: Path) -> None:
    (tmp_path / "p.toml").write_text(text_of("membership-csv"))
    assert "noisy-box.csv cannot be read" in refused(5, "certify", str(tmp_path / "p.toml"))


def test_an_answer_to_another_question_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    genuine = lp.optima.maximum
    monkeypatch.setattr(lp.optima, "maximum", lambda s, f, h: genuine(s, {**f, "B0=0": Fraction(1)}, h))
    assert "about another functional" in refused(70, "certify", str(FOLDER / "maximum.toml"))
    monkeypatch.setattr(lp.optima, "maximum", lambda s, f, _: genuine(s, f, []))
    assert "about another hypotheses" in refused(70, "certify", str(FOLDER / "maximum.toml"))


def test_an_inequality_about_another_behaviour_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    genuine = lp.membership.membership
    other = {f"A{x}={a} B{y}={a ^ (1 - x * y)}": Fraction(1, 2) for x, y, a in product((0, 1), repeat=3)}
    monkeypatch.setattr("lp.engine.membership", lambda s, _: genuine(s, other))
    assert "shows another behaviour" in refused(70, "certify", str(FOLDER / "membership.toml"))


def test_a_local_model_of_another_behaviour_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    genuine = lp.membership.membership
    noise = {f"A{x}={a} B{y}={b}": Fraction(1, 4) for x, y, a, b in product((0, 1), repeat=4)}
    monkeypatch.setattr("lp.engine.membership", lambda s, _: genuine(s, noise))
    assert "other means" in refused(70, "certify", str(FOLDER / "membership-csv.toml"))


def test_a_certificate_the_kernel_refuses_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    genuine = lp.optima.maximum

    def greedy(*arguments: Any) -> Any:
        found = genuine(*arguments)
        object.__setattr__(found, "bound", found.bound.replace(b'"7/8"', b'"3/4"'))
        return found

    monkeypatch.setattr(lp.optima, "maximum", greedy)
    assert "the kernel refused" in refused(5, "certify", str(FOLDER / "maximum.toml"))
