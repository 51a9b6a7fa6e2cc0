"""The shipped folder is what the script writes, and the kernel proves all of it."""

from lp.shipped import FOLDERS, ROOT
from proofs.kernel.check import check_bytes


def test_shipped_certificates_are_written_again_byte_for_byte() -> None:
    for bibkey, make in FOLDERS.items():
        files = make()
        found = {path.name: path.read_bytes() for path in (ROOT / bibkey).glob("*.cert.json")}
        assert found == files
        assert all(check_bytes(data).verdict == "PROVED" for data in files.values())
