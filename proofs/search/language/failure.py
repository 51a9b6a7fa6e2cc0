"""How a search fails: a kind, a place and values; the sentence is made last, and no code reads it.

>>> failure = Failure(Kind.LEVEL, "level", "the level has more than {most} words", most=2000)
>>> failure.kind.name, failure.place, failure.values, str(failure)
('LEVEL', 'level', {'most': 2000}, 'the level has more than 2000 words')
"""

from __future__ import annotations

from enum import Enum


class Kind(Enum):
    """What went wrong; whoever asks decides by this alone how to answer.

    The first group is about the question, the second about limits, the third about the search.
    """

    SCENARIO = "the scenario is not one that can be searched"
    WORD = "a text is no product of operators of the scenario"
    NOT_HERMITIAN = "the mean of a functional is not a real number in every state"
    LEVEL = "the level does not exist, or lacks a word that the question needs"
    RELABELLING = "a relabelling does not belong to the scenario, or changes the question"
    VALUE = "a value lies outside of its domain"
    CONTRADICTION = "equations for known means contradict each other"
    BEHAVIOUR = "a table signals, is not normalised or has a negative entry"
    GUESSED = "the inputs are not in the scenario, or not guessed together"
    SOLUTION = "a solution of somebody else's does not fit the question"
    UNSUPPORTED = "no engine answers this kind of question about this set"

    DIGITS = "a number is longer than the engine calculates with"
    SIZE = "the program is larger than can be solved here"

    SOLVER = "a solver is not installed, or returned nothing usable"
    NO_ANSWER = "no exact answer was found"
    INFEASIBLE = "a solver finds that nothing satisfies the hypotheses"
    NOT_SEPARATED = "no inequality of this level separates the behaviour, which proves nothing"
    VACUOUS = "neither an object that satisfies the hypotheses nor a contradiction was found, so a bound says nothing"
    NOT_EXPORTABLE = "another format cannot say what the certificate or question says"
    NO_ENCLOSURE = "an expression has no real value, or none that was enclosed"


class Failure(Exception):  # noqa: N818 - a failure is what goes wrong; not each is an error of somebody's
    """A question was not answered.

    Args:
        kind: what went wrong.
        place: the part of the question to blame, as a problem file calls it ("level", "hypothesis", "functional"),
            or "" where it is none in particular.
        template: one sentence with a field in braces for each value.
        values: what the sentence is about.
    """

    def __init__(self, kind: Kind, place: str, template: str, **values: object) -> None:
        super().__init__(kind, place, template)
        self.kind = kind
        self.place = place
        self.template = template
        self.values = values

    def __str__(self) -> str:
        """The sentence."""
        return self.template.format(**self.values)

    def within(self, place: str, template: str, **values: object) -> Failure:
        """The same failure as a part of something larger, which the template calls `{inner}`.

        >>> inner = Failure(Kind.LEVEL, "level", "the level has no moment of {word}", word="A0 A1")
        >>> print(inner.within("hypothesis", "the hypothesis {name}: {inner}", name="score"))
        the hypothesis score: the level has no moment of A0 A1
        """
        return Failure(self.kind, place, template, inner=self, **values)
