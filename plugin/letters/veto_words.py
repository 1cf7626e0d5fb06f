"""The one sentence why a step waits that a salesperson held back. Pure."""

from __future__ import annotations

from plugin.credit.decisions import Wait
from plugin.credit.veto_facts import SalesSay, VetoAnswer


def vetoed_words(wait: Wait, say: SalesSay, until: str) -> str:
    """Who held it back, until when and why; empty where no salesperson did."""
    for window in reversed(say.windows):
        is_it = window.answer is VetoAnswer.VETO and window.until == wait.until
        if is_it and window.by == wait.by and wait.until is not None:
            why = f": “{window.why}”" if window.why else ""
            return f"the final notice is held back by {window.by} until {until}{why}"
    return ""
