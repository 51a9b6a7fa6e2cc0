"""Property-based conformance tests for anyone's implementation, in any language.

`PROTOCOL.md` beside this package is the contract with implementations, `README.md` here says how a suite is added.

Attributes:
    PROTOCOL: version of the messages; an implementation speaks it or is not run.
    SUITE_VERSION: version of the properties; new properties are a minor change, a property that judges differently is
        a major one. Neither says anything about the certificate format.
"""

PROTOCOL = "1"
SUITE_VERSION = "1.1"
