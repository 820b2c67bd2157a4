"""The corpus through this grader and through the other tools of the field: one table."""

import importlib.metadata
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from benchmarks import growth, ourselves, runtime_peers, static_peers
from benchmarks.corpus import FAMILIES, Case, Corpus, read, workspace
from benchmarks.fitting import families
from benchmarks.scoring import Result, disagreements, score
from benchmarks.table import replace_measured
from grader.bench import machine
from grader.bench.table import markdown

PAGE = Path("docs/accuracy.md")
DEFAULT = Path("tests/corpus")
PACKAGES = (
    "ruff", "flake8-async", "flake8", "pylint", "pylint-django", "mypy", "django-stubs", "pyright", "blockbuster",
)  # fmt: skip


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False), default=DEFAULT)
@click.option("--only", default="", help="Only the cases whose assignment/name contains this.")
@click.option("--tool", "wanted", default="", help="Only the tools whose name contains this.")
@click.option("--remarks", is_flag=True, help="Show every remark that fits a family.")
@click.option("--growth/--no-growth", "grow", default=True, help="Measure times too.")
@click.option("--write", is_flag=True, help=f"Put the figures of a whole run into {PAGE}.")
def main(folder: Path, only: str, wanted: str, remarks: bool, grow: bool, write: bool) -> None:
    """Compares on the labelled submissions in FOLDER."""
    corpus = read(folder, only)
    results = []
    for result in ask_all(corpus, wanted):
        click.echo(f"{result.tool}: {result.missing or f'{result.seconds:.0f} s'}", err=True)
        results.append(result)
        if remarks:
            show(result, corpus.cases)
    text = f"{about(corpus)}\n\n{table(results, corpus.cases)}\n\n{ours(results, corpus.cases)}"
    if grow:
        text += f"\n\n### Milliseconds\n\n{growth.ABOUT}\n\n{growth.measure()}"
    click.echo(text)
    if write and grow and folder == DEFAULT and not only and not wanted:
        replace_measured(PAGE, text)


def ask_all(corpus: Corpus, wanted: str) -> Iterator[Result]:
    with tempfile.TemporaryDirectory(prefix="grader-accuracy-") as root:
        batches = workspace(corpus, Path(root))
        if wanted in ourselves.NAME:
            yield ourselves.ask(corpus)
        for peer in static_peers.PEERS:
            if wanted in peer.name:
                yield static_peers.ask(peer, batches)
        for tool in (runtime_peers.BLOCKBUSTER, runtime_peers.ASYNCIO):
            if wanted in tool:
                yield runtime_peers.ask(tool, corpus, batches)


def about(corpus: Corpus) -> str:
    correct = sum(case.correct for case in corpus.cases)
    count = f"{len(corpus.cases)} submissions, {correct} of them correct"
    return f"{machine.description()}; {count}.\n\n{versions()}."


def versions() -> str:
    installed = {item.name.lower(): item.version for item in importlib.metadata.distributions()}
    return ", ".join(f"{name} {installed.get(name, 'not installed')}" for name in PACKAGES)


def table(results: Sequence[Result], cases: Sequence[Case]) -> str:
    heads = ("tool", *FAMILIES, "on the line", "correct accused", "seconds")
    return markdown(heads, [_cells(result, cases) for result in results])


def _cells(result: Result, cases: Sequence[Case]) -> tuple[str, ...]:
    if result.missing:
        return (f"{result.tool}: {result.missing}", *["-"] * (len(FAMILIES) + 3))
    got = score(result, cases)
    recalls = (str(got.recall[family]) for family in FAMILIES)
    return (result.tool, *recalls, str(got.located), f"{got.accused.found}/{got.accused.of}", f"{result.seconds:.0f}")


def ours(results: Sequence[Result], cases: Sequence[Case]) -> str:
    """Where this grader does not agree with the labels, case by case."""
    found = [line for result in results if result.tool == ourselves.NAME for line in disagreements(result, cases)]
    listed = "".join(f"\n- {line}" for line in found)
    number = len(found) or "none"
    return f"Cases on which this grader does not agree with the labels: {number}." + (f"\n{listed}" if listed else "")


def show(result: Result, cases: Sequence[Case]) -> None:
    labels = {case.id: f"{sorted(case.wrong)} {case.lines}" for case in cases}
    for remark in result.remarks:
        fit = sorted(families(result.tool, remark))
        if fit:
            click.echo(
                f"  {remark.case}:{remark.line} {labels[remark.case]} {fit} {remark.code} {remark.text[-120:]!r}"
            )


if __name__ == "__main__":
    main()
