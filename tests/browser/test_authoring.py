"""An instructor's way from nothing to an assignment that students solve, and the pages on it."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE, Open
from tests.browser.test_hand_in import check, look, write

pytestmark = pytest.mark.needs("chromium", "sandbox")

SOLUTION = Path(__file__).parents[2] / "grader" / "scaffold" / "reference" / "gather.py"
OF = "/teach/async-views/assignments/proxy/"
PAGES = {
    "edit": f"{OF}edit/",
    "preview": f"{OF}preview/",
    "validation": f"{OF}validation/",
    "import": f"{OF}import/",
    "new-assignment": "/teach/async-views/new/",
    "new-course": "/teach/new/",
}


def test_from_nothing_to_a_published_assignment_that_a_student_solves(open_page: Open) -> None:
    page = open_page("instructor")
    page.goto("/")
    page.get_by_role("link", name="New course").click()
    page.get_by_label("Title").fill("Tea for two")
    page.get_by_role("button", name="Make the course").click()
    page.get_by_role("link", name="New assignment").click()
    page.get_by_label("Title").fill("Tea time")
    page.get_by_role("button", name="Make the assignment").click()

    page.evaluate("window.openedOnce = true")
    add_a_check(page, "response")
    expect(page.locator("#checks fieldset")).to_have_count(5)
    look(page, "authoring-row")
    page.get_by_role("button", name=re.compile("Remove check response")).click()
    expect(page.locator("#checks fieldset")).to_have_count(4)
    assert page.evaluate("window.openedOnce") is True
    page.locator("[name='checks-0.points']").fill("20")
    page.locator("#files summary").filter(has_text="wrong/blocks.py").click()
    expect(page.get_by_role("textbox", name="Text of wrong/blocks.py")).to_contain_text("# fails:")
    page.get_by_role("button", name="Save", exact=True).last.click()
    expect(page.get_by_text("Saved as revision 2.")).to_be_visible()

    page.get_by_role("link", name="Validate and publish").click()
    page.get_by_role("button", name="Validate").click()
    expect(page.get_by_role("status")).to_have_text("It can be published.", timeout=110_000)
    look(page, "authoring-matrix")
    page.get_by_role("button", name="Publish revision 2").click()
    expect(page.get_by_text("Students now work on revision 2.")).to_be_visible()

    page.goto("/teach/tea-for-two/people/")
    page.get_by_role("button", name="Make a link").click()
    link = page.get_by_label("Whoever opens this becomes a student").input_value()
    student = open_page("student")
    student.goto(link)
    student.get_by_role("button").last.click()
    student.get_by_role("link", name="Tea time").click()
    expect(student.get_by_role("heading", name="Points")).to_be_visible()
    write(student, SOLUTION.read_text())
    student.get_by_role("button", name="Submit").click()
    expect(student.locator("#standing")).to_contain_text("105", timeout=60_000)


def test_what_is_wrong_is_said_at_its_field_and_the_keyboard_is_enough(open_page: Open) -> None:
    page = open_page("instructor")
    page.goto(f"{OF}edit/")
    page.locator("[name='checks-0.points']").focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("many")
    page.keyboard.press("Enter")
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("checks[1].points: found 'many'")
    expect(alert).to_be_focused()
    look(page, "authoring-error")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#checks-0$"))
    expect(page.locator("[name='checks-0.points']")).to_have_value("many")


def test_the_form_works_without_javascript(open_page: Open) -> None:
    page = open_page("instructor", javascript=False)
    page.goto("/teach/async-views/assignments/dashboard/edit/")
    add_a_check(page, "pytest")
    page.get_by_role("button", name=re.compile("Remove check pytest")).click()
    page.get_by_role("button", name="Edit it as text").click()
    text = page.get_by_label("Title, routes, checks, services and limits")
    expect(text).to_have_value(re.compile('use = "response"'))
    page.get_by_role("button", name="Edit it as a form").click()
    page.get_by_label("Title", exact=True).first.fill("A dashboard")
    page.get_by_role("button", name="Save", exact=True).last.click()
    expect(page.get_by_text("Saved as revision 2.")).to_be_visible()


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_pages_are_accessible(open_page: Open, size: tuple[int, int]) -> None:
    page = open_page("instructor", size)
    for name, address in PAGES.items():
        check(page, f"authoring-{name}", address)
        assert "Nothing here" not in page.title()


def add_a_check(page: Page, use: str) -> None:
    page.get_by_label("Check of the catalogue").select_option(use)
    page.get_by_role("button", name="Add the check").click()
