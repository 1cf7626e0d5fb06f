"""What the local Xero's page of documentation tells people to type works as it stands there."""

import json
import os
import re
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[3]
README = ROOT / "connectors" / "sandbox" / "README.md"


def blocks(first: str) -> list[str]:
    """The indented blocks that hold this, without their indent."""
    found = re.findall(r"(?:^    .*\n|^\n(?=    ))+", README.read_text("utf-8"), re.MULTILINE)
    return [textwrap.dedent(each).strip() for each in found if first in each]


@pytest.fixture(scope="module")
def variables() -> Iterator[dict[str, str]]:
    """What the first command prints before READY, on a free port."""
    command = blocks("python -m connectors.sandbox ")[0].splitlines()[0].split("#")[0].split()
    child = subprocess.Popen(
        [sys.executable, *command[1:], "--port", "0"], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    try:
        assert child.stdout is not None
        lines = iter(child.stdout.readline, "READY\n")
        yield dict(line.strip().split("=", 1) for line in lines)
    finally:
        child.terminate()
        child.communicate(timeout=20)


@pytest.mark.skipif(shutil.which("curl") is None, reason="the page's commands are written for curl")
def test_the_commands_for_a_shell_answer_with_json(variables: dict[str, str]) -> None:
    """A token and an invoice, a payment, a fault: in the order of the page."""
    shell = "\n".join(blocks("curl "))
    assert shell.count("curl ") == 4
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", shell],
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    listed, paid, fault = answers_in(done.stdout)
    assert listed["Invoices"][0]["InvoiceID"]
    assert paid["amount"] == "1.00"
    assert fault["kind"] == "limit_minute"


def answers_in(text: str) -> list[dict[str, Any]]:
    """The JSON objects that stand one after another."""
    found, decoder = [], json.JSONDecoder()
    while text := text.strip():
        answer, end = decoder.raw_decode(text)
        found.append(answer)
        text = text[end:]
    return found


def test_the_example_for_a_test_passes() -> None:
    """It runs as it stands, with nothing beside it."""
    (example,) = blocks("def test_")
    names: dict[str, object] = {}
    exec(compile(example, str(README), "exec"), names)
    run = names["test_a_client_survives_a_bad_morning"]
    assert callable(run)
    run()
