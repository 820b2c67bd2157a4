"""The main job, as a student does it in a browser."""

import os
import re
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import DESKTOP, PHONE, Open, screenshot

pytestmark = pytest.mark.needs("chromium", "sandbox")

ASSIGNMENT = "/courses/async-views/slow-view/"
SUBMISSION = re.compile(r"/submissions/[0-9a-f-]{36}/$")
BLOCKING = """import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("Finished waiting!")
"""
SCHEMES: tuple[Literal["dark", "light"], ...] = ("dark", "light")
PASTE = """(editor, text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    editor.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}"""
AWAITED = """import asyncio

from django.http import HttpResponse


async def slow_view(request):
    await asyncio.sleep(2)
    return HttpResponse("Finished!")
"""
ENDLESS = "async def slow_view(request):\n    while True:\n        pass\n"


@pytest.fixture
def blocking_file(tmp_path: Path) -> Path:
    file = tmp_path / "views.py"
    file.write_text(BLOCKING)
    return file


def test_a_student_uploads_a_blocking_view_and_is_shown_the_line(open_page: Open, blocking_file: Path) -> None:
    """The result comes beside the code, from the queue to the report; nothing is loaded anew."""
    page = open_page("student")
    page.goto(ASSIGNMENT)
    keep_workers_busy(page)
    page.evaluate("window.openedOnce = true")
    upload(page, blocking_file)
    expect(page.locator(".progress")).to_be_visible()

    expect(page.locator(".report-score")).to_be_visible(timeout=60_000)
    assert page.evaluate("window.openedOnce") is True
    expect(page.get_by_role("status")).to_contain_text("The report is here")
    expect(page.locator(".cm-lintRange-error")).to_have_text("time.sleep(2)")
    expect(page.locator(".report-code")).to_have_count(0)
    expect(page.locator("#earlier tbody tr").first).to_contain_text("Points lost")


def test_the_line_of_a_finding_is_a_way_to_it_in_the_editor(open_page: Open) -> None:
    page = open_page("student")
    page.goto(ASSIGNMENT)
    write(page, BLOCKING)
    page.get_by_role("button", name="Submit").click()
    page.get_by_role("link", name="Line 7").first.click(timeout=60_000)
    expect(page.locator(".cm-activeLine")).to_contain_text("time.sleep(2)")
    expect(code(page)).to_be_focused()


def test_a_try_is_graded_and_counts_for_nothing(open_page: Open) -> None:
    page = open_page("student")
    page.goto(ASSIGNMENT)
    write(page, BLOCKING)
    page.get_by_role("button", name="Try").click()
    expect(page.locator("#result")).to_contain_text("This was a try", timeout=60_000)


def test_a_file_that_is_dropped_opens_in_the_editor(open_page: Open) -> None:
    page = open_page("student")
    page.goto(ASSIGNMENT)
    dropped = page.evaluate_handle(
        "text => { const files = new DataTransfer(); files.items.add(new File([text], 'views.py')); return files; }",
        BLOCKING,
    )
    page.dispatch_event(".editor", "drop", {"dataTransfer": dropped})
    expect(code(page)).to_contain_text("time.sleep(2)")
    expect(page.get_by_role("status")).to_have_text("views.py is in the editor.")


def test_a_server_that_is_gone_takes_nothing_from_the_editor(open_page: Open) -> None:
    page = open_page("student")
    page.goto(ASSIGNMENT)
    write(page, BLOCKING)
    page.route(f"**{ASSIGNMENT}", lambda route: route.fulfill(status=503))
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_role("alert")).to_contain_text("Your code is still in the editor")
    page.unroute(f"**{ASSIGNMENT}")
    page.get_by_role("button", name="Submit").click()
    expect(page.locator(".report-score")).to_be_visible(timeout=60_000)


def test_it_works_without_javascript(open_page: Open, blocking_file: Path) -> None:
    page = open_page("student", javascript=False)
    page.goto(ASSIGNMENT)
    upload(page, blocking_file)
    expect_finding_on_its_line(page)


def test_pasted_code_is_handed_in_with_the_keyboard_alone(open_page: Open) -> None:
    page = open_page("student")
    page.goto(ASSIGNMENT)
    expect(code(page)).to_contain_text("slow_view")
    write(page, BLOCKING)
    page.keyboard.press("Control+Enter")
    expect(page.locator(".cm-lintRange-error")).to_have_text("time.sleep(2)", timeout=60_000)


def test_the_keyboard_leaves_the_editor_again(open_page: Open) -> None:
    """Tab indents once something was typed, and Escape gives it back."""
    page = open_page("student")
    page.goto(ASSIGNMENT)
    write(page, "x")
    page.keyboard.type("y")
    page.keyboard.press("Tab")
    expect(code(page)).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Submit")).to_be_focused()


def test_who_logs_out_elsewhere_is_asked_to_log_in_instead_of_shown_the_report(open_page: Open) -> None:
    page = open_page("instructor")
    page.goto(ASSIGNMENT)
    keep_workers_busy(page)
    write(page, BLOCKING)
    page.get_by_role("button", name="Submit").click()
    expect(page.locator(".progress")).to_be_visible()
    token = page.locator("[name=csrfmiddlewaretoken]").first.input_value()
    page.request.post("/logout/", form={"csrfmiddlewaretoken": token})
    expect(page).to_have_url(re.compile("/login/"), timeout=60_000)
    expect(page.get_by_label("Password")).to_be_visible()


def test_what_was_typed_outlives_a_reload_and_a_login_that_ran_out(open_page: Open) -> None:
    page = open_page("student")
    page.goto(ASSIGNMENT)
    write(page, BLOCKING)
    page.reload()
    expect(code(page)).to_contain_text("time.sleep(2)")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Submit").click()
    expect(page).to_have_url(re.compile("/login/"))


def test_a_press_too_many_hands_in_once(open_page: Open) -> None:
    page = open_page("student", javascript=False)
    page.goto("/courses/async-views/hello/")
    page.get_by_label("Your views.py").fill(BLOCKING)
    page.get_by_role("button", name="Submit").dblclick()
    expect(page).to_have_url(SUBMISSION)
    page.goto("/courses/async-views/hello/")
    assert page.locator("table.list tbody tr").count() == 1


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_refused_file_is_explained_where_the_student_looks(
    open_page: Open, tmp_path: Path, size: tuple[int, int]
) -> None:
    file = tmp_path / "views.py"
    file.write_bytes(b"")
    page = open_page("student", size)
    page.goto(ASSIGNMENT)
    upload(page, file)
    expect(page.get_by_role("alert")).to_contain_text("views.py is empty.")
    expect(page.get_by_role("alert")).to_be_in_viewport()


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_pages_are_accessible(open_page: Open, blocking_file: Path, size: tuple[int, int]) -> None:
    check(open_page(size=size), "login", "/login/")
    page = open_page("student", size)
    check(page, "home", "/")
    check(page, "submit", ASSIGNMENT)
    upload(page, blocking_file)
    expect(page.locator(".cm-lintRange-error")).to_be_visible(timeout=60_000)
    look(page, "workbench")
    page.locator(".report-explained summary").first.click()
    expect(page.locator("#rule-blocking-sleep")).to_be_visible()
    look(page, "explained")
    check(page, "report", str(page.locator("#earlier tbody a").first.get_attribute("href")))
    blocking_file.write_text(AWAITED)
    page.goto(ASSIGNMENT)
    upload(page, blocking_file)
    expect(page.locator("#result .since")).to_contain_text("now passes", timeout=60_000)
    changes = str(page.locator("#result .since a").get_attribute("href"))
    check(page, "compared", changes.split("changes/")[0])
    page.get_by_role("link", name="What changed").click()
    expect(page.locator(".report-new").last).to_contain_text("Finished!")
    look(page, "changes")


def test_a_rule_on_a_line_unfolds_its_explanation(open_page: Open, blocking_file: Path) -> None:
    """By its address alone, without a script."""
    page = open_page("student", javascript=False)
    page.goto(ASSIGNMENT)
    upload(page, blocking_file)
    expect_finding_on_its_line(page)
    expect(page.locator("#rule-blocking-sleep")).not_to_be_visible()
    page.locator(".report-bad").get_by_role("link", name="blocking-sleep").click()
    expect(page.locator("#rule-blocking-sleep")).to_be_in_viewport()


def code(page: Page) -> Locator:
    """The editor's text."""
    return page.get_by_role("textbox", name="Your views.py")


def write(page: Page, text: str) -> None:
    """Pastes over all that is there."""
    code(page).click()
    page.keyboard.press("Control+a")
    code(page).evaluate(PASTE, text)


def upload(page: Page, file: Path) -> None:
    page.get_by_label("upload a file").set_input_files(file)
    page.get_by_role("button", name="Submit").click()


def keep_workers_busy(page: Page) -> None:
    """So that what is handed in next waits in the queue for long enough to be seen."""
    token = page.locator("form[data-workbench] [name=csrfmiddlewaretoken]").input_value()
    for _ in range(2 * len(os.sched_getaffinity(0))):
        answer = page.request.post(ASSIGNMENT, form={"text": ENDLESS, "csrfmiddlewaretoken": token}, max_redirects=0)
        assert answer.status == 303


def expect_finding_on_its_line(page: Page) -> None:
    line = page.locator(".report-bad")
    expect(line).to_contain_text("time.sleep(2)", timeout=60_000)
    expect(line.get_by_role("link", name="Line 7")).to_be_visible()
    expect(line).to_contain_text("holds the event loop")


def check(page: Page, name: str, address: str) -> None:
    page.goto(address)
    look(page, name)


def look(page: Page, name: str) -> None:
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        screenshot(page, f"{name}-{scheme}")
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "the page scrolls sideways"
