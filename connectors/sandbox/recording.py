"""Writes down what the local Xero answers and sends, one JSON object a line, for others to check.

It judges nothing. The file holds tokens, of this local Xero only.
"""

import gzip
import json
import threading
from base64 import b64encode
from pathlib import Path
from typing import IO, Any

from flask import Request, Response

_TOO_LARGE = 413
_TEXT = "text/"
_OF_XERO = ("/api.xro/", "/connect/", "/connections", "/.well-known/")


class Recorder:
    """Appends to a new file at `path`; without a path it does nothing. Thread-safe.

    Raises OSError where the file cannot be written.
    """

    def __init__(self, path: Path | None) -> None:
        self._lock = threading.Lock()
        self._file: IO[str] | None = path.open("w", encoding="utf-8") if path else None

    def answered(self, request: Request, response: Response) -> Response:
        """An answer of Xero's own addresses, its body as it was before it was packed.

        `body` is text, or Base64 under `base64` where it is none. An answer whose connection is
        made to break is written with what it began with, and `is_cut`. `sent` is the body that was
        asked with, empty for a form.
        """
        if self._file is None or not request.path.lower().startswith(_OF_XERO):
            return response
        is_cut = not response.automatically_set_content_length
        # a body that was refused for its size was never read
        sent = b"" if response.status_code == _TOO_LARGE else request.get_data()
        body = response.get_data()
        if response.headers.get("Content-Encoding") == "gzip":
            body = gzip.decompress(body)
        self._write(
            {
                "kind": "answer",
                "method": request.method,
                "path": request.path,
                "query": request.query_string.decode(),
                "sent": sent.decode("utf-8", "replace"),
                "status": response.status_code,
                "type": response.headers.get("Content-Type", ""),
                "is_cut": is_cut,
                **_shown(body, response.headers.get("Content-Type", _TEXT)),
            }
        )
        return response

    def sent(self, url: str, body: bytes) -> None:
        """A webhook that is about to be posted, intent to receive included."""
        if self._file is not None:
            self._write({"kind": "webhook", "url": url, "body": body.decode()})

    def close(self) -> None:
        """Write no more."""
        with self._lock:
            if self._file is not None:
                self._file.close()
                self._file = None

    def _write(self, line: dict[str, Any]) -> None:
        text = json.dumps(line, ensure_ascii=False)
        with self._lock:
            if self._file is not None:
                self._file.write(f"{text}\n")
                self._file.flush()


def _shown(body: bytes, kind: str) -> dict[str, str]:
    if kind.startswith((_TEXT, "application/json")):
        return {"body": body.decode("utf-8", "replace")}
    return {"base64": b64encode(body).decode()}
