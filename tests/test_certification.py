"""The certification page names nothing that is not there: tests, files, screens."""

from __future__ import annotations

import re
from pathlib import Path

from plugin.store import Store
from plugin.web.app import create_console
from tests.builders import some_doors

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "certification.md").read_text(encoding="utf-8")
#: what is named on the page in plain type
NAMED = re.findall(r"`([^`]+)`", PAGE)


def test_every_named_test_exists() -> None:
    """By its file and its name, so that a renamed test is missed here."""
    named = [each.split("::") for each in NAMED if "::" in each]
    assert len(named) > 50
    for path, name in named:
        code = (ROOT / path).read_text(encoding="utf-8")
        assert re.search(rf"^def {name}\(", code, re.MULTILINE), f"{path}::{name}"


def test_every_named_file_exists() -> None:
    """Of this repository."""
    files = [each for each in NAMED if re.fullmatch(r"[\w./]+\.(py|json|html|png|md)", each)]
    assert len(files) > 8
    for path in files:
        assert (ROOT / path).is_file(), path


def test_every_named_screen_is_a_route(store: Store) -> None:
    """Of the console, with `<org>` for the organisation."""
    app = create_console(some_doors(store), secure_cookies=False)
    routes = {re.sub(r"<uuid:org_id>", "<org>", str(rule)) for rule in app.url_map.iter_rules()}
    screens = [each for each in NAMED if each.startswith("/")]
    assert len(screens) > 8
    for screen in screens:
        assert screen in routes, screen


def test_every_checkpoint_is_shown_or_left_to_somebody() -> None:
    """No line of a table claims something without showing it or saying whose it is."""
    rows = [line for line in PAGE.splitlines() if line.startswith("| ") and "---" not in line]
    claims = [row for row in rows if not re.match(r"\| (checkpoint|question|rule|need) \|", row)]
    assert len(claims) > 40
    for row in claims:
        assert "`" in row or "**Owner**" in row, row


def test_the_page_is_one_click_from_the_readme() -> None:
    """Where a reviewer begins."""
    assert "(docs/certification.md)" in (ROOT / "README.md").read_text(encoding="utf-8")
