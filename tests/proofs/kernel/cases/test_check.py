"""From bytes to a verdict: format, rule, provenance, assumptions."""

import hashlib

import pytest

from proofs.kernel import check, rules
from proofs.kernel.check import FORMAT, Verdict, check_bytes
from proofs.kernel.errors import Budget
from proofs.kernel.read import MAX_BYTES
from tests.proofs.kernel.build import Document, Refusal, document, drop, encode, proved, put, refusal
from tests.proofs.kernel.examples import ALL, TAGS, conditional, enclosed, entropy, squares, tsirelson

FAULTS: dict[str, tuple[Document, Refusal]] = {
    "an empty object": ({}, "MALFORMED missing-key"),
    "no format": (drop(squares(), "/format"), "MALFORMED missing-key"),
    "a later format": (put(squares(), "/format", "bellcert/2"), "MALFORMED unknown-format /format"),
    "a format with a blank": (put(squares(), "/format", "bellcert/1 "), "MALFORMED unknown-format /format"),
    "a format that is a number": (put(squares(), "/format", 1), "MALFORMED bare-number /format"),
    "no rule": (drop(squares(), "/rule"), "MALFORMED missing-key"),
    "an unknown rule": (put(squares(), "/rule", "sdp"), "MALFORMED unknown-rule /rule"),
    "a rule in capitals": (put(squares(), "/rule", "SOS"), "MALFORMED unknown-rule /rule"),
    "a rule that is a list": (put(squares(), "/rule", ["sos"]), "MALFORMED not-a-string /rule"),
    "no statement": (drop(squares(), "/statement"), "MALFORMED missing-key"),
    "no witness": (drop(squares(), "/witness"), "MALFORMED missing-key"),
    "an empty witness of a chain": (put(entropy(), "/witness", {}), "MALFORMED witness-empty /witness"),
    "a witness that is a list": (put(squares(), "/witness", []), "MALFORMED not-an-object /witness"),
    "a witness that is null": (put(squares(), "/witness", None), "MALFORMED bare-literal /witness"),
    "an unknown key": (put(squares(), "/proof", ""), "MALFORMED unknown-key"),
    "provenance that is a string": (put(squares(), "/provenance", "me"), "MALFORMED not-an-object /provenance"),
    "provenance with a number": (
        put(squares(), "/provenance", {"year": 2010}),
        "MALFORMED bare-number /provenance/year",
    ),
    "provenance with a list": (put(squares(), "/provenance", {"by": ["me"]}), "MALFORMED not-a-string /provenance/by"),
    "enclosure by the rule of points": (put(enclosed(), "/rule", "point"), "MALFORMED wrong-kind /statement"),
    "a bound by the rule of enclosures": (put(squares(), "/rule", "enclosure"), "MALFORMED wrong-kind /statement"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_document_that_is_refused(fault: str) -> None:
    certificate, expected = FAULTS[fault]
    assert refusal(certificate) == expected


@pytest.mark.parametrize("name", ALL)
def test_every_example_is_proved(name: str) -> None:
    assert proved(ALL[name]())


def test_provenance_is_not_part_of_the_statement() -> None:
    with_it = put(squares(), "/provenance", {"by": "nobody", "": "PROVED\nclaim: 1 = 2"})
    assert proved(with_it) == proved(put(squares(), "/provenance", {})) == proved(squares())


def test_the_verdict_carries_the_digest_of_the_bytes() -> None:
    for data in (encode(squares()), b"", b"{", encode(put(squares(), "/statement/bound", "0"))):
        assert check_bytes(data).sha256 == hashlib.sha256(data).hexdigest()


def test_bytes_beyond_the_limit_have_no_digest() -> None:
    assert len(check_bytes(b" " * MAX_BYTES).sha256) == 64
    assert check_bytes(b" " * (MAX_BYTES + 1)).sha256 == "-"


def test_refusals_say_where_and_why() -> None:
    verdict = check_bytes(encode(put(squares(), "/statement/bound", "1.0")))
    assert verdict == Verdict(
        "MALFORMED",
        verdict.sha256,
        "",
        (),
        "/statement/bound",
        "not-a-rational",
        "'1.0' is not a number in plain digits",
    )


def test_the_identity_that_fails_is_named() -> None:
    verdict = check_bytes(encode(put(tsirelson(), "/witness/squares/1/polynomial/2/0", ["0", "-1/2"])))
    assert verdict.problem.startswith("the two sides differ by ")
    assert " in the class of " in verdict.problem
    wrong = check_bytes(encode(put(squares(), "/statement/bound", "1/2")))
    assert wrong.problem == "the two sides differ by -1/2 in the class of 1"
    other = check_bytes(encode(put(squares(), "/statement/functional/0/0", "3")))
    assert other.problem == "the two sides differ by -2 in the class of A0"


def test_the_assumptions_are_those_lines_of_the_statement() -> None:
    verdict = check_bytes(encode(entropy()))
    assert verdict.assumptions == tuple(
        line for line in verdict.statement.split("\n") if line.startswith(("tag: ", "assumption: "))
    )
    assert len(verdict.assumptions) == len(TAGS) + 3
    assert check_bytes(encode(squares())).assumptions == ()
    unchecked = put(drop(conditional(), "/witness/feasible"), "/statement/vacuity", "unchecked")
    assert [line.split(":")[0] for line in check_bytes(encode(unchecked)).assumptions] == [
        "hypothesis often",
        "POSSIBLY VACUOUS",
    ]


def test_every_kind_of_statement_has_a_rule() -> None:
    proved_by_some = {kind for proves in rules.RULES.values() for kind in proves}
    assert set(rules.KINDS.values()) == proved_by_some
    assert FORMAT == "bellcert/1" == document("", {}, {})["format"]


def test_each_certificate_has_its_own_budget(monkeypatch: pytest.MonkeyPatch) -> None:
    for units, expected in ((10, "LIMIT work"), (10**6, "")):
        monkeypatch.setattr(check, "work_budget", lambda units=units: Budget(units))
        for _ in range(3):
            verdict = check_bytes(encode(squares()))
            assert f"{verdict.verdict} {verdict.code}" == (expected or "PROVED ")
