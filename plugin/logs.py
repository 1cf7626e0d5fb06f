"""How logs look: readable in a terminal, one JSON object a line elsewhere. It logs nothing itself.

Secrets and what customers wrote or are called never reach a log: values under telling keys are
left out, and so are the details that a database adds to its errors.
"""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Mapping, MutableMapping
from typing import Any, TextIO

import structlog

#: always in this order, before everything else in the order of the alphabet
KEY_ORDER = ("timestamp", "level", "event", "org", "what")

LEFT_OUT = "[left out]"

#: parts of key names whose values are secrets
_SECRET = ("password", "secret", "token", "cookie", "authorization", "authorisation", "credential")

#: key names whose values are secrets or what people wrote, are called or can be reached by
_PRIVATE = frozenset(
    [
        "access",
        "refresh",
        "code",
        "nonce",
        "key",
        "keys",
        "csrf",
        "session",
        "signature",
        "email",
        "phone",
        "address",
        "addresses",
        "to",
        "cc",
        "recipient",
        "recipients",
        "name",
        "names",
        "customer_name",
        "subject",
        "body",
        "text",
        "html",
        "sentence",
        "said",
        "reply",
        "note",
    ]
)

#: PostgreSQL names the values of a row here
_DETAIL = re.compile(r"^\s*(DETAIL|CONTEXT):.*$", re.MULTILINE)


def configure_logs(
    stream: TextIO | None = None, *, as_json: bool | None = None, level: int = logging.INFO
) -> None:
    """Send all logs, ours and those of libraries, to `stream` (standard error by default).

    JSON unless the stream is a terminal; `as_json` says otherwise.
    """
    stream = stream or sys.stderr
    as_json = not stream.isatty() if as_json is None else as_json
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        leave_out_private,
        order_keys,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    last: structlog.typing.Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if as_json
        else structlog.dev.ConsoleRenderer(colors=stream.isatty(), sort_keys=False)
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, last],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)


def leave_out_private(
    _logger: Any, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Replace the values of telling keys, at any depth, and cut details out of errors."""
    for key, value in event.items():
        if key == "exception":
            event[key] = _DETAIL.sub("", str(value))
        else:
            event[key] = LEFT_OUT if is_private(key) else _cleaned(value)
    return event


def order_keys(
    _logger: Any, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Put the keys into their fixed order."""
    first = {key: event[key] for key in KEY_ORDER if key in event}
    return first | {key: event[key] for key in sorted(event) if key not in first}


def is_private(key: str) -> bool:
    """True for a key whose value never reaches a log."""
    word = key.lower()
    return word in _PRIVATE or any(part in word for part in _SECRET)


def _cleaned(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {
            key: LEFT_OUT if is_private(str(key)) else _cleaned(each) for key, each in value.items()
        }
    if isinstance(value, (list, tuple)):
        return [_cleaned(each) for each in value]
    return value
