"""From files to an Assignment: paths and sizes, then the TOML's tables, then what they say of one another."""

import re
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, ValidationError

from checks.assignment.bundle import check_bundle, digest, read_folder, text_of
from checks.assignment.errors import TOML, AssignmentError, listed, shown, suggestion, translated, wrong
from checks.assignment.model import Assignment, WrongSolution
from checks.assignment.routes import Request, Route
from checks.assignment.rubric import expanded
from checks.assignment.specs import AssignmentLimits, CheckSpec, Upstream
from checks.assignment.table import Table

FAILS = re.compile(r"# fails: *(.+)")
DEFAULT_CHECKS: tuple[dict[str, Any], ...] = ({"use": "signature"}, {"use": "awaiting"}, {"use": "concurrency"})
OWN_CHECKS: tuple[dict[str, Any], ...] = ({"use": "pytest"},)


class Document(Table):
    """The whole of assignment.toml."""

    title: Annotated[str, Field(min_length=1, max_length=200)]
    routes: Annotated[tuple[Route, ...], Field(strict=False, min_length=1)]
    checks: Annotated[tuple[CheckSpec, ...], Field(strict=False)] = ()
    upstreams: Annotated[tuple[Upstream, ...], Field(strict=False)] = ()
    limits: AssignmentLimits = AssignmentLimits()


def load(folder: Path) -> Assignment:
    """The assignment in a folder, whose name is its id."""
    return parse(read_folder(folder), id=folder.resolve().name)


def parse(files: Mapping[str, bytes], *, id: str) -> Assignment:  # noqa: A002  # the word of the report
    """The assignment that ``files`` hold, paths relative to its folder. Raises AssignmentError."""
    check_bundle(files)
    check_tests(files)
    own = OWN_CHECKS if any(path.startswith("checks/test_") for path in files) else ()
    document = document_of(text_of(TOML, files[TOML]), (*DEFAULT_CHECKS, *own))
    checks = expanded(checks_of(document), texts("checks", files))
    support = below("support", files)
    check_unique("routes", "path", [route.path for route in document.routes])
    check_unique("checks", "id", [check.id for check in checks])
    check_unique("upstreams", "variable", [upstream.variable for upstream in document.upstreams])
    check_support(support, document, checks)
    return Assignment(
        id=id,
        title=document.title,
        readme=text_of("README.md", files.get("README.md", b"")),
        starter=texts("starter", files).get("views.py"),
        routes=document.routes,
        checks=checks,
        upstreams=document.upstreams,
        limits=document.limits,
        support=support,
        references=texts("reference", files),
        wrong=wrong_solutions(texts("wrong", files), {check.id for check in checks}),
        custom=below("checks", files),
        digest=digest(files),
    )


def document_of(text: str, default_checks: Sequence[Mapping[str, Any]]) -> Document:
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise wrong("", f"is not TOML: {error}") from error
    except RecursionError as error:
        raise wrong("", "is nested too deeply") from error
    try:
        return Document.model_validate({"checks": tuple(default_checks)} | table)
    except ValidationError as error:
        raise translated(error) from error


def checks_of(document: Document) -> tuple[CheckSpec, ...]:
    if not document.checks:
        raise wrong("checks", "is empty; leave it out for the three families, or name checks")
    return tuple(finished(check, f"checks[{number}]", document) for number, check in enumerate(document.checks, 1))


def finished(check: CheckSpec, key: str, document: Document) -> CheckSpec:
    """The check with its requests filled in, each of which leads to a route."""
    if check.use == "response":
        if check.request is None:
            raise wrong(f"{key}.request", 'is missing; say what to ask for, such as "GET /slow/"')
        check_leads_somewhere(f"{key}.request", check.request, document.routes)
    if check.use != "concurrency":
        return check
    requests = check.requests or tuple(plain_requests(key, document.routes))
    for number, request in enumerate(requests, 1):
        check_leads_somewhere(f"{key}.requests[{number}]", request, document.routes)
    bodied = (
        request if request.body is not None else request.model_copy(update={"body": check.body}) for request in requests
    )
    return check.model_copy(update={"requests": tuple(bodied)})


def plain_requests(key: str, routes: Sequence[Route]) -> Iterator[Request]:
    for route in routes:
        if route.parameters:
            raise wrong(
                f"{key}.requests",
                f"is missing; the route {shown(route.path)} has parameters, so write the requests out,"
                f' such as requests = ["GET /{route.path.partition("<")[0]}…"]',
            )
        yield Request(path=f"/{route.path}")


def check_leads_somewhere(key: str, request: Request, routes: Sequence[Route]) -> None:
    if not any(route.matches(request.path) for route in routes):
        raise wrong(
            key, f"{shown(str(request))} leads to no route; routes are {listed(route.path for route in routes)}"
        )


def check_unique(table: str, key: str, values: Sequence[str]) -> None:
    for value, count in Counter(values).items():
        if count > 1:
            raise wrong(
                f"{table}[{last(values, value)}].{key}", f"{shown(value)} is there {count} times; each must be unique"
            )


def last(values: Sequence[str], value: str) -> int:
    return len(values) - list(reversed(values)).index(value)


def check_tests(files: Mapping[str, bytes]) -> None:
    for path in below("checks", files):
        if "/" in path and re.fullmatch(r"(test_.*|.*_test)\.py", path.rpartition("/")[2]):
            raise AssignmentError(f"checks/{path}", "", "is not run there; files of tests stand directly in checks/")


def check_support(support: Mapping[str, bytes], document: Document, checks: Sequence[CheckSpec]) -> None:
    modules = {path.partition("/")[0].removesuffix(".py") for path in support}
    for name in modules & ({"views"} | sys.stdlib_module_names):
        raise AssignmentError(
            f"support/{name}", "", "has a name that is taken: by the student's module or by Python's library"
        )
    for number, check in enumerate(checks, 1):
        for name in check.state:
            module, dot, _ = name.partition(".")
            if not dot or module not in modules:
                raise wrong(
                    f"checks[{number}].state",
                    f"found {shown(name)}; allowed is the dotted name of a value in support/: {listed(modules)}",
                )


def below(folder: str, files: Mapping[str, bytes]) -> dict[str, bytes]:
    start = f"{folder}/"
    return {path.removeprefix(start): files[path] for path in sorted(files) if path.startswith(start)}


def texts(folder: str, files: Mapping[str, bytes]) -> dict[str, str]:
    """The Python files that stand directly in a folder."""
    modules = {name: data for name, data in below(folder, files).items() if name.endswith(".py") and "/" not in name}
    return {name: text_of(f"{folder}/{name}", data) for name, data in modules.items()}


def wrong_solutions(modules: Mapping[str, str], ids: set[str]) -> dict[str, WrongSolution]:
    return {name: WrongSolution(text, fails_of(f"wrong/{name}", text, ids)) for name, text in modules.items()}


def fails_of(path: str, text: str, ids: set[str]) -> frozenset[str]:
    match = FAILS.fullmatch(text.partition("\n")[0].rstrip())
    if not match:
        raise AssignmentError(
            path, "", "must say in its first line which checks it fails, such as `# fails: concurrency`"
        )
    fails = frozenset(name.strip() for name in match[1].split(","))
    for name in sorted(fails - ids):
        raise AssignmentError(path, "", f"unknown check {shown(name)}.{suggestion(name, ids)} Allowed: {listed(ids)}")
    return fails
