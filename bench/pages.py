"""How long the local Xero takes for a page of 1,000 invoices, and what a large ledger costs it.

It is a process of its own and every page is another one, so that nothing is answered from memory
that an earlier call left. A plain answer of the same server is the floor. Beside the time that a
client waits stands the server's own work, which a busy machine does not lengthen.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import requests

from bench.figures import Row, Times, timed
from bench.house import folder
from bench.local_xero import BenchXero, local_xero

_PAGE = 1_000
_MEGABYTE = 1e6


@dataclass(frozen=True, slots=True)
class Sizes:
    """Invoices in the ledger, and at most so many pages of each kind."""

    invoices: int
    pages: int


def rows(sizes: Sizes) -> list[Row]:
    """Seconds from the command to READY, memory, and milliseconds a page, plain and packed."""
    with folder() as here, local_xero(here, sizes.invoices) as xero:
        pages = _page_rows(xero, sizes)
        return [*_ledger_rows(xero, sizes), *pages]


def _ledger_rows(xero: BenchXero, sizes: Sizes) -> list[Row]:
    name = f"local Xero, {sizes.invoices:,} invoices"
    return [
        Row(what=f"{name}: from the command to READY", value=xero.seconds_to_ready, unit="s"),
        Row(what=f"{name}: memory", value=xero.memory() / _MEGABYTE, unit="MB"),
    ]


def _page_rows(xero: BenchXero, sizes: Sizes) -> list[Row]:
    with requests.Session() as session:
        session.headers.update(xero.headers())

        def get(path: str, encoding: str) -> float:
            answer = session.get(
                f"{xero.url}/{path}", headers={"Accept-Encoding": encoding}, timeout=60
            )
            answer.raise_for_status()
            return len(answer.content)

        def page(of: str, encoding: str) -> Callable[[int], object]:
            return lambda number: get(f"api.xro/2.0/{of}page={number}&pageSize={_PAGE}", encoding)

        pages = min(sizes.pages, -(-sizes.invoices // _PAGE))
        name = f"local Xero, {sizes.invoices:,} invoices: a page of {min(_PAGE, sizes.invoices):,}"
        floor = _each(lambda _: get("api.xro/2.0/Organisation", "identity"), pages).median
        found = []
        for words, of, encoding in (
            ("plain", "Invoices?", "identity"),
            ("packed", "Invoices?", "gzip"),
            ("open sales only", 'Invoices?Statuses=AUTHORISED&where=Type=="ACCREC"&', "identity"),
        ):
            worked = xero.work()
            times = _each(page(of, encoding), pages)
            worked = xero.work() - worked
            found.append(
                Row(
                    what=f"{name}, {words}",
                    value=times.median * 1000,
                    unit="ms",
                    spread=times.spread,
                    floor=floor * 1000,
                    floor_is="one organisation from the same server",
                    more={"pages": pages, "its_own_work_ms": worked / pages * 1000},
                )
            )
        return found


def _each(work: Callable[[int], object], pages: int) -> Times:
    """Page after page, each asked for once."""
    return Times(tuple(timed(partial(work, number))[0] for number in range(1, pages + 1)))
