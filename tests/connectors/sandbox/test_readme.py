"""The local Xero's own page of documentation names what there is, and nothing else."""

import re
from dataclasses import asdict
from pathlib import Path

from connectors.sandbox.doubts import QUESTIONS, Doubts
from connectors.sandbox.faults import Fault
from connectors.sandbox.serve import parser
from connectors.sandbox.server import flask_app
from connectors.sandbox.testing import RunningXero

README = Path(__file__).parents[3] / "connectors" / "sandbox" / "README.md"


def test_every_option_and_every_control_address_is_documented() -> None:
    """Options of the command line, routes under /sandbox, switches of a fault, doubts."""
    text = README.read_text(encoding="utf-8")
    options = {name for action in parser()._actions for name in action.option_strings}
    assert options - {"-h", "--help"} <= set(re.findall(r"--[a-z-]+", text))
    named = set(re.findall(r'"[a-z_]+"', text))
    assert {f'"{name}"' for name in Fault.__dataclass_fields__} <= named
    usual = asdict(Doubts())
    for name, question in QUESTIONS.items():
        answer = "yes" if usual[name] else "no"
        row = f"| `{name}` | {question.asked} | {question.yes} | {question.no} | {answer} |"
        assert row in text
    assert list(QUESTIONS) == list(usual)


def test_every_control_route_has_a_row(xero: RunningXero) -> None:
    """The last fixed part of each route stands in the table."""
    text = README.read_text(encoding="utf-8")
    routes = flask_app(xero.sandbox).url_map.iter_rules()
    ours = [str(rule) for rule in routes if str(rule).startswith("/sandbox/")]
    assert len(ours) > 15
    for route in ours:
        fixed = [part for part in route.split("/") if part and not part.startswith("<")]
        assert f"{fixed[-1]}" in text, route
