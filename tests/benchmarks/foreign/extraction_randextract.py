"""CPU seconds of randextract for one Toeplitz hash: X Y N M, packed bits; prints JSON. A small hash compiles before."""

import hashlib
import json
import sys
import time
from importlib import import_module
from typing import Any

import numpy as np


def bits(path: str, count: int) -> Any:
    """The bits of a file, the highest of the first byte first."""
    return np.unpackbits(np.fromfile(path, np.uint8))[:count]


def main(first: str, second: str, n: int, m: int) -> None:
    """Hash and print."""
    library: Any = import_module("randextract")
    x, y = bits(first, n), bits(second, n + m - 1)
    library.ToeplitzHashing(64, 32).extract(x[:64], y[:95])
    extractor = library.ToeplitzHashing(n, m)
    began = time.process_time()
    output = extractor.extract(x, y)
    seconds = time.process_time() - began
    packed = np.packbits(np.asarray(output)).tobytes()
    print(json.dumps({"seconds": seconds, "sha256": hashlib.sha256(packed).hexdigest()}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
