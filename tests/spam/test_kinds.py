"""No mail goes out that nobody scores: each module that makes one stands among the kinds."""

from __future__ import annotations

import ast
from pathlib import Path

import plugin
from tests.spam.kinds import KINDS

_ROOT = Path(plugin.__file__).parent
#: a mail, and the frame that the house's own mails have in common
_MAKERS = frozenset({"OutgoingMail", "house_mail"})
_FRAME = "plugin.operations.house_mail"


def _makes_mail(file: Path) -> bool:
    source = file.read_text(encoding="utf-8")
    if not any(f"{name}(" in source for name in _MAKERS):
        return False
    calls = (node.func for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    return any(isinstance(called, ast.Name) and called.id in _MAKERS for called in calls)


def test_every_module_that_makes_mail_has_its_mails_scored() -> None:
    """Whoever writes a new kind of mail adds it to `tests/spam/kinds.py`."""
    found = {
        ".".join(("plugin", *file.relative_to(_ROOT).with_suffix("").parts))
        for file in _ROOT.rglob("*.py")
        if _makes_mail(file)
    }
    assert found - {_FRAME} == set(KINDS)
