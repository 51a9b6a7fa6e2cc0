"""What a recorded run can do wrong: a name for each rule, no two for one, and what the rule is."""

from __future__ import annotations

from dataclasses import dataclass

RULES: dict[str, str] = {
    # the declaration
    "declaration-changed": "the declaration in the folder is the one that the report and the recorder name",
    "declaration-exchanged": "the declaration in the folder is the one that was handed in",
    "threshold-not-by-rule": "the declared threshold follows from the parameters",
    "error-not-by-rule": "the declared error follows from the parameters",
    "length-not-by-rule": "the declared length of the output follows from the parameters",
    "seed-not-by-rule": "the declared length of the seed follows from the parameters",
    "output-not-by-rule": "the declared way to make the output is that of the protocol",
    "declared-late": "the declaration was made before the first round",
    "light-has-time": "no signal at the speed of light from the choice of an input reaches another party's outcome",
    "timing-exceeded": "what was measured of the timing is within what was declared",
    # the recorded rounds
    "events-changed": "the file of rounds has the sha256 that the report names",
    "rows-changed": "the chained digests of the rounds are those the recorder made",
    "rounds-misreported": "the report names as many rounds as are recorded",
    "rounds-missing": "all declared rounds are recorded",
    "rounds-added": "no more rounds are recorded than were declared",
    "round-dropped": "the numbers of the rounds have no gap",
    "round-repeated": "no round is recorded twice",
    "rounds-reordered": "the rounds stand in the order in which they were played",
    "clock-goes-back": "the recorded times grow from round to round",
    "round-discarded": "every round counts: no row is marked as one that does not",
    "input-unknown": "every recorded input is one of the scenario",
    "input-not-admissible": "every tuple of inputs is one that the protocol asks",
    "outcome-unknown": "every recorded outcome is one of its input",
    # the inputs, by tests with a stated error
    "inputs-off-source": "the frequencies of the inputs are those of the declared source",
    "source-drifts": "the frequencies of the inputs are those of the declared source in every stretch of the run",
    "inputs-follow-inputs": "inputs do not depend on the inputs of the round before more than the source may",
    "inputs-follow-outcomes": "inputs do not depend on the outcomes of the round before",
    "outcomes-impossible": "outcomes do not contradict the set of behaviours that the statement is about",
    "outcomes-signal": "outcomes do not depend on the input of another party",
    # what was concluded
    "estimate-wrong": "the reported estimate is that of the recorded rounds",
    "abort-ignored": "a run below the threshold is aborted and puts out nothing",
    "abort-invented": "a run at or above the threshold is not aborted",
    "length-chosen-late": "the output has the declared length",
    "seed-changed": "the seed is the one that the report names",
    "seed-length": "the seed has the declared number of bits",
    "seed-reused": "the seed is none that was used before",
    "output-changed": "the output is the one that the report names",
    "output-wrong": "the output is made of outcomes and seed as declared",
    "certificate-exchanged": "the certificate in the folder is about this run",
}


@dataclass(frozen=True)
class Violation:
    """The first rule that a run breaks.

    Attributes:
        name: of `RULES`.
        place: where: a file, a key of the report, a round counted from 0.
        sentence: what is there, with the numbers.
    """

    name: str
    place: str
    sentence: str

    def __post_init__(self) -> None:
        """Only rules that exist can be broken."""
        if self.name not in RULES:
            raise KeyError(self.name)

    def to_dict(self) -> dict[str, str]:
        return {"name": self.name, "place": self.place, "sentence": self.sentence, "rule": RULES[self.name]}


class Broken(Exception):  # noqa: N818 - says what happened to a rule
    """Carries the first violation out of the pass over a run."""

    def __init__(self, name: str, place: str, sentence: str) -> None:
        super().__init__(name)
        self.violation = Violation(name, place, sentence)
