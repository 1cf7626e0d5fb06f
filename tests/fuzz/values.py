"""What might stand in any field: what people type, what programs send, what breaks things."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import hypothesis.strategies as st
from hypothesis.strategies import SearchStrategy

import plugin.web
import webhooks

_WEB = Path(plugin.web.__path__[0])
_EVERYWHERE = (_WEB, Path(webhooks.__path__[0]))
_PORTAL = (_WEB / "portal", _WEB / "templates" / "portal")
_FIELDS = (
    re.compile(r"""forms\.\w+\(\s*["']([\w-]+)["']"""),
    re.compile(r"""request\.\w+\.(?:get|getlist)\(\s*["']([\w-]+)["']"""),
    re.compile(r"""(?:asked_for|needed|found\.get)\(\s*["']([\w-]+)["']"""),
    re.compile(r"""name="([\w-]+)\""""),
)

#: ids, numbers, days and amounts that mean something in the house that is fuzzed
KNOWN = (
    "kettle", "lisa", "quay", "bell", "INV-1041", "INV-1058", "INV-1060", "INV-1012", "GBP", "EUR",
    "2026-11-27", "2026-12-04", "412.40", "100", "801.40", "paid", "promise", "split", "wrong",
    "faulty", "on", "1", "4", "fr-FR", "kettle@customer.test",
)  # fmt: skip
NASTY = (
    "", " ", "\0", "a\0b", "%00", "%", "%ff", "../../etc/passwd", "..", ".", "/", "//evil.test/",
    "https://evil.test/", "\\", "\r\nSet-Cookie: a=b", "A" * 5000, "9" * 400, "-1", "0", "0.001",
    "1e9999", "NaN", "Infinity", "-0", "1,5", "١٢٣", "１２", "½", "2026-02-30", "0000-00-00",
    "9999-12-31", "0001-01-01", "10000-01-01", "<script>alert(1)</script>", "{{7*7}}", "' or 1=1--",
    "\u202e", "\ufeff", "🧾", "é" * 300, "\x7f", "\x1b[0m", "null", "true", "[]", "{}",
    "00000000-0000-0000-0000-000000000000", "=cmd|' /C calc'!A0", "@SUM(1)", "+", "null@",
    "a@b", "\"a b\"@c.test", "x" * 300 + "@y.test", "+447700900123", "STOP",
)  # fmt: skip

#: what JSON can say and no text can hold: half of a pair of surrogates, and a null
HALVES = ("\ud800", "a\udfffb", "a\0b")
#: no half of a pair of surrogates: no client can write one
LETTERS = st.characters(codec="utf-8")


def any_text() -> SearchStrategy[str]:
    """Something known, something nasty, or something nobody thought of."""
    return st.one_of(
        st.sampled_from(KNOWN),
        st.sampled_from(NASTY),
        st.text(LETTERS, max_size=40),
        st.integers().map(str),
        st.dates().map(str),
        st.decimals(allow_nan=True, allow_infinity=True).map(str),
        st.uuids().map(str),
    )


@cache
def field_names(*, is_of_visitor: bool) -> tuple[str, ...]:
    """Every field that pages and receivers ask for, or the customers' pages, by their sources."""
    found: set[str] = {"csrf", "to", "back", "nobody-asks-for-this"}
    for root in _PORTAL if is_of_visitor else _EVERYWHERE:
        for file in (*root.rglob("*.py"), *root.rglob("*.html")):
            source = file.read_text(encoding="utf-8")
            found |= {name for field in _FIELDS for name in field.findall(source)}
    return tuple(sorted(found))


def any_fields(*, is_of_visitor: bool = False) -> SearchStrategy[dict[str, list[str]]]:
    """Some fields, each with one value or several."""
    return st.dictionaries(
        st.sampled_from(field_names(is_of_visitor=is_of_visitor)),
        st.lists(any_text(), min_size=1, max_size=3),
        max_size=8,
    )


def any_json() -> SearchStrategy[object]:
    """Any JSON, also of the names that receivers look for, also very deep."""
    leaves = st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(), any_text(), st.sampled_from(HALVES)
    )
    names = st.one_of(st.sampled_from(JSON_NAMES), st.text(LETTERS, max_size=10))
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.lists(inner, max_size=4), st.dictionaries(names, inner, max_size=6)
        ),
        max_leaves=20,
    )


#: what the senders of webhooks call things
JSON_NAMES = (
    "events", "resourceId", "resourceUrl", "eventDateUtc", "eventType", "eventCategory", "tenantId",
    "firstEventSequence", "lastEventSequence", "entropy", "id", "from", "text", "object", "type",
    "data", "created", "created_at", "action", "resource_type", "links", "payment", "details",
    "metadata", "amount", "currency", "amount_received", "description", "livemode", "reference",
    "to", "email", "raw", "recipient", "status", "mandate", "charge", "payment_intent",
)  # fmt: skip
