"""Every case that other engines were tested on is tested here too, or argued in one sentence."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

# both hold the cases: to be read is to be counted
from tests.credit import test_cases_chase, test_cases_money
from tests.credit.collection import ARGUED, CASES, TESTED

_READ = (test_cases_chase, test_cases_money)


def _places(found: Any, place: str = "") -> Iterator[str]:
    """Where each case stands in the collection; a source and a heading are none."""
    known = TESTED | ARGUED.keys()
    if place in known:
        yield place
    elif isinstance(found, dict):
        for name, each in found.items():
            if name not in {"about", "source"}:
                yield from _places(each, f"{place}.{name}" if place else name)
    elif isinstance(found, list):
        for index, each in enumerate(found):
            yield from _places(each, f"{place}[{index}]")
    else:
        yield place


@pytest.mark.skipif(not CASES.exists(), reason="the collection of cases is not here")
def test_every_case_of_the_collection_is_here() -> None:
    """Tested with its numbers, or argued in one sentence; and nothing here is invented."""
    found = set(_places(json.loads(CASES.read_text("utf-8"))))
    assert found == TESTED | ARGUED.keys()


def test_every_argument_is_a_sentence() -> None:
    """A case is not left out for nothing, nor both tested and argued away."""
    assert all(words.endswith(".") and len(words) > 30 for words in ARGUED.values())
    assert not TESTED & ARGUED.keys()
