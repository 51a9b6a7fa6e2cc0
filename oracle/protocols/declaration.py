"""Declarations: what is fixed before the first round, as JSON whose sha256 is published."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from hashlib import sha256
from typing import Any

from oracle.ask.reader import Table, read_toml
from oracle.failures import Malformed
from oracle.protocols.registry import protocol
from oracle.protocols.separation import Separation, read_separation
from oracle.protocols.shape import Plan, Protocol

FORMAT = "bellcert-declaration/1"
MAX_BYTES = 1 << 20
_KEYS = ("format", "protocol", "parameters", "choice", "parties", "inputs", "plan", "declared")
_MAY = ("separation", "used-seeds")


@dataclass(frozen=True)
class Asked:
    """A protocol file: what a user wants to declare.

    Attributes:
        protocol: of the registry.
        given: parameters as texts.
        separation: distance and delays, or None.
        used_seeds: sha256 of seeds that other runs have used.
    """

    protocol: Protocol
    given: Mapping[str, str]
    separation: Separation | None = None
    used_seeds: tuple[str, ...] = ()


@dataclass(frozen=True)
class Declaration:
    """A declaration that was read.

    Attributes:
        protocol: whose rules hold.
        values: its parameters, defaults included.
        choice: what was chosen when it was made.
        said: the part `plan` as it stands there, not yet compared with the rules.
        declared: when.
        separation: distance and delays, or None.
        used_seeds: sha256 of seeds that may not be used.
        sha256: of its bytes.
    """

    protocol: Protocol
    values: Mapping[str, Fraction]
    choice: Mapping[str, Any]
    said: Mapping[str, str]
    declared: datetime
    separation: Separation | None
    used_seeds: tuple[str, ...]
    sha256: str

    def plan(self) -> Plan:
        """What follows from parameters and choice by the rules of the protocol."""
        return self.protocol.plan(self.values, self.choice)


def read_asked(data: bytes, file: str) -> Asked:
    """A protocol file in TOML.

    Raises:
        Malformed, Limit: as problem files. Usage: no such protocol or parameter.
    """
    table = read_toml(data, file)
    table.keys(("protocol",), ("parameters", "separation", "used-seeds"))
    found = protocol(table.text("protocol"))
    parameters = table.table("parameters") if "parameters" in table.value else Table({}, file)
    given = {name: _number_text(parameters, name) for name in parameters.value}
    separation = read_separation(table.table("separation")) if "separation" in table.value else None
    seeds = table.value.get("used-seeds", [])
    if not isinstance(seeds, list) or not all(_is_digest(seed) for seed in seeds):
        raise table.malformed("used-seeds", "a list of sha256 in 64 hexadecimal digits is needed")
    return Asked(found, given, separation, tuple(seeds))


def _number_text(table: Table, name: str) -> str:
    value = table.value[name]
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise table.malformed(name, f'a number in quotes is needed, such as {name} = "1/100"')
    return str(value)


def _is_digest(value: object) -> bool:
    return isinstance(value, str) and len(value) == 64 and set(value) <= set("0123456789abcdef")


def declare(asked: Asked, declared: datetime) -> bytes:
    """The declaration of a run: parameters, choice, and everything that follows from them.

    Args:
        asked: the protocol file.
        declared: the time that it states.

    Raises:
        Usage, Malformed: parameters that are missing, unknown, outside of their domain, or give no bit.
    """
    values = asked.protocol.read(asked.given)
    choice = asked.protocol.choose(values)
    plan, parties = asked.protocol.plan(values, choice), asked.protocol.parties(values)
    document: dict[str, Any] = {
        "format": FORMAT,
        "protocol": asked.protocol.name,
        "parameters": {name: str(value) for name, value in values.items()},
        "choice": choice,
        "parties": {name: list(sizes) for name, sizes in parties.items()},
        "inputs": {" ".join(map(str, inputs)): str(p) for inputs, p in plan.law.items()},
        "plan": plan.to_dict(),
        "declared": declared.isoformat(),
    }
    if asked.separation is not None:
        document["separation"] = asked.separation.to_dict()
    if asked.used_seeds:
        document["used-seeds"] = list(asked.used_seeds)
    return (json.dumps(document, indent=1) + "\n").encode()


def read_declaration(data: bytes, file: str) -> Declaration:
    """A declaration as `declare` writes it.

    Raises:
        Malformed: something else than that. Usage: a protocol or parameter that does not exist.
    """
    document = read_json(data, file, FORMAT, _KEYS, _MAY)
    table = Table(document, file)
    found = protocol(table.text("protocol"))
    given = table.table("parameters")
    values = found.read({name: given.text(name) for name in given.value})
    said = table.table("plan")
    said.keys(("threshold", "error", "output", "made", "seed"))
    parties = {name: list(sizes) for name, sizes in found.parties(values).items()}
    if table.value["parties"] != parties:
        raise table.malformed("parties", f"the scenario of these parameters is {json.dumps(parties)}")
    if not isinstance(table.value["choice"], dict):
        raise table.malformed("choice", "an object is needed")
    seeds = table.value.get("used-seeds", [])
    if not isinstance(seeds, list) or not all(_is_digest(seed) for seed in seeds):
        raise table.malformed("used-seeds", "a list of sha256 in 64 hexadecimal digits is needed")
    separation = read_separation(table.table("separation")) if "separation" in table.value else None
    plan = {name: said.text(name) for name in said.value}
    return Declaration(
        found, values, table.value["choice"], plan, read_time(table, "declared"), separation, tuple(seeds),
        sha256(data).hexdigest(),
    )  # fmt: skip


def read_json(
    data: bytes, file: str, form: str, needed: tuple[str, ...], optional: tuple[str, ...] = ()
) -> dict[str, Any]:
    """A JSON object of a format with exactly these keys.

    Raises:
        Malformed: no JSON, another format, a key too many or too few, a key twice.
    """
    twice: list[str] = []

    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        names = [name for name, _ in found]
        twice.extend(name for name in names if names.count(name) > 1)
        return dict(found)

    try:
        if len(data) > MAX_BYTES:
            raise Malformed("bytes", f"{file}: the file has more than {MAX_BYTES} bytes")
        document = json.loads(data, object_pairs_hook=pairs)
    except (ValueError, RecursionError):
        raise Malformed("wrong-value", f"{file}: the file is not one JSON value") from None
    if not isinstance(document, dict) or document.get("format") != form:
        raise Malformed("wrong-value", f"{file}: the file has not the format {form}")
    if twice:
        raise Malformed("wrong-value", f"{file}: the key {twice[0][:40]!a} stands there twice")
    Table(document, file).keys(needed, optional)
    return document


def read_time(table: Table, key: str) -> datetime:
    """A time with its offset from UTC."""
    text = table.text(key)
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = datetime.min
    if found.tzinfo is None:
        raise table.malformed(key, "a time with its zone is needed, such as 2026-01-31T12:00:00+00:00")
    return found
