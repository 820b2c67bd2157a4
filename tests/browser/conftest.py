"""The whole service as ``grader up`` starts it, and a browser in front of it. No test here touches the database."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, StorageState, sync_playwright

from tests.conftest import require

# It runs as root in containers, without a network of its own to talk to.
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
READY = "grader is ready: "
OWN = ("GRADER_DATA", "SECRET_KEY", "DJANGO_SETTINGS_MODULE", "NOTIFY_SOCKET")
DESKTOP, PHONE = (1280, 800), (390, 844)

# An answer such as 422 is written to the console as an error, too, and so is one that a test has gone wrong on purpose.
REFUSED = r"status of [45]\d\d|Status Error Code"

Open = Callable[..., Page]


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a service with the demo course, without a slash at its end."""
    require("sandbox")
    command = (sys.executable, "-m", "grader", "up", "--port", "0", "--data", str(tmp_path_factory.mktemp("service")))
    environment = {name: value for name, value in os.environ.items() if name not in OWN}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        try:
            yield address(process)
        finally:
            process.terminate()
            process.wait(timeout=30)


def address(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith(READY):
            return line.removeprefix(READY).strip().rstrip("/")
    pytest.fail(f"grader up ended with exit code {process.wait()}")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Ends with its module: while Playwright runs, its event loop runs in this thread, where others start their own."""
    require("chromium")
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def logins() -> dict[str, StorageState]:
    """The cookies of those who have logged in: hashing a password is slow on purpose."""
    return {}


@pytest.fixture
def open_page(service: str, chromium: Browser, logins: dict[str, StorageState]) -> Iterator[Open]:
    """Opens a window, logged in as the one who is named. What its console complains of fails the test."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_page(person: str | None = None, size: tuple[int, int] = DESKTOP, *, javascript: bool = True) -> Page:
        context = chromium.new_context(
            base_url=service,
            viewport={"width": size[0], "height": size[1]},
            java_script_enabled=javascript,
            storage_state=logins.get(person or ""),
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        if person and person not in logins:
            log_in(page, person)
            logins[person] = context.storage_state()
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert [text for text in complaints if not re.search(REFUSED, text)] == []


def log_in(page: Page, person: str) -> None:
    page.goto("/login/")
    page.get_by_label("Username").fill(person)
    page.get_by_label("Password").fill(person)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url("/")


def screenshot(page: Page, name: str) -> None:
    """Keeps a picture where SCREENSHOTS names a folder."""
    folder = os.environ.get("SCREENSHOTS")
    if folder:
        width = page.viewport_size["width"] if page.viewport_size else 0
        # Hiding the caret would need a style that the site forbids.
        page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True, caret="initial")
