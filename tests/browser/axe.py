"""Asks axe what is wrong with a page for those who do not see it as drawn. It mends nothing."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Literal

from playwright.sync_api import Page

from tests.browser.running import DESKTOP, PHONE

SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
_RUN = """
async () => (await axe.run(document, {resultTypes: ["violations"]})).violations.flatMap(
  (rule) => rule.nodes.map((node) => `${rule.id}: ${node.target.join(" ")}: ${rule.help}`)
)
"""


@cache
def _axe() -> str:
    """axe itself, as its own package brings it."""
    source = files("axe_playwright_python").joinpath("axe.min.js")
    return source.read_text(encoding="utf-8")


def violations(page: Page) -> list[str]:
    """What axe finds on the page as it stands: the rule, where, and what to do."""
    page.evaluate(_axe())
    return [str(each) for each in page.evaluate(_RUN)]


def violations_everywhere(page: Page) -> dict[str, list[str]]:
    """The same on a desk and on a telephone, in light and in dark; empty where there is none."""
    found: dict[str, list[str]] = {}
    for width in (DESKTOP, PHONE):
        page.set_viewport_size({"width": width, "height": 850})
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            if here := violations(page):
                found[f"{width} {scheme}"] = here
    return found
