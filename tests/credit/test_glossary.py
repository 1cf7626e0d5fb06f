"""Every word of the house and every public class of the engine is defined once, in the glossary."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import plugin.credit

ROOT = Path(plugin.credit.__path__[0])
GLOSSARY = ast.get_docstring(ast.parse((ROOT / "__init__.py").read_text("utf-8"))) or ""
#: the words of the plan that belong to this part of the house
WORDS = [
    "customer",
    "account",
    "exposure",
    "credit limit",
    "headroom",
    "utilisation",
    "terms",
    "due date",
    "late",
    "ageing",
    "bucket",
    "dunning",
    "courtesy",
    "ladder",
    "level",
    "step",
    "reminder",
    "promise to pay",
    "dispute",
    "payment plan",
    "instalment",
    "hold",
    "credit status",
    "credit flag",
    "review",
    "worklist",
    "statement",
    "DSO",
    "tolerance",
    "write-off",
    "write-back",
    "opening debt",
    "organisation",
]


def public_classes() -> set[str]:
    """The names of all classes of the package that do not begin with an underscore."""
    return {
        node.name
        for path in ROOT.glob("*.py")
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    }


def test_every_public_class_is_named_in_the_glossary() -> None:
    """And the glossary names no class that is gone."""
    named = set(re.findall(r"`(\w+)`", GLOSSARY))
    assert public_classes() - named == set()
    assert named - public_classes() == set()


def test_every_word_of_the_house_is_in_the_glossary() -> None:
    """In words, not only as a class."""
    missing = [word for word in WORDS if word.lower() not in GLOSSARY.lower()]
    assert missing == []


def test_the_engine_has_no_clock_no_chance_and_no_outside() -> None:
    """Standard library only, and of that nothing that reads the world."""
    allowed = {"__future__", "calendar", "collections", "dataclasses", "datetime", "decimal"}
    allowed |= {"bisect", "enum", "heapq", "itertools", "math", "re", "statistics", "typing"}
    allowed |= {"zoneinfo", "plugin", "difflib", "unicodedata"}
    for path in ROOT.glob("*.py"):
        text = path.read_text("utf-8")
        for node in ast.walk(ast.parse(text)):
            names: list[str] = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            if isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            assert {name.split(".")[0] for name in names} <= allowed, path.name
            if any(name.startswith("plugin") for name in names):
                assert all(name.startswith("plugin.credit") for name in names), path.name
        assert not re.search(r"\.(today|now|utcnow)\(", text), path.name
