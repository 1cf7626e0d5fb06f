"""Takes the picture of the README: `python -m tests.browser.picture [FILE]`.

It lives a first morning in the running product and takes the overview as it then stands, 1280
pixels wide, in light. With `--all FOLDER` it takes every page, on a desk and on a telephone.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from playwright.sync_api import Page

from tests.browser.pages import all_pages
from tests.browser.running import DESKTOP, PHONE, a_browser, both_running, visiting
from tests.browser.visitor import Visitor

PICTURE = Path("docs/console.png")


def main() -> None:
    """Parse the command line, live the morning, take the pictures."""
    parser = argparse.ArgumentParser(prog="python -m tests.browser.picture", description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, default=PICTURE)
    parser.add_argument("--all", type=Path, metavar="FOLDER", help="every page instead")
    asked = parser.parse_args()
    with (
        both_running() as home,
        a_browser() as browser,
        visiting(browser, home, DESKTOP, color_scheme="light") as person,
    ):
        person.lives_a_first_morning()
        person.awaits_quiet()
        if asked.all is None:
            person.console.opens("Overview")
            _take(person.console.page, asked.file)
        else:
            _take_all(person, asked.all)


def _take_all(person: Visitor, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    page = person.console.page
    for address in all_pages(person):
        name = re.sub(r"\W+", "-", address.removeprefix(person.console.books).split("://")[-1])
        page.goto(address)
        for width in (DESKTOP, PHONE):
            page.set_viewport_size({"width": width, "height": 850})
            _take(page, folder / f"{name.strip('-') or 'overview'}-{width}.png")


def _take(page: Page, file: Path) -> None:
    page.wait_for_load_state("networkidle")
    page.screenshot(path=file, full_page=True)


if __name__ == "__main__":
    main()
