"""Where shipped files are, in a source checkout and in an installed wheel."""

from pathlib import Path


def certificates_dir(package: Path | None = None) -> Path:
    """Return the folder of the shipped certificates, ledgers, schemas and vectors.

    A source checkout is looked at first, so that an editable install reads the files being edited; a wheel carries
    the same folder inside ``oracle``. A folder called ``certificates`` beside the package counts as a checkout only
    when the project file stands beside it, so another distribution's folder in site-packages is never taken.

    Args:
        package: The folder of the ``oracle`` package; by default the one this module was imported from.

    Returns:
        An existing folder.

    Raises:
        FileNotFoundError: Neither place exists: the installation is incomplete.

    >>> (certificates_dir() / "pironio2010").name
    'pironio2010'
    >>> certificates_dir(Path("nowhere/oracle"))
    Traceback (most recent call last):
        ...
    FileNotFoundError: bellcert's certificates are missing; install the distribution again
    """
    home = Path(__file__).resolve().parent if package is None else package
    checkout = home.parent / "certificates"
    if (home.parent / "pyproject.toml").is_file() and checkout.is_dir():
        return checkout
    installed = home / "certificates"
    if installed.is_dir():
        return installed
    raise FileNotFoundError("bellcert's certificates are missing; install the distribution again")


def second_checker_dir(package: Path | None = None) -> Path:
    """Return the folder of the second checker: among the tests in a checkout, inside of `oracle` in a wheel.

    Raises:
        FileNotFoundError: Neither place exists: the installation is incomplete.

    >>> (second_checker_dir() / "check.mjs").is_file()
    True
    """
    home = Path(__file__).resolve().parent if package is None else package
    checkout = home.parent / "tests" / "second_checker"
    if (home.parent / "pyproject.toml").is_file() and checkout.is_dir():
        return checkout
    installed = home / "second_checker"
    if installed.is_dir():
        return installed
    raise FileNotFoundError("bellcert's second checker is missing; install the distribution again")
