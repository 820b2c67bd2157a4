"""The main job, as a student does it in a browser."""

import os
import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page, expect

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
ENDLESS = "async def slow_view(request):\n    while True:\n        pass\n"


@pytest.fixture
def blocking_file(tmp_path: Path) -> Path:
    file = tmp_path / "views.py"
    file.write_text(BLOCKING)
    return file


def test_a_student_uploads_a_blocking_view_and_is_shown_the_line(open_page: Open, blocking_file: Path) -> None:
    """The status changes in the open page: after the submission has its page, nothing is loaded anew."""
    page = open_page("student")
    page.goto(ASSIGNMENT)
    keep_workers_busy(page)
    upload(page, blocking_file)
    expect(page.locator(".progress")).to_be_visible()
    page.evaluate("window.openedOnce = true")

    expect(page.locator(".report-score")).to_be_visible(timeout=60_000)
    assert page.evaluate("window.openedOnce") is True
    expect(page.get_by_role("status")).to_contain_text("The report is here")
    expect_finding_on_its_line(page)


def test_it_works_without_javascript(open_page: Open, blocking_file: Path) -> None:
    page = open_page("student", javascript=False)
    page.goto(ASSIGNMENT)
    upload(page, blocking_file)
    expect_finding_on_its_line(page)


def test_pasted_code_is_handed_in_with_the_keyboard_alone(open_page: Open) -> None:
    page = open_page("student")
    page.goto(ASSIGNMENT)
    editor = page.get_by_label("Your views.py")
    expect(editor).to_have_value(re.compile("slow_view"))
    editor.fill(BLOCKING)
    editor.press("Control+Enter")
    expect(page).to_have_url(SUBMISSION)
    expect_finding_on_its_line(page)


def test_who_logs_out_elsewhere_is_asked_to_log_in_instead_of_shown_the_report(open_page: Open) -> None:
    page = open_page("instructor")
    page.goto(ASSIGNMENT)
    keep_workers_busy(page)
    page.get_by_label("Your views.py").fill(BLOCKING)
    page.get_by_role("button", name="Submit").click()
    expect(page.locator(".progress")).to_be_visible()
    token = page.locator("[name=csrfmiddlewaretoken]").first.input_value()
    page.request.post("/logout/", form={"csrfmiddlewaretoken": token})
    expect(page).to_have_url(re.compile("/login/"), timeout=60_000)
    expect(page.get_by_label("Password")).to_be_visible()


def test_going_back_keeps_what_was_typed(open_page: Open) -> None:
    page = open_page("student")
    page.goto(ASSIGNMENT)
    page.get_by_label("Your views.py").fill(BLOCKING)
    page.get_by_role("button", name="Submit").click()
    expect(page).to_have_url(SUBMISSION)
    page.go_back()
    expect(page.get_by_label("Your views.py")).to_have_value(BLOCKING)


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
    expect(page.locator(".report-score")).to_be_visible(timeout=60_000)
    check(page, "report", page.url)


def upload(page: Page, file: Path) -> None:
    page.get_by_label("Upload a file").set_input_files(file)
    page.get_by_role("button", name="Submit").click()


def keep_workers_busy(page: Page) -> None:
    """So that what is handed in next waits in the queue for long enough to be seen."""
    token = page.locator("form[data-editor] [name=csrfmiddlewaretoken]").input_value()
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
    screenshot(page, name)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "the page scrolls sideways"
