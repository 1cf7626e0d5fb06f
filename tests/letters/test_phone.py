from __future__ import annotations

import shutil
from dataclasses import replace

import pytest
from playwright.sync_api import sync_playwright

from plugin.credit.policy import Tone
from plugin.letters import Proof, compose
from tests.letters.builders import line, reminder

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
def test_every_letter_fits_a_phone_and_fetches_nothing() -> None:
    """At 360 pixels, light or dark, nothing hangs over the edge and nothing is asked of a host."""
    long = replace(
        line("INV-2026-11-000001041-AB", late=370, amount="1234567.89"), reference="PO" + "4" * 60
    )
    letters = [compose(reminder(tone)) for tone in Tone]
    letters.append(compose(reminder(Tone.FINAL, long, also=(line("INV-2", late=3),))))
    letters.append(compose(reminder(proof=Proof("Quay Bistro", "you approve it"))))
    asked: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        for colours in ("light", "dark"):
            page = browser.new_page(
                viewport={"width": 360, "height": 640},
                color_scheme="dark" if colours == "dark" else "light",
            )
            page.on("request", lambda request: asked.append(request.url))
            for letter in letters:
                page.set_content(letter.html)
                assert page.evaluate("document.documentElement.scrollWidth") == 360
                ink = page.evaluate("getComputedStyle(document.querySelector('.ink div')).color")
                assert ink == ("rgb(232, 236, 233)" if colours == "dark" else "rgb(31, 42, 48)")
            page.close()
        browser.close()
    assert asked == []
