"""The page of the rules names every rule once, with its case and tests that are there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
#: rule, what it says, its case, what shows it
ROWS = [
    [cell.strip() for cell in line.strip("|").split(" | ")]
    for line in PAGE.splitlines()
    if re.match(r"\| \d+ \|", line)
]


def test_every_rule_of_the_house_has_one_line() -> None:
    """From 1 to 37, in order, each with words, a case and what shows it."""
    assert [row[0].strip("| ") for row in ROWS] == [str(n) for n in range(1, 38)]
    for row in ROWS:
        assert len(row) == 4, row[0]
        assert all(len(cell) > 20 for cell in row[1:]), row[0]


def test_every_rule_is_shown_by_a_test() -> None:
    """What is not built says so, and is no reason to show nothing."""
    for row in ROWS:
        assert "::test_" in row[3], row[0]


def test_every_test_named_is_there() -> None:
    """By its file and its name, so that a renamed test is missed here."""
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PAGE)
    assert len(named) > 120
    for path, name in named:
        code = (ROOT / path).read_text(encoding="utf-8")
        assert re.search(rf"^def {name}\(", code, re.MULTILINE), f"{path}::{name}"


def test_every_file_named_is_there() -> None:
    """Of this repository."""
    for path in re.findall(r"`([\w./]+\.(?:py|md))`", PAGE):
        assert (ROOT / path).is_file(), path


def test_every_rule_named_in_a_test_stands_on_the_page() -> None:
    """A test that says which rule it holds is found from the rule."""
    rules = {row[0].strip("| "): row[3] for row in ROWS}
    for path in sorted((ROOT / "tests").glob("**/test_*.py")):
        if "node_modules" in path.parts:
            continue
        code = path.read_text(encoding="utf-8")
        for name, number in re.findall(r"^def (test_rule_(\d+)_\w+)\(", code, re.MULTILINE):
            assert name in rules[number], f"{path.relative_to(ROOT)}::{name} is not under {number}"


def test_the_page_is_one_click_from_the_readme() -> None:
    """Where whoever wants proof begins."""
    assert "(docs/rules.md)" in (ROOT / "README.md").read_text(encoding="utf-8")
