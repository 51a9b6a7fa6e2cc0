"""Small changes of a kernel module, each of which a test has to notice.

Written here rather than taken from mutmut, which changes function bodies only: the kernel's limits, tables and
decorated functions matter as much. Message text is left alone: strings with a blank, and f-strings.
"""

import ast
import copy
import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

ORDER: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}
ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv,
    ast.Pow: ast.Mult,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}
FUNCTIONS = {"any": "all", "all": "any", "min": "max", "max": "min", "abs": "+", "sorted": "list", "reversed": "iter"}
SKIPPED_FIELDS = {"annotation", "returns", "type_comment"}


@dataclass(frozen=True)
class Mutant:
    """One change: where it is, what it replaces, and the whole module after it.

    ``statement`` is the first line of the statement it stands in: not every line of a long statement is traced.
    """

    key: str
    module: str
    function: str
    line: int
    statement: int
    last_line: int
    before: str
    after: str
    text: str

    @property
    def place(self) -> str:
        """Return module, line and function for a reader."""
        return f"{self.module}:{self.line} {self.function}"


def mutants(text: str, module: str) -> list[Mutant]:
    """Return every mutant of a module; a key survives edits elsewhere in the module.

    Args:
        text: The module's source.
        module: Its name relative to the kernel: ``rules/sos.py``.
    """
    lines = text.splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line.encode()))
    raw = text.encode()
    seen: Counter[str] = Counter()
    found = []
    for function, statement, node, after in _changes(ast.parse(text), "", 1):
        if node.end_lineno is None or node.end_col_offset is None:
            continue
        first = starts[node.lineno - 1] + node.col_offset
        last = starts[node.end_lineno - 1] + node.end_col_offset
        before = raw[first:last].decode()
        changed = (raw[:first] + after.encode() + raw[last:]).decode()
        identity = "\0".join((module, function, before, after))
        seen[identity] += 1
        key = hashlib.sha256(f"{identity}\0{seen[identity]}".encode()).hexdigest()[:12]
        found.append(Mutant(key, module, function, node.lineno, statement, node.end_lineno, before, after, changed))
    return found


def _changes(tree: ast.AST, function: str, statement: int) -> Iterator[tuple[str, int, ast.expr | ast.stmt, str]]:
    """Yield (enclosing function, first line of the statement, node to replace, new source) below a node."""
    for field, value in ast.iter_fields(tree):
        if field in SKIPPED_FIELDS or isinstance(tree, ast.JoinedStr):
            continue
        children = value if isinstance(value, list) else [value]
        for index, child in enumerate(children):
            if not isinstance(child, ast.AST) or (field == "body" and index == 0 and _is_docstring(tree, child)):
                continue
            inner = function
            line = child.lineno if isinstance(child, ast.stmt) else statement
            if isinstance(child, ast.FunctionDef | ast.ClassDef):
                inner = f"{function}.{child.name}".lstrip(".")
            if isinstance(child, ast.expr):
                for after in _expressions(child):
                    yield inner, line, child, f"({after})"
            elif isinstance(child, ast.stmt):
                for after in _statements(child):
                    yield inner, line, child, after
            elif isinstance(child, ast.comprehension):
                for condition in child.ifs:
                    yield inner, line, condition, "True"
            yield from _changes(child, inner, line)


def _is_docstring(parent: ast.AST, node: ast.AST) -> bool:
    documented = isinstance(parent, ast.Module | ast.ClassDef | ast.FunctionDef)
    return documented and isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _statements(node: ast.stmt) -> Iterator[str]:
    """A check or an effect left out, a branch taken the other way."""
    if isinstance(node, ast.Raise | ast.AugAssign | ast.Delete) or (
        isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)
    ):
        yield "pass"
    if isinstance(node, ast.AugAssign) and type(node.op) in ARITHMETIC:
        changed = copy.copy(node)
        changed.op = ARITHMETIC[type(node.op)]()
        yield ast.unparse(changed)
    if isinstance(node, ast.Continue):
        yield "break"
    if isinstance(node, ast.Break):
        yield "continue"


def _expressions(node: ast.expr) -> Iterator[str]:
    changed = copy.copy(node)
    if isinstance(node, ast.Compare) and isinstance(changed, ast.Compare):
        for index, operator in enumerate(node.ops):
            for other in ORDER[type(operator)]:
                changed.ops = [*node.ops[:index], other(), *node.ops[index + 1 :]]
                yield ast.unparse(changed)
    elif isinstance(node, ast.BoolOp) and isinstance(changed, ast.BoolOp):
        changed.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        yield ast.unparse(changed)
        for index in range(len(node.values)):  # each condition left out
            rest = [*node.values[:index], *node.values[index + 1 :]]
            yield ast.unparse(ast.BoolOp(node.op, rest) if len(rest) > 1 else rest[0])
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not | ast.USub | ast.Invert):
        yield ast.unparse(node.operand)
    elif isinstance(node, ast.BinOp) and isinstance(changed, ast.BinOp) and type(node.op) in ARITHMETIC:
        if not any(isinstance(part, ast.JoinedStr) or _is_text(part) for part in (node.left, node.right)):
            changed.op = ARITHMETIC[type(node.op)]()
            yield ast.unparse(changed)
    elif isinstance(node, ast.IfExp):
        yield ast.unparse(node.body)
        yield ast.unparse(node.orelse)
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in FUNCTIONS:
        arguments = ", ".join(ast.unparse(part) for part in [*node.args])
        yield f"{FUNCTIONS[node.func.id]}({arguments})"
    elif isinstance(node, ast.Constant):
        yield from _constants(node.value)


def _constants(value: object) -> Iterator[str]:
    if isinstance(value, bool):
        yield repr(not value)
    elif isinstance(value, int):
        yield repr(value + 1)
        if value > 1:
            yield repr(value - 1)
    elif isinstance(value, str | bytes) and len(value) > 0:
        text = value if isinstance(value, str) else value.decode("latin-1")
        if not any(character.isspace() for character in text):  # a key, a code, a pattern: no message
            yield repr(value + "XX" if isinstance(value, str) else value + b"XX")


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)
