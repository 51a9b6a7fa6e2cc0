"""The protocol of oracle/PROTOCOL.md for adapters: standard library only, so that it runs in anybody's environment."""

import json
import os
import sys


class Refused(Exception):  # noqa: N818 - says what happened
    """The package does not answer; the argument is the code."""


def serve(name, version, calls, conventions=None, declines=None):
    """Answer calls until stop; what a package prints goes to standard error, so that it cannot mix with answers."""
    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    for line in sys.stdin:
        message = json.loads(line)
        if message["do"] == "stop":
            break
        if message["do"] == "start":
            answer = {
                "protocol": "1", "name": name, "version": version, "language": "Python", "capabilities": list(calls),
                "conventions": conventions or {}, "declines": declines or {},
            }  # fmt: skip
        else:
            arguments = {key.replace("-", "_"): value for key, value in message["arguments"].items()}
            try:
                value = calls[message["call"]](**arguments)
                answer = {"id": message["id"], "value": value.hex() if isinstance(value, float) else str(value)}
            except Refused as refusal:
                answer = {"id": message["id"], "refused": str(refusal)}
        out.write(json.dumps(answer) + "\n")
        out.flush()
