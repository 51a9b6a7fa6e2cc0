"""Why a certificate is refused: three exceptions.

Every refusal of the kernel is one of three kinds and carries a code of `proofs.codes`,
a JSON pointer to the place and one sentence.  Nothing else is raised on purpose.
"""

from __future__ import annotations


class Refused(Exception):  # noqa: N818 - the kernel's own word
    """The certificate is not accepted; `verdict` says in which way.

    Attributes:
        code: a key of `proofs.codes.CODES`.
        pointer: RFC 6901 pointer to the offending place ("" is the whole document).
        sentence: what is wrong, in one ASCII sentence.
    """

    verdict = "REJECTED"

    def __init__(self, code: str, pointer: str, sentence: str) -> None:
        self.code = code
        self.pointer = pointer
        self.sentence = sentence


class Rejected(Refused):
    """Well formed, but no proof of its statement."""


class Malformed(Refused):
    """Not a certificate of the format bellcert/1."""

    verdict = "MALFORMED"


class Limit(Refused):
    """Larger than a stated limit; says nothing about truth."""

    verdict = "LIMIT"


class Budget:
    """A finite supply of elementary steps, so that no input can cost unbounded time.

    One unit is about one machine-word operation of an exact addition or product.
    """

    def __init__(self, units: int) -> None:
        self.units = units

    def spend(self, units: int) -> None:
        """Use up `units`; raises `Limit` with code `work` when none are left."""
        self.units -= units
        if self.units < 0:
            raise Limit("work", "", "checking takes more elementary steps than the stated limit")
