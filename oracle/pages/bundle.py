"""ECMAScript modules as one script that needs no loader, so that a page can carry them within itself.

Only what the second checker is written in is understood: imports of names, one line each, and exported constants,
functions and classes. Anything else is refused, so that a module that changes cannot silently lose a part.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from posixpath import dirname, join, normpath

_IMPORT = re.compile(r'^import \{ ([\w$, ]+) \} from "([^"]+)";(?: *//.*)?$', re.MULTILINE)
_EXPORT = re.compile(r"^export (const|function\*?|class) ([\w$]+)", re.MULTILINE)
_LEFT = re.compile(r"^(?:import|export)\b.*$", re.MULTILINE)


class NotBundledError(ValueError):
    """A module is written in a way that this file does not understand, or is missing."""


def bundled(modules: Mapping[str, str], entry: str) -> str:
    r"""One script with the entry module and all it imports; the value is an object of the entry's exports.

    Args:
        modules: text by path, such as "rules/sos.mjs" or "node:crypto".
        entry: the path of the module that is wanted.

    Returns:
        an expression of JavaScript, each module in a scope of its own, in the order of their use.

    Raises:
        NotBundledError: a module is missing, imports in a circle, or is written otherwise than described above.

    >>> modules = {"a.mjs": 'import { b } from "./b.mjs";\nexport const a = b;', "b.mjs": "export const b = 1;"}
    >>> print(bundled(modules, "a.mjs"))
    (() => {
    "use strict";
    const $0 = (() => {
    const b = 1;
    return { b };
    })();
    const $1 = (() => {
    const { b } = $0;
    const a = b;
    return { a };
    })();
    return $1;
    })()
    """
    order: dict[str, str] = {}
    scopes: list[str] = []

    def place(path: str, above: tuple[str, ...]) -> str:
        if path in order:
            return order[path]
        if path in above:
            raise NotBundledError(f"{path} imports itself by way of {above[-1]}")
        if path not in modules:
            raise NotBundledError(f"{path} is imported and not there")

        def imported(match: re.Match[str]) -> str:
            wanted = match[2] if match[2] in modules else normpath(join(dirname(path), match[2]))
            return f"const {{ {match[1]} }} = {place(wanted, (*above, path))};"

        text = _IMPORT.sub(imported, modules[path])
        names = [match[2] for match in _EXPORT.finditer(text)]
        text = _EXPORT.sub(r"\1 \2", text)
        left = _LEFT.search(text)
        if left:
            raise NotBundledError(f"{path}: {left[0][:80]} is not understood")
        name = order[path] = f"${len(scopes)}"
        scopes.append(f"const {name} = (() => {{\n{text.rstrip()}\nreturn {{ {', '.join(names)} }};\n}})();")
        return name

    last = place(entry, ())
    return "\n".join(['(() => {\n"use strict";', *scopes, f"return {last};\n}})()"])
