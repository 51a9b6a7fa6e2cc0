"""The scenario of a question: parties, their inputs and outcomes, who may signal to whom, which inputs commute."""

from __future__ import annotations

from proofs.search.algebra import Scenario

__all__ = ["Scenario"]
