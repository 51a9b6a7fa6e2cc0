"""Functionals that are taken away: every law keeps its gain, exactly, and none is left that could go."""

from __future__ import annotations

from fractions import Fraction

import pytest

from lp.gains import Claim, Law, Library, certificate, trees
from lp.thin import thin
from proofs.kernel.check import check_bytes
from proofs.search.language.failure import Failure
from tests.lp.test_gains import chsh

LOW = Fraction(1, 4)


def collected() -> tuple[Library, list[tuple[Law, Fraction]]]:
    """Functionals for several sources, and what is wanted of them for one."""
    library = Library(chsh())
    for low in (Fraction(1, 2), LOW, Fraction(1, 10)):
        for law in trees(2, low):
            library.point(law, Fraction(1))
    return library, [(law, LOW**2) for law in trees(2, LOW)]


def count(library: Library) -> int:
    return sum(map(len, library.found))


def test_fewer_functionals_keep_the_gains_and_none_can_go() -> None:
    library, wanted = collected()
    less = thin(library, wanted)
    assert count(less) < count(library)
    points = [less.point(law, gain) for law, gain in wanted]
    assert all(point.gain >= LOW**2 for point in points)
    assert check_bytes(certificate(less.device, less, points, Claim(LOW, 2, 0, Fraction(9, 20)))).verdict == "PROVED"
    for string, listed in enumerate(less.found):
        for number in range(1, len(listed)):
            names = {(s, n) for s, other in enumerate(less.found) for n in range(len(other))} - {(string, number)}
            fewer = less.restricted(names)
            assert any(fewer.point(law, gain).gain < gain for law, gain in wanted)


def test_a_closed_library_finds_no_functionals() -> None:
    library = Library(chsh(), closed=True)
    before = count(library)
    assert min(library.point(law, Fraction(1)).gain for law in trees(2, LOW)) < LOW**2
    assert count(library) == before


def test_a_gain_that_no_point_has_is_refused() -> None:
    library, wanted = collected()
    with pytest.raises(Failure, match="no point with the wanted gain"):
        thin(library, [(law, 2 * gain) for law, gain in wanted])
