"""What a view answers with, where that is surely no response."""

import ast
from collections.abc import Iterator

from checks.source.facts import SourceFinding
from checks.source.frames import Frame
from checks.source.machine import Machine
from checks.source.rules.saying import say
from checks.source.values import Atom, Container, FunctionValue, Plain

NAMES = {"str": "text", "int": "a number", "dict": "a dict", "list": "a list", "tuple": "a tuple", "float": "a number"}
HINTS = {
    "text": "return HttpResponse({})",
    "a dict": "return JsonResponse({})",
    "a list": "return JsonResponse({}, safe=False)",
    "a number": "return JsonResponse({}, safe=False)",
    "a tuple": "return HttpResponse(..., status=...)",
}


def findings(machine: Machine) -> Iterator[SourceFinding]:
    for function, ran in machine.answers:
        if isinstance(function.node, ast.Lambda) or function.is_generator:
            continue
        values = [value for _, value in ran.returns]
        if not any(values) and ran.flow.dead and ran.returns:
            continue
        if all(value <= {Plain("None")} for value in values) and not _only_raises(ran):
            yield from _nothing(machine, function)
        else:
            yield from _others(machine, function, ran)


def _only_raises(ran: Frame) -> bool:
    return ran.flow.dead and not ran.returns


def _nothing(machine: Machine, function: FunctionValue) -> Iterator[SourceFinding]:
    node = function.node
    if not isinstance(node, ast.Lambda):
        message = f"{node.name} returns nothing, and a view must return a response."
        hint = "return the response"
        yield say("signature", "returns-nothing", message, function.source, node, hint=hint, certain=machine.complete)


def _others(machine: Machine, function: FunctionValue, ran: Frame) -> Iterator[SourceFinding]:
    for node, value in ran.returns:
        kinds = {_kind(atom) for atom in value}
        name = NAMES.get(kinds.pop() or "") if len(kinds) == 1 else None
        if node is not None and name is not None:
            written = ran.source.snippet(node.value) if node.value is not None else ""
            hint = HINTS[name].format(written)
            message = f"A view must return a response, and this returns {name}."
            certain = machine.complete
            yield say("signature", "returns-not-response", message, ran.source, node, hint=hint, certain=certain)


def _kind(atom: Atom) -> str | None:
    if isinstance(atom, Plain):
        return atom.kind or None
    return {"DictComp": "dict", "ListComp": "list"}.get(atom.kind, atom.kind) if isinstance(atom, Container) else None
