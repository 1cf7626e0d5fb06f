"""The longer searches: every property over hundreds of ledgers, and over thousands.

`make long` has the first, `make thorough` the second, which takes about half an hour.
"""

from __future__ import annotations

import pytest

# both hold the properties: to be read is to be kept
from tests.credit import test_properties, test_properties_walked
from tests.credit.properties import LONGER, PROPERTIES, THOROUGH, Property

_READ = (test_properties, test_properties_walked)


@pytest.mark.long
@pytest.mark.parametrize("held", PROPERTIES, ids=lambda each: each.shown.__name__)
def test_it_holds_for_hundreds_of_ledgers(held: Property) -> None:
    """100 ledgers for what one day shows, 16 for what months show."""
    held.searched(LONGER)()


@pytest.mark.thorough
@pytest.mark.parametrize("held", PROPERTIES, ids=lambda each: each.shown.__name__)
def test_it_holds_for_thousands_of_ledgers(held: Property) -> None:
    """2,000 ledgers for what one day shows, 333 for what months show."""
    held.searched(THOROUGH)()


def test_every_property_has_a_sentence() -> None:
    """What holds is said in words, and no property is written down twice."""
    names = [each.shown.__name__ for each in PROPERTIES]
    assert len(set(names)) == len(names)
    assert all(each.shown.__doc__ for each in PROPERTIES)
