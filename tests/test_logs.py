"""Logs are data in a fixed order, without secrets and without customers."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from plugin.logs import LEFT_OUT, configure_logs


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """What was logged; the previous configuration comes back afterwards."""
    root = logging.getLogger()
    handlers, level, config = list(root.handlers), root.level, structlog.get_config()
    stream = io.StringIO()
    configure_logs(stream)
    yield stream
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.configure(**config)


def only_line(stream: io.StringIO) -> dict[str, Any]:
    """The one line that was logged."""
    (line,) = stream.getvalue().splitlines()
    found: dict[str, Any] = json.loads(line)
    return found


def test_keys_stand_in_a_fixed_order(lines: io.StringIO) -> None:
    """The eye finds time, level, event and organisation in the same place on every line."""
    structlog.get_logger().info("worked", zebra=1, what="sync", apple=2, org="o")
    keys = list(only_line(lines))
    assert keys == ["timestamp", "level", "event", "org", "what", "apple", "zebra"]


def test_secrets_and_people_are_left_out(lines: io.StringIO) -> None:
    """At any depth."""
    structlog.get_logger().info(
        "sent", to="bob@x.test", access_token="t", count=1, inner={"email": "bob@x.test", "n": 2}
    )
    line = only_line(lines)
    assert "bob" not in lines.getvalue()
    assert (line["to"], line["access_token"], line["count"]) == (LEFT_OUT, LEFT_OUT, 1)
    assert line["inner"] == {"email": LEFT_OUT, "n": 2}


def test_libraries_log_the_same_way(lines: io.StringIO) -> None:
    """One line, one object, with the traceback inside and the row's values cut out of it."""
    said = "duplicate\nDETAIL:  Key (email)=(bob@x.test) exists."
    try:
        raise ValueError(said)
    except ValueError:
        logging.getLogger("some.library").exception("it failed")
    line = only_line(lines)
    assert (line["event"], line["level"]) == ("it failed", "error")
    assert "ValueError: duplicate" in line["exception"]
    assert "bob" not in lines.getvalue()
