"""The text of a PDF that came by mail, read in a process of its own with little time and memory.

Whatever a hostile file does to its reader ends with that process. A scan has no text, and a
picture of a table is not read.
"""

from __future__ import annotations

import resource
import subprocess
import sys

_SECONDS = 8
_CPU_SECONDS = 6
_MEMORY = 1_000_000_000
_MOST_PAGES = 10
_MOST_TEXT = 100_000


def text_of_pdf(content: bytes) -> str:
    """The text of the first pages, laid out as it stands on them; empty where none can be had."""
    try:
        ran = subprocess.run(
            [sys.executable, "-I", "-m", "plugin.mail.pdf"],
            input=content,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except (subprocess.TimeoutExpired, OSError):
        return ""
    return ran.stdout.decode("utf-8", "replace")[:_MOST_TEXT] if ran.returncode == 0 else ""


def _read(content: bytes) -> str:
    """The text, by the library; whatever it raises ends the process that this runs in."""
    import io  # noqa: PLC0415
    import logging  # noqa: PLC0415

    from pypdf import PdfReader  # noqa: PLC0415 - a web process never needs it

    logging.disable()
    reader = PdfReader(io.BytesIO(content))
    pages = (page.extract_text(extraction_mode="layout") for page in reader.pages[:_MOST_PAGES])
    return "\n".join(pages)


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS, _CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    sys.stdout.buffer.write(_read(sys.stdin.buffer.read()).encode("utf-8", "replace"))
