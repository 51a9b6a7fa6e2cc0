"""CPU seconds of cryptomite for one Toeplitz hash: X Y N M, packed bits; prints JSON. Lists are made before."""

import hashlib
import json
import sys
import time
from importlib import import_module
from pathlib import Path
from typing import Any


def bits(path: str, count: int) -> list[int]:
    """The bits of a file, the highest of the first byte first."""
    return [byte >> shift & 1 for byte in Path(path).read_bytes() for shift in range(7, -1, -1)][:count]


def main(first: str, second: str, n: int, m: int) -> None:
    """Hash and print."""
    library: Any = import_module("cryptomite")
    x, y, extractor = bits(first, n), bits(second, n + m - 1), library.Toeplitz(n, m)
    began = time.process_time()
    output = extractor.extract(x, y)
    seconds = time.process_time() - began
    packed = bytes(int("".join(map(str, output[i : i + 8])).ljust(8, "0"), 2) for i in range(0, m, 8))
    print(json.dumps({"seconds": seconds, "sha256": hashlib.sha256(packed).hexdigest()}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
