"""Named quantities of pironio2010: tests of its hypotheses on data, and the net gain of its expansion."""

from oracle.papers.pironio2010.bounds.consistency import DRIFT, SIGNALLING
from oracle.papers.pironio2010.bounds.expansion import BREAK_EVEN, ERROR, EXPANSION
from oracle.papers.pironio2010.bounds.forecast import EXPECTED
from oracle.papers.pironio2010.bounds.local_model import LOCAL_MODEL

BOUNDS = (LOCAL_MODEL, SIGNALLING, DRIFT, EXPANSION, ERROR, BREAK_EVEN, EXPECTED)
