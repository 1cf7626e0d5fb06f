"""The page of figures: as of today it is the console's own, and every number opens."""

from __future__ import annotations

import re

from plugin.queries.figures import ledger_figures
from tests.builders import TODAY, House
from tests.web.conftest import Browser


def _text(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_as_of_today_the_figures_are_those_of_the_overview(ann: Browser, house: House) -> None:
    """DSO, the buckets and what is owed agree with the live ledger, to the cent."""
    with house.doors.store.tenant(house.org_id) as tx:
        live = ledger_figures(tx, on=TODAY, base_currency="GBP")[0]
    page = ann.get("insight/figures").get_data(as_text=True)
    for bucket in live.buckets:
        assert f'<data value="{bucket.amount.amount:.2f}">' in page
    assert f'<data value="{live.net.amount:.2f}">' in page
    assert f"{live.dso} days" in _text(page)
    assert f"{live.best_dso} days" in _text(page)
