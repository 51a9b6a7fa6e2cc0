"""A program that breaks the protocol in the way its argument names; standard library only."""

import json
import os
import subprocess
import sys
import time

MODE = sys.argv[1] if len(sys.argv) > 1 else ""
START = {
    "protocol": "1", "name": "misbehave", "version": "1", "language": "Python",
    "capabilities": ["chsh.min-entropy.local"], "conventions": {},
}  # fmt: skip


def say(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


def answer(identifier: str, arguments: dict[str, str]) -> None:
    """What comes in place of an answer to a call."""
    if MODE == "garbage":
        say("Segmentation fault (not really)\n")
    elif MODE == "not utf-8":
        os.write(1, b'{"id": "\xff"}\n')
    elif MODE == "flood":
        while True:
            say("x" * 65536)
    elif MODE == "many answers":
        say(json.dumps({"id": identifier, "value": "0"}) + "\n" + "{}\n" * 1000)
    elif MODE == "drips":
        while True:
            say(" ")
            time.sleep(0.02)
    elif MODE == "closes its output":
        os.close(1)
        time.sleep(3600)
    elif MODE == "hangs":
        time.sleep(3600)
    elif MODE == "dies":
        sys.exit(3)
    elif MODE == "dies mid-answer":
        say('{"id": ')
        os._exit(0)
    elif MODE == "killed":
        os.kill(os.getpid(), 9)
    elif MODE == "out of order":
        say(json.dumps({"id": str(int(identifier) + 1), "value": "0"}) + "\n")
    elif MODE == "twice a key":
        say(f'{{"id": "{identifier}", "value": "0", "value": "1"}}\n')
    elif MODE == "value and refusal":
        say(json.dumps({"id": identifier, "value": "0", "refused": "out-of-range"}) + "\n")
    elif MODE == "a number as an answer":
        say("0\n")
    elif MODE == "bare NaN":
        say(f'{{"id": "{identifier}", "value": NaN}}\n')
    elif MODE == "bare number":
        say(json.dumps({"id": identifier, "value": 0.25}) + "\n")
    elif MODE == "dies above two" and arguments["score"] not in ("0", "1", "2"):
        sys.exit("out of memory")
    else:
        said = {"NaN": "nan", "infinity": "inf", "too long": "1" * 5000, "exponent": "1e999999999", "word": "zero"}
        ends = {"exchanged ends": ["1", "0"], "three ends": ["0", "0", "0"]}
        say(json.dumps({"id": identifier, "value": ends.get(MODE) or said.get(MODE, "0")}) + "\n")


def child() -> None:
    """A child that outlives its parent, unless somebody ends both; its number goes to a file."""
    started = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(3600)"])
    with open(sys.argv[2], "w", encoding="ascii") as file:  # noqa: PTH123 - the shorter the better
        file.write(str(started.pid))
    if MODE == "leaves a child":
        sys.exit(0)
    time.sleep(3600)


def main() -> None:
    for line in sys.stdin:
        message = json.loads(line)
        if message["do"] == "stop":
            if MODE == "never stops":
                time.sleep(3600)
            return
        if message["do"] == "call":
            if "child" in MODE:
                child()
            answer(message["id"], message["arguments"])
            continue
        start = dict(START)
        if MODE == "another protocol":
            start["protocol"] = "2"
        if MODE == "no name":
            del start["name"]
        if MODE == "unknown convention":
            start["conventions"] = {"logarithm": "trits"}
        if MODE == "silent start":
            time.sleep(3600)
        say(json.dumps(start) + "\n")


if __name__ == "__main__":
    main()
