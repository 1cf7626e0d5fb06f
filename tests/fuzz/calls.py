"""Any request to a route: honest enough to come past its door, or not."""

from __future__ import annotations

import json
from io import BytesIO

import hypothesis.strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from tests.fuzz.routes import Route
from tests.fuzz.samples import bent, bent_mail
from tests.fuzz.scene import Call, Scene
from tests.fuzz.values import LETTERS, NASTY, any_fields, any_json, any_text

_TYPES = (
    None, "", "text/plain", "application/json", "application/x-www-form-urlencoded",
    "application/x-www-form-urlencoded; charset=unknown-8bit", "multipart/form-data",
    "multipart/form-data; boundary=x", "multipart/form-data; boundary=" + "y" * 300,
    "message/rfc822", "application/xml", "a/b; c=\"", "é/é",
)  # fmt: skip
_MAIL = b"From: a@b.test\r\nTo: %b\r\nSubject: %b\r\n\r\n%b"
_HEADERS = (
    *("Accept-Language", "If-Modified-Since", "Range"),
    *("Referer", "User-Agent", "X-Forwarded-For"),
)


@st.composite
def calls(draw: DrawFn, route: Route, scene: Scene) -> Call:
    """One request to this route."""
    is_honest = draw(st.sampled_from((True, True, True, False)))
    values = {
        name: draw(_variable(name, kind, route, scene, is_honest=is_honest))
        for name, kind in route.variables
    }
    content_type, body = None, None
    if route.method != "GET":
        content_type, body = draw(_body(route, scene))
    header = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=30)
    headers = draw(st.dictionaries(st.sampled_from(_HEADERS), header, max_size=2))
    return Call(route, values, draw(any_fields()), body, content_type, headers, is_honest)


def _variable(
    name: str, kind: str, route: Route, scene: Scene, *, is_honest: bool
) -> SearchStrategy[str]:
    if kind == "UUIDConverter":
        return st.one_of(st.uuids().map(str), st.just(str(scene.org_id)))
    if kind == "IntegerConverter":
        return st.one_of(st.integers(0, 99), st.integers(0)).map(str)
    written = any_text().filter(lambda text: _fits(text, kind))
    if is_honest and route.endpoint.startswith("payment_providers."):
        return st.just(scene.endpoints[route.endpoint.partition(".")[2]])
    known = [scene.link] if name == "token" else []
    known += ["page.css"] if route.endpoint == "static" else []
    return st.one_of(st.sampled_from(known), written, *map(_altered, known)) if known else written


def _fits(text: str, kind: str) -> bool:
    """What an address can carry there: not nothing, and no slash but in a path."""
    return bool(text) and (kind == "PathConverter" or ("/" not in text and text not in {".", ".."}))


def _altered(text: str) -> SearchStrategy[str]:
    """With one character changed, or cut."""
    at = st.integers(0, len(text) - 1)
    changed = st.tuples(at, st.characters(min_codepoint=48, max_codepoint=122))
    return st.one_of(
        changed.map(lambda it: text[: it[0]] + it[1] + text[it[0] + 1 :]),
        at.map(lambda end: text[:end] or "x"),
    )


def _body(route: Route, scene: Scene) -> SearchStrategy[tuple[str | None, object]]:
    forms = any_fields(is_of_visitor=route.is_of_visitor).map(lambda fields: (None, dict(fields)))
    files = st.tuples(any_fields(), st.binary(max_size=200), st.sampled_from(NASTY)).map(_with_file)
    raw = st.tuples(st.sampled_from(_TYPES), st.one_of(st.binary(max_size=300), _json(), _mail()))
    if route.is_of_visitor or route.is_browser_bound:
        return st.one_of(forms, forms, files, raw)
    sample = scene.samples.get(route.endpoint)
    if sample is not None:
        told = st.tuples(st.just("application/json"), bent(sample))
        mailed = st.tuples(st.just("message/rfc822"), bent_mail(scene.reply_to))
        return st.one_of(told, told, mailed if "mail" in route.endpoint else told, raw)
    return st.one_of(raw, raw, forms, files)


def _with_file(given: tuple[dict[str, list[str]], bytes, str]) -> tuple[str, object]:
    fields, content, name = given
    safe = "".join(each for each in name if each.isprintable()) or "file.pdf"
    file = (BytesIO(content), safe)
    return "multipart/form-data", {**fields, "attachment": file, "file": file}


def _json() -> SearchStrategy[bytes]:
    deep = st.integers(1, 30_000).map(lambda depth: b"[" * depth)
    return st.one_of(any_json().map(lambda it: json.dumps(it).encode()), deep)


def _mail() -> SearchStrategy[bytes]:
    word = st.one_of(any_text(), st.text(LETTERS)).map(lambda it: it.encode())
    return st.tuples(word, word, word).map(lambda it: _MAIL % it)
