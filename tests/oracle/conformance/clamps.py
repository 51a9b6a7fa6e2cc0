"""Two wrong implementations for the tests of the command line."""

from tests.oracle.conformance.wrong import everything

_BY_NAME = {wrong.implementation.name: wrong.implementation for wrong in everything()}
CLAMPS = _BY_NAME["local-clamped"]
NEAREST = _BY_NAME["local-rounded-to-nearest"]
