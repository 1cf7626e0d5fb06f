"""The console that many tests open, built once: 160 routes and 60 pages are compiled for all."""

from __future__ import annotations

from functools import cache

from flask import Flask

from plugin.operations.doors import Doors
from plugin.web.app import create_console
from plugin.web.house import House


def a_console(doors: Doors) -> Flask:
    """The console around these doors, until the next test asks for it.

    To build one takes a third of a second. It keeps nothing but its doors; a test that needs two
    of them at once, or one behind https, builds its own.
    """
    app = _built()
    app.extensions["goodterms"] = House(doors, secure_cookies=False)
    app.testing = True
    app.config["PROPAGATE_EXCEPTIONS"] = False
    return app


@cache
def _built() -> Flask:
    nobody: Doors = None  # type: ignore[assignment]
    return create_console(nobody, secure_cookies=False)
