"""``grader rules``: the catalogue of rules, or the page of one."""

from itertools import groupby
from operator import attrgetter

import click

from checks.rules import RULES, closest, rule


@click.command()
@click.argument("rule_id", metavar="[RULE]", required=False)
def rules(rule_id: str | None) -> None:
    """List the rules, or explain one."""
    click.echo(catalogue() if rule_id is None else page(rule_id), nl=False)


def catalogue() -> str:
    width = max(map(len, RULES))
    lines = []
    for family, members in groupby(RULES.values(), key=attrgetter("family")):
        lines += [f"{family}", *(f"  {member.id:{width}}  {member.title}" for member in members), ""]
    return "\n".join(lines)


def page(rule_id: str) -> str:
    try:
        found = rule(rule_id)
    except KeyError as error:
        close = closest(rule_id)
        hint = f" Did you mean {close}?" if close else ""
        raise click.ClickException(f"There is no rule {rule_id!r}.{hint} `grader rules` lists them all.") from error
    return f"# {found.title}\n\nRule `{found.id}`, family {found.family}.\n\n{found.text}"
