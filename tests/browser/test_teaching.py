"""The pages of those who teach, in a real browser."""

import pytest

from tests.browser.conftest import DESKTOP, PHONE, Open
from tests.browser.test_hand_in import check

COURSE = "/teach/async-views/"
OF = f"{COURSE}assignments/hello/"
PAGES = {
    "people": f"{COURSE}people/",
    "roster": f"{COURSE}people/import/",
    "log": f"{COURSE}log/",
    "settings": f"{COURSE}settings/",
    "gradebook": f"{COURSE}gradebook/",
    "student": f"{COURSE}students/1/",
    "class": OF,
    "dates": f"{OF}dates/",
    "regrades": f"{OF}regrades/",
    "revisions": f"{OF}revisions/",
    "account": "/account/",
}


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_pages_of_a_teacher_are_accessible(open_page: Open, size: tuple[int, int]) -> None:
    page = open_page("instructor", size)
    for name, address in PAGES.items():
        check(page, f"teach-{name}", address)
        assert "Nothing here" not in page.title()
