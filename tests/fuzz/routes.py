"""Every route that opens without a session of the console, found in the app itself."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask
from werkzeug.routing import Rule

from plugin.web.doorkeeper import Guard, guard_of

#: what asks for somebody who is signed in
_BEHIND_A_SESSION = frozenset({Guard.SIGNED_IN, Guard.OF_ORGANISATION})


@dataclass(frozen=True, slots=True)
class Route:
    """One address with one method; `variables` are the names in it with their converters."""

    endpoint: str
    method: str
    path: str
    variables: tuple[tuple[str, str], ...]
    is_of_visitor: bool
    is_browser_bound: bool

    def __str__(self) -> str:
        """Such as "POST /p/feedback"."""
        return f"{self.method} {self.path}"


def open_routes(app: Flask) -> tuple[Route, ...]:
    """Public pages, the customers' pages, receivers with a door of their own, static files."""
    found = []
    for rule in app.url_map.iter_rules():
        guard = guard_of(app.view_functions[rule.endpoint])
        if guard in _BEHIND_A_SESSION:
            continue
        for method in sorted(set(rule.methods or ()) - {"HEAD", "OPTIONS"}):
            is_of_visitor = guard is Guard.OF_VISITOR
            is_bound = guard is Guard.BROWSER_BOUND
            names = _variables(rule)
            found.append(Route(rule.endpoint, method, rule.rule, names, is_of_visitor, is_bound))
    return tuple(sorted(found, key=str))


def _variables(rule: Rule) -> tuple[tuple[str, str], ...]:
    converters = rule._converters
    return tuple((name, type(converters[name]).__name__) for name in sorted(rule.arguments))
