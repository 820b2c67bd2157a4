"""The report page for everybody: contrast, structure and width, in light and dark."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # it has no types
from playwright.sync_api import Browser, sync_playwright

from checks.render import render
from checks.report import Report
from tests.checks.render.reports import SOURCE, perfect, sleepy, unparsed

pytestmark = pytest.mark.needs("chromium")
PAGES = {"sleepy": sleepy(), "perfect": perfect(), "unparsed": unparsed()}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield chromium
        chromium.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_the_page_has_no_barrier_and_fits_a_phone(
    browser: Browser, tmp_path: Path, name: str, scheme: Literal["light", "dark"]
) -> None:
    report: Report = PAGES[name]
    file = tmp_path / "report.html"
    file.write_text(render(report, "html", {"views.py": SOURCE}), encoding="utf-8")
    page = browser.new_page(viewport={"width": 390, "height": 844}, color_scheme=scheme)
    page.goto(file.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert [violation["id"] for violation in Axe().run(page).response["violations"]] == []
    page.close()
