"""Mutants: a reference with one mistake of the kind that students make, on one line."""

import ast
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace

SYNCHRONOUS_ORM = {
    f"a{name}": name
    for name in (
        *("get", "create", "get_or_create", "update_or_create", "bulk_create", "bulk_update", "count", "in_bulk"),
        *("latest", "earliest", "first", "last", "aggregate", "exists", "contains", "update", "delete", "save"),
        *("explain", "refresh_from_db", "add", "clear", "remove", "set"),
    )
}
HANDLERS = ("get", "post", "put", "patch", "delete", "head", "options", "trace", "dispatch")


@dataclass(frozen=True)
class Mutant:
    """``line`` is the first that differs, with the text ``before`` and ``after``."""

    name: str
    mutation: str
    text: str
    line: int
    before: str
    after: str


@dataclass(frozen=True)
class Edit:
    """Characters ``start`` to ``end`` of a text are replaced."""

    start: int
    end: int
    new: str = ""


@dataclass(frozen=True)
class Module:
    """A parsed file whose nodes can be cut out of its text."""

    text: str
    tree: ast.Module
    starts: tuple[int, ...]  # where each line begins, in bytes
    views: frozenset[str]

    @classmethod
    def of(cls, text: str, views: frozenset[str]) -> "Module":
        starts = [0]
        for line in text.encode().splitlines(keepends=True):
            starts.append(starts[-1] + len(line))
        return cls(text, ast.parse(text), tuple(starts), views)

    def start(self, node: ast.expr | ast.stmt) -> int:
        return self.starts[node.lineno - 1] + node.col_offset

    def end(self, node: ast.expr | ast.stmt) -> int:
        return self.starts[(node.end_lineno or node.lineno) - 1] + (node.end_col_offset or 0)

    def source(self, node: ast.expr) -> str:
        return self.text.encode()[self.start(node) : self.end(node)].decode()

    def edited(self, edits: list[Edit]) -> str:
        data = self.text.encode()
        for edit in sorted(edits, key=lambda edit: edit.start, reverse=True):
            data = data[: edit.start] + edit.new.encode() + data[edit.end :]
        return data.decode()

    def without_word(self, node: ast.expr | ast.stmt, word: str) -> Edit:
        """Without the word that a node begins with, and the space after it."""
        start = self.start(node)
        rest = self.text.encode()[start + len(word) :]
        return Edit(start, start + len(word) + len(rest) - len(rest.lstrip()))


Mutation = Callable[[Module], Iterator[list[Edit]]]


def mutants_of(name: str, text: str, views: Collection[str] = ()) -> list[Mutant]:
    """All mutants of one reference, those of one kind after the other, none twice and none like the reference.

    ``views`` are the routed names, of which ``async`` is missed where a helper may do without.
    """
    module = Module.of(text, frozenset({*views, *HANDLERS}))
    found: dict[str, Mutant] = {}
    for mutation, edits_of in MUTATIONS.items():
        for edits in edits_of(module):
            mutated = module.edited(edits)
            if mutated != text and _parses(mutated):
                found.setdefault(mutated, _mutant(mutation, text, mutated))
    return [replace(mutant, name=f"{name}#{number}") for number, mutant in enumerate(found.values(), 1)]


def _mutant(mutation: str, text: str, mutated: str) -> Mutant:
    old, new = text.split("\n"), mutated.split("\n")
    line = next(number for number, pair in enumerate(zip(old, new, strict=False), 1) if pair[0] != pair[1])
    return Mutant("", mutation, mutated, line, old[line - 1].strip(), new[line - 1].strip())


def _parses(text: str) -> bool:
    try:
        ast.parse(text)
    except SyntaxError:
        return False
    return True


def _await_dropped(module: Module) -> Iterator[list[Edit]]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Await):
            yield [module.without_word(node, "await")]


def _sleep_that_blocks(module: Module) -> Iterator[list[Edit]]:
    """``await asyncio.sleep(…)`` as ``time.sleep(…)``; time is imported at the end, where no line moves."""
    names = _bound_to(module, "asyncio", "sleep")
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Await) and isinstance(node.value, ast.Call) and _is(node.value.func, names):
            end = len(module.text.encode())
            yield [
                Edit(module.start(node), module.end(node.value.func), "time.sleep"),
                Edit(end, end, "\nimport time\n"),
            ]


def _gather_in_sequence(module: Module) -> Iterator[list[Edit]]:
    names = _bound_to(module, "asyncio", "gather")
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Await) and isinstance(node.value, ast.Call) and _is(node.value.func, names):
            parts = [_one_by_one(module, argument) for argument in node.value.args]
            yield [Edit(module.start(node), module.end(node), f"[{', '.join(parts)}]")]


def _one_by_one(module: Module, argument: ast.expr) -> str:
    if isinstance(argument, ast.Starred):
        return f"*[await _one for _one in {module.source(argument.value)}]"
    return f"await {module.source(argument)}"


def _async_dropped(module: Module) -> Iterator[list[Edit]]:
    """A plain function, with nothing in it that only an asynchronous one may have."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.AsyncFunctionDef) and not _only_hands_on(module, node):
            yield [module.without_word(node, "async"), *_plain_body(module, node)]


def _only_hands_on(module: Module, function: ast.AsyncFunctionDef) -> bool:
    """A helper that does nothing but ``return await …``: without ``async`` and ``await`` it is as good."""
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    alone = len(body) == 1 and isinstance(body[0], ast.Return) and isinstance(body[0].value, ast.Await)
    return alone and function.name not in module.views


def _plain_body(module: Module, function: ast.AsyncFunctionDef) -> Iterator[Edit]:
    waiting: list[ast.AST] = list(function.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.AsyncFunctionDef | ast.FunctionDef | ast.Lambda):
            continue
        if isinstance(node, ast.Await):
            yield module.without_word(node, "await")
        elif isinstance(node, ast.AsyncFor | ast.AsyncWith):
            yield module.without_word(node, "async")
        elif isinstance(node, ast.comprehension) and node.is_async:
            yield _async_of(module, node)
        waiting.extend(ast.iter_child_nodes(node))


def _plain_database(module: Module) -> Iterator[list[Edit]]:
    """``await books.acount()`` as ``books.count()``."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Await) and isinstance(node.value, ast.Call):
            method = node.value.func
            if isinstance(method, ast.Attribute) and method.attr in SYNCHRONOUS_ORM:
                end = module.end(method)
                plain = Edit(end - len(method.attr.encode()), end, SYNCHRONOUS_ORM[method.attr])
                yield [module.without_word(node, "await"), plain]


def _plain_for(module: Module) -> Iterator[list[Edit]]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.AsyncFor):
            yield [module.without_word(node, "async")]
        elif isinstance(node, ast.comprehension) and node.is_async:
            yield [_async_of(module, node)]


def _async_of(module: Module, node: ast.comprehension) -> Edit:
    """The ``async`` before the ``for`` of a comprehension, which has no place of its own."""
    start = module.text.encode().rindex(b"async", 0, module.start(node.target))
    return Edit(start, start + len(b"async "))


def _bound_to(module: Module, package: str, name: str) -> set[str]:
    """The texts by which a file calls ``package.name``."""
    names = set()
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            names |= {f"{alias.asname or alias.name}.{name}" for alias in node.names if alias.name == package}
        elif isinstance(node, ast.ImportFrom) and node.module == package:
            names |= {alias.asname or alias.name for alias in node.names if alias.name == name}
    return names


def _is(node: ast.expr, names: set[str]) -> bool:
    return ast.unparse(node) in names


MUTATIONS: Mapping[str, Mutation] = {
    "an `await` dropped": _await_dropped,
    "`asyncio.sleep` made `time.sleep`": _sleep_that_blocks,
    "`gather` made a sequence": _gather_in_sequence,
    "`async` dropped": _async_dropped,
    "an asynchronous ORM call made synchronous": _plain_database,
    "`async for` made `for`": _plain_for,
}
