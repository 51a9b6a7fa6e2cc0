"""Certificates come from the checkout, else from inside the package, else there is an error."""

from pathlib import Path

import pytest

from oracle.resources import certificates_dir


def test_a_checkout_is_looked_at_first(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").touch()
    for folder in ("certificates", "oracle/certificates"):
        (tmp_path / folder).mkdir(parents=True)
    assert certificates_dir(tmp_path / "oracle") == tmp_path / "certificates"


def test_a_folder_beside_an_installed_package_is_somebody_elses(tmp_path: Path) -> None:
    for folder in ("certificates", "oracle/certificates"):
        (tmp_path / folder).mkdir(parents=True)
    assert certificates_dir(tmp_path / "oracle") == tmp_path / "oracle" / "certificates"


def test_an_incomplete_installation_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "certificates").mkdir()
    with pytest.raises(FileNotFoundError, match="install the distribution again"):
        certificates_dir(tmp_path / "oracle")
