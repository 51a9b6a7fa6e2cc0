"""Checkers that read syntax trees. Each takes source text and returns sentences, empty when nothing is wrong."""

import ast
import io
import tokenize
from collections.abc import Collection, Iterator

# Reviewed one by one: pure, deterministic, no network, no numbers but exact ones. math serves gcd, isqrt, comb and
# the like, all on integers; its float functions are refused by name below.
KERNEL_MODULES = frozenset(
    {
        "__future__", "collections", "collections.abc", "dataclasses", "enum", "fractions", "functools", "hashlib",
        "itertools", "json", "math", "operator", "re", "sys", "types", "typing",
    }
)  # fmt: skip
MATH_NAMES = frozenset({"comb", "factorial", "gcd", "isqrt", "lcm", "perm", "prod"})
FORBIDDEN_NAMES = frozenset(
    {"float", "complex", "eval", "exec", "compile", "__import__", "open", "input", "breakpoint"}
)
MAIN_MAY = frozenset({"open"})
MAIN_MODULES = KERNEL_MODULES | {"contextlib", "pathlib"}  # the starter alone reads files and closes output
BROAD = frozenset({"Exception", "BaseException"})
MAIN_CATCHES = frozenset({"Exception"})


def imported(tree: ast.AST) -> Iterator[tuple[int, int, str]]:
    """Yield (line, level of a relative import, module name) of every import statement, nested ones included."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, 0, alias.name
        elif isinstance(node, ast.ImportFrom):
            if node.module is None:
                for alias in node.names:
                    yield node.lineno, node.level, alias.name
            else:
                yield node.lineno, node.level, node.module


def kernel_imports(text: str, depth: int, allowed: Collection[str] = KERNEL_MODULES) -> list[str]:
    """Imports of a kernel module that are neither on the list nor relative and inside the kernel.

    Args:
        text: The module's source.
        depth: Number of folders between ``proofs/kernel`` and the module: 0 beside ``check.py``, 1 in ``rules/``.
        allowed: Standard-library modules that may be imported by full name.
    """
    found = []
    for line, level, name in imported(ast.parse(text)):
        if level > depth + 1:
            found.append(f"line {line}: the relative import of {name} leaves the kernel")
        elif level == 0 and name not in allowed:
            found.append(f"line {line}: {name} is not on the kernel's list of modules")
    return found


def kernel_constructs(text: str, is_main: bool = False) -> list[str]:
    """Floats, asserts, broad excepts and dynamic or file-reading calls.

    Only ``__main__`` may open files, and only there, outermost, may ``except Exception`` turn a bug into exit code 70.
    """
    forbidden = FORBIDDEN_NAMES - MAIN_MAY if is_main else FORBIDDEN_NAMES
    found = []
    for node in ast.walk(ast.parse(text)):
        line = getattr(node, "lineno", 0)
        if isinstance(node, ast.Constant) and isinstance(node.value, float | complex):
            found.append(f"line {line}: the literal {node.value!r} is not exact")
        elif isinstance(node, ast.Name) and node.id in forbidden:
            found.append(f"line {line}: the name {node.id} does not belong in the kernel")
        elif isinstance(node, ast.Assert):
            found.append(f"line {line}: python -O drops an assert")
        elif isinstance(node, ast.ExceptHandler):
            found += [f"line {line}: {problem}" for problem in _broad(node, BROAD - MAIN_CATCHES if is_main else BROAD)]
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "math":
            if node.attr not in MATH_NAMES:
                found.append(f"line {line}: math.{node.attr} is not on the list of exact functions")
        elif isinstance(node, ast.ImportFrom) and node.module == "math":
            wrong = sorted(alias.name for alias in node.names if alias.name not in MATH_NAMES)
            found += [f"line {line}: math.{name} is not on the list of exact functions" for name in wrong]
    return found


def _broad(handler: ast.ExceptHandler, broad: Collection[str]) -> list[str]:
    if handler.type is None:
        return ["a bare except hides bugs"]
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return [f"except {kind.id} hides bugs" for kind in kinds if isinstance(kind, ast.Name) and kind.id in broad]


def outward_imports(text: str, package: str, forbidden: Collection[str]) -> list[str]:
    """Imports that reach a forbidden package, by full name or relatively.

    Args:
        text: The module's source.
        package: Dotted name of the package the module stands in, for relative imports: ``proofs.search``.
        forbidden: Dotted names; their submodules are forbidden too.
    """
    found = []
    for line, level, name in imported(ast.parse(text)):
        parents = package.split(".")
        full = name if level == 0 else ".".join([*parents[: len(parents) - level + 1], name])
        if any(full == other or full.startswith(other + ".") for other in forbidden):
            found.append(f"line {line}: {package} imports {full}")
    return found


def any_imports(text: str) -> list[str]:
    """Every import of a module that is to have none."""
    return [f"line {line}: imports {'.' * level}{name}" for line, level, name in imported(ast.parse(text))]


def distribution_name(text: str) -> str | None:
    """Return the string assigned to ``__distribution__`` at module level, or None."""
    for node in ast.parse(text).body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
            names = [target.id for target in node.targets if isinstance(target, ast.Name)]
            if "__distribution__" in names and isinstance(node.value.value, str):
                return node.value.value
    return None


def code_lines(text: str) -> int:
    """Number of lines that hold code: no blank lines, comments or docstrings."""
    documentation: set[int] = set()
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) or not node.body:
            continue
        first = node.body[0]
        if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str):
            documentation.update(range(first.lineno, (first.end_lineno or first.lineno) + 1))
    empty = {
        tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER,
    }  # fmt: skip
    lines: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type not in empty:
            lines.update(range(token.start[0], token.end[0] + 1))  # of a block of text every line
    return len(lines - documentation)
