"""The survivors file can be read back, and what is wrong with it is said."""

import pytest

from tests.mutation.operators import mutants
from tests.mutation.run import conclude
from tests.mutation.survivors import FILE, Survivors, parse, render

STAMP = "0" * 64
MUTANTS = mutants("x = a < b\ny = 'q\"uote'\n", "x.py")
REASONS = {mutant.key: f"because of {mutant.after}" for mutant in MUTANTS}


def test_what_is_written_is_read_back() -> None:
    assert parse(render(STAMP, MUTANTS, REASONS)) == Survivors(STAMP, REASONS)


def test_a_draft_without_reasons_is_refused() -> None:
    with pytest.raises(ValueError, match="has no reason"):
        parse(render(STAMP, MUTANTS, {}))


def test_a_key_standing_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="stands twice"):
        parse(render(STAMP, [*MUTANTS, *MUTANTS], REASONS))


def test_a_missing_stamp_is_refused() -> None:
    with pytest.raises(ValueError, match="no sha256"):
        parse("")


def test_survivors_and_reasons_have_to_match() -> None:
    verdicts = {mutant.key: "killed" for mutant in MUTANTS}
    first = MUTANTS[0].key
    assert conclude(MUTANTS, verdicts, Survivors(STAMP, {})) == []
    assert conclude(MUTANTS, verdicts, Survivors(STAMP, {first: "x"})) == [f"{first} has a reason but did not survive"]
    verdicts[first] = "survived"
    assert conclude(MUTANTS, verdicts, Survivors(STAMP, {})) == [f"{MUTANTS[0].key} {MUTANTS[0].place} has no reason"]
    assert conclude(MUTANTS, verdicts, Survivors(STAMP, {first: "x"})) == []


def test_the_file_can_be_read() -> None:
    assert parse(FILE.read_text(encoding="utf-8")).kernel_sha256
