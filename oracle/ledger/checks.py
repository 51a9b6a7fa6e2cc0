"""Checks: functions that recompute a claim exactly and return a finding.

The modules of ``oracle/papers/<bibkey>/checks`` offer them; the decorator only marks, so there is no table to keep.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from inspect import signature
from pkgutil import iter_modules
from types import ModuleType

from oracle.discovery import offered
from oracle.ledger.status import Finding


@dataclass(frozen=True)
class Check:
    """A check: its name in the ledger is ``<bibkey>.<function>``, its parameters are printed entries it receives."""

    function: Callable[..., Finding]

    @property
    def name(self) -> str:
        """The part of the name behind the bibkey."""
        return self.function.__name__

    @cached_property
    def parameters(self) -> tuple[str, ...]:
        """The printed entries that it receives, each as it is printed."""
        return tuple(signature(self.function).parameters)

    def __call__(self, *printed: str) -> Finding:
        """Recompute from the printed entries, in the order of the parameters."""
        return self.function(*printed)


def check(function: Callable[..., Finding]) -> Check:
    """Mark a function as a check.

    The function's docstring states the lemma that reduces the claim to the finitely many exact computations made.

    >>> @check
    ... def two_is_even() -> Finding:
    ...     return Finding("proof", 2 % 2 == 0, "remainder 0")
    >>> two_is_even().holds
    True
    """
    return Check(function)


def checks_of(bibkey: str) -> Mapping[str, Check]:
    """Return the checks registered for a paper, by their full names; none if it has no module of checks.

    Args:
        bibkey: Such as ``pironio2010``.

    >>> checks_of("nobody1900")
    {}
    """
    package = offered(bibkey, "checks")
    if package is None:
        return {}
    names = [f"{package.__name__}.{found.name}" for found in iter_modules(package.__path__)]
    return collect(bibkey, *map(import_module, names))


def collect(bibkey: str, *modules: ModuleType) -> dict[str, Check]:
    """Return the checks found in the modules, by full name.

    >>> import oracle.ledger.checks
    >>> collect("some2020", oracle.ledger.checks)
    {}
    """
    return {
        f"{bibkey}.{item.name}": item for module in modules for item in vars(module).values() if isinstance(item, Check)
    }
