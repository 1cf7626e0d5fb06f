"""The rules of the house, held by machine: sizes, words, fences, secrets, what stands where."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
SOURCE = ("plugin", "connectors", "webhooks", "bench")
FILES = sorted(
    path
    for folder in (*SOURCE, "tests")
    for path in (ROOT / folder).rglob("*.py")
    if "node_modules" not in path.parts
)
OURS = [path for path in FILES if path.relative_to(ROOT).parts[0] in SOURCE]

#: Xero's accounting field names that would mean its shapes leaked inward
XERO_FIELDS = {
    "InvoiceID", "InvoiceNumber", "ContactID", "ContactNumber", "AmountDue", "AmountPaid",
    "AmountCredited", "DueDateString", "SentToContact", "ExpectedPaymentDate", "UpdatedDateUTC",
    "CurrencyCode", "CurrencyRate", "RemainingCredit", "HistoryRecords", "ContactGroups",
    "EmailAddress", "ContactStatus", "FullyPaidOnDate", "IncludeInEmails", "LineItems",
}  # fmt: skip
WHERE_XERO_SPEAKS = ("connectors/xero", "connectors/sandbox")

#: words that say nothing (DESIGN: the words)
EMPTY_WORDS = {"manager", "helper", "helpers", "util", "utils", "handler", "processor"}

#: what only the local clock doors and entry points may ask
CLOCK_CALLS = {"today", "utcnow"}


def named(path: Path) -> str:
    """The path as people write it."""
    return path.relative_to(ROOT).as_posix()


@cache
def tree_of(path: Path) -> ast.Module:
    """A module's syntax, read once for all the rules."""
    return ast.parse(path.read_text())


@cache
def nodes_of(path: Path) -> tuple[ast.AST, ...]:
    """Every node of it, walked once for all the rules."""
    return tuple(ast.walk(tree_of(path)))


def test_no_file_passes_350_lines() -> None:
    """A file that wants to grow wants to be two things."""
    lines = {named(path): len(path.read_text().splitlines()) for path in FILES}
    assert {name: count for name, count in lines.items() if count > 350} == {}


def test_no_function_passes_50_lines() -> None:
    """Nor does a function; its signature and docstring count."""
    long = {
        f"{named(path)}: {node.name}": length
        for path in OURS
        for node in nodes_of(path)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := (node.end_lineno or 0) - node.lineno + 1) > 50
    }
    assert long == {}


def test_xeros_field_names_stay_in_its_connector() -> None:
    """What the vendor calls things is known in the connector and the local Xero, nowhere else."""
    leaked = {
        named(path): sorted(XERO_FIELDS & set(strings(path)))
        for path in OURS
        if not named(path).startswith(WHERE_XERO_SPEAKS)
    }
    assert {name: fields for name, fields in leaked.items() if fields} == {}


def test_modules_are_named_after_what_they_are() -> None:
    """No module and no class is a manager, a helper or a util."""
    for path in OURS:
        names = {path.stem.lower()} | {
            word.lower()
            for node in nodes_of(path)
            if isinstance(node, ast.ClassDef)
            for word in re.findall(r"[A-Z][a-z]+", node.name)
        }
        assert not EMPTY_WORDS & names, named(path)


def test_credit_asks_no_clock_no_chance_and_no_machine() -> None:
    """The engine is a function of its arguments."""
    for path in (ROOT / "plugin" / "credit").rglob("*.py"):
        imported = {
            (node.module or "").split(".")[0]
            if isinstance(node, ast.ImportFrom)
            else alias.name.split(".")[0]
            for node in nodes_of(path)
            if isinstance(node, ast.Import | ast.ImportFrom)
            for alias in node.names
        }
        assert not imported & {"random", "os", "time", "uuid", "logging", "secrets"}, named(path)
        called = {node.attr for node in nodes_of(path) if isinstance(node, ast.Attribute)}
        assert not called & {"today", "now", "utcnow"}, named(path)


def test_only_settings_reads_the_environment() -> None:
    """Everything else is told."""
    allowed = {"plugin/settings.py", "plugin/cli.py"}
    readers = {
        named(path)
        for path in OURS
        if re.search(r"os\.environ|os\.getenv", path.read_text())
        and not named(path).startswith(("plugin/demo", "bench"))
    }
    assert readers <= allowed


def test_blind_excepts_stand_only_where_a_fault_of_ours_is_met() -> None:
    """`except Exception` is for the engine and the error page; nothing hides elsewhere.

    And for a lane, which hands every error to the process that asked for the work.
    """
    allowed = {"plugin/engine.py", "plugin/operations/lanes.py", "plugin/web/errors.py"}
    blind = {
        named(path)
        for path in OURS
        for node in nodes_of(path)
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or getattr(node.type, "id", "") == "Exception")
        and not named(path).startswith("connectors/sandbox")
    }
    assert blind <= allowed


def test_tests_patch_none_of_our_names() -> None:
    """A fake goes through the door; patching is an admission of defeat."""
    # put together here, so that this file does not find itself
    patches = ("monkeypatch" + ".setattr", "mock" + ".patch", "mocker" + ".patch")
    found = {
        (named(path), word)
        for path in FILES
        if "tests" in path.parts
        for word in patches
        if word in path.read_text()
    }
    assert not found


def test_nothing_of_the_maker_of_the_workshop_is_told() -> None:
    """The project speaks of itself alone: no registry host, no path of a machine."""
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.split()
    hosts = re.compile("|".join(("pypi" + r"\.org", "pythonhosted" + r"\.org", "/work" + "/")))
    guilty = [
        name
        for name in listed
        if (ROOT / name).suffix not in {".png", ".svg", ".ico"}
        and hosts.search((ROOT / name).read_text(errors="ignore"))
    ]
    assert not guilty


def test_every_module_says_what_it_is() -> None:
    """A module's docstring is one sentence of purpose, at the least."""
    silent = [named(path) for path in OURS if not ast.get_docstring(tree_of(path))]
    assert not silent


def strings(path: Path) -> Iterator[str]:
    """Every string constant of a module except docstrings, and every attribute name."""
    for node in nodes_of(path):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        if isinstance(node, ast.Attribute):
            yield node.attr
