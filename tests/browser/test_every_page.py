"""Every page of the console: calm on a telephone and on a desk, in light and in dark."""

from __future__ import annotations

from collections.abc import Callable
from html import unescape
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from tests.browser.console import AMOUNT
from tests.browser.pages import all_pages, pages_of_customer
from tests.browser.running import DESKTOP, PHONE, chromium_path
from tests.browser.visitor import Visitor
from tests.browser.waiting import await_page

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(chromium_path() is None, reason="no Chromium on this machine"),
]

SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
#: WCAG's relative luminance contrast of each element that holds words of its own, where below AA
_TOO_FAINT = """
() => {
  const rgb = (text) => (text.match(/[\\d.]+/g) || [0, 0, 0, 0]).map(Number);
  const light = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((v) => {
      v /= 255; return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const found = rgb(getComputedStyle(at).backgroundColor);
      if (found.length === 3 || found[3] > 0) return found;
    }
    return [255, 255, 255];
  };
  const faint = [];
  for (const element of document.querySelectorAll("body *")) {
    const own = [...element.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
    if (!own || !element.checkVisibility()) continue;
    const [a, b] = [light(rgb(getComputedStyle(element).color)), light(ground(element))];
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (contrast < 4.5) faint.push(`${element.textContent.trim().slice(0, 40)}: ${contrast}`);
  }
  return faint;
}
"""


def test_every_page_is_calm_and_legible(revisit: Callable[..., Visitor]) -> None:
    """A title, one headline, nothing to push sideways, contrast, no complaint, no third host."""
    person = revisit()
    page = person.console.page
    for address in [*all_pages(person), *pages_of_customer(person)]:
        answer = page.goto(address)
        assert answer is not None, address
        assert answer.ok, address
        assert page.title().strip(), address
        expect(page.get_by_role("heading", level=1), address).to_have_count(1)
        assert _has_no_nameless_field(page), address
        for width in (PHONE, DESKTOP):
            page.set_viewport_size({"width": width, "height": 850})
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, address
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            assert page.evaluate(_TOO_FAINT) == [], (address, scheme)


def test_the_picture_says_what_the_table_says(revisit: Callable[..., Visitor]) -> None:
    """Also right after a payment: the bars are never older than the figures beside them."""
    person = revisit()
    page = person.console.page
    page.goto(person.console.books + "/")
    person.xero.records_the_payment_of("INV-1790")
    late = page.get_by_role("row", name="1–30 days late").last
    before = late.inner_text()
    await_page(page, lambda: late.inner_text() != before, "the payment in the table")
    picture = page.get_by_role("img", name="Ageing in GBP").get_attribute("src")
    drawn = page.evaluate("async (src) => await (await fetch(src)).text()", picture)
    [amount] = AMOUNT.findall(late.inner_text())
    assert amount in unescape(drawn)


def _has_no_nameless_field(page: Page) -> bool:
    """Every field that can be seen has a name for those who listen to the page."""
    fields = page.get_by_role("main").locator("input:visible, select:visible, textarea:visible")
    return all(each.evaluate("it => it.labels.length || it.ariaLabel") for each in fields.all())
