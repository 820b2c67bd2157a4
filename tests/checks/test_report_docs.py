"""What is published about the report is what the report is."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from checks.report import json_schema
from tests.checks.render.reports import perfect, sleepy, unparsed

DOCS = Path(__file__).parents[2] / "docs"


def test_the_published_schema_is_current() -> None:
    published = json.loads((DOCS / "report.schema.json").read_text())
    assert published == json_schema(), (
        "write it anew: python -c 'import json; from checks.report import json_schema;"
        " print(json.dumps(json_schema(), indent=2))' > docs/report.schema.json"
    )


@pytest.mark.parametrize("report", [sleepy(), perfect(), unparsed()], ids=["sleepy", "perfect", "unparsed"])
def test_a_report_keeps_to_the_schema(report: Any) -> None:
    jsonschema.validate(json.loads(report.to_json()), json_schema())


def test_every_key_is_described() -> None:
    text = (DOCS / "report.md").read_text()
    schema = json_schema()
    for part in (schema, *schema["$defs"].values()):
        for key in part.get("properties", {}):
            assert f"`{key}`" in text or f".{key}`" in text, f"docs/report.md does not speak of {key}"
