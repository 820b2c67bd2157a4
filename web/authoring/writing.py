"""assignment.toml, written anew only where it says something else, so that comments and layout stay where they can."""

import tomllib
from collections.abc import Mapping, Sequence
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT, Table

from web.authoring.rows import as_form

ORDER = ("title", "routes", "checks", "upstreams", "limits")
NAMES = ("id", "use", "path", "variable")


def written(text: str, table: Mapping[str, Any]) -> str:
    """``text`` changed so that it says ``table``, which is as rows.table_of makes it."""
    try:
        changed = _changed(text, table)
        if as_form(tomllib.loads(changed)) == dict(table):
            return changed
    except (TOMLKitError, tomllib.TOMLDecodeError, ValueError, KeyError, TypeError):
        pass  # tables in an order that cannot be changed piece by piece
    return _changed("", table)


def _changed(text: str, table: Mapping[str, Any]) -> str:
    was = as_form(tomllib.loads(text)) if text else {}
    if was == dict(table):
        return text
    document = tomlkit.parse(text)
    for key in was.keys() - table.keys():
        document.remove(key)
    for key in sorted(table, key=ORDER.index):
        if was.get(key) == table[key]:
            continue
        if isinstance(table[key], list):
            old = document.get(key) if key in was else None
            fresh = _tables(table[key], list(old) if isinstance(old, AoT) else [], was.get(key, []))
            if key in document:
                document.remove(key)
            document.append(key, fresh)
        elif isinstance(table[key], dict):
            document[key] = _table(table[key])
        else:
            document[key] = table[key]
    return tomlkit.dumps(document)


def _tables(wanted: Sequence[Mapping[str, Any]], old: list[Table], was: list[Mapping[str, Any]]) -> AoT:
    """Those that stay as they are written; the others new, or changed in place where they are the same by name."""
    tables, left = tomlkit.aot(), dict(enumerate(was[: len(old)]))
    for each in wanted:
        same = next((place for place, one in left.items() if one == each), None)
        alike = (
            next((place for place, one in left.items() if _name(one) == _name(each)), None) if same is None else same
        )
        if alike is None:
            tables.append(_table(each, spaced=True))
        else:
            tables.append(_mended(old[alike], left.pop(alike), each))
    return tables


def _mended(table: Table, was: Mapping[str, Any], wanted: Mapping[str, Any]) -> Table:
    for key in was.keys() - wanted.keys():
        table.remove(key)
    for key, value in wanted.items():
        if was.get(key) != value or key not in was:
            table[key] = _item(value)
    return table


def _name(table: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(table.get(name) for name in NAMES)


def _table(values: Mapping[str, Any], *, spaced: bool = False) -> Table:
    table = tomlkit.table()
    for key, value in values.items():
        if isinstance(value, list) and value and all(isinstance(each, dict) for each in value) and key == "routes":
            table.append(key, _tables(value, [], []))
        else:
            table.append(key, _item(value))
    if spaced and "routes" not in values:
        table.add(tomlkit.nl())
    return table


def _item(value: Any) -> Any:
    """Tables inside of a table stand on its line."""
    if isinstance(value, dict):
        inline = tomlkit.inline_table()
        for key, each in value.items():
            inline.append(key, _item(each))
        return inline
    if isinstance(value, list):
        array = tomlkit.array()
        for each in value:
            array.append(_item(each))
        return array
    return tomlkit.item(value)
