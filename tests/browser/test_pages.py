"""No page is forgotten: each address that can be opened is looked at, or says why it is not."""

from __future__ import annotations

from uuid import UUID

from tests.browser.pages import ELSEWHERE, OF_BOOKS, OF_VISITOR, PUBLIC, REFUSALS
from tests.consoles import _built


def test_every_address_is_looked_at_or_says_why_not() -> None:
    """A new page has to be named among the pages that are looked at in a browser."""
    app = _built()
    adapter = app.url_map.bind("localhost")
    books = f"/o/{UUID(int=1)}"
    named = [*PUBLIC, *REFUSALS, *OF_VISITOR, *(books + path for path in OF_BOOKS)]
    rules = {path: adapter.match(path.partition("?")[0], return_rule=True)[0] for path in named}
    looked_at = {rule.rule for rule in rules.values()}
    known = {rule.rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    assert known - looked_at - set(ELSEWHERE) == set()
    assert set(ELSEWHERE) <= known
