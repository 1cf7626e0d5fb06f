"""The README tells the truth: its commands exist, its variables are the settings, and back."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from plugin import settings
from plugin.cli import main

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text()
COMMANDS = sorted(
    set(
        re.findall(
            r"^(goodterms [^\n]+)$",
            "\n".join(re.findall(r"```console\n(.*?)```", README, re.DOTALL)),
            re.MULTILINE,
        )
    )
)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_of_the_readme_runs(command: str) -> None:
    """Each ends well as written."""
    program = f"import sys; from plugin.cli import main; sys.exit(main({command.split()[1:]!r}))"
    ran = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.strip()


def test_make_targets_of_the_readme_exist() -> None:
    """`make x` in the README is a target of the Makefile."""
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"`?make ([a-z]+)", README)) <= targets


def test_every_setting_stands_in_the_readme() -> None:
    """And the README names none that does not exist."""
    source = Path(settings.__file__).read_text()
    known = set(
        re.findall(r"\b((?:XERO|GOODTERMS|DATABASE|SMTP|SMS|REPLY|MAIL)_[A-Z_]*[A-Z])\b", source)
    )
    told = set(
        re.findall(r"`((?:XERO|GOODTERMS|DATABASE|SMTP|SMS|REPLY|MAIL)_[A-Z_]*[A-Z])`", README)
    )
    assert told == known


def test_an_unknown_command_says_what_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    """A slip of the keyboard ends with the list of commands."""
    with pytest.raises(SystemExit) as ended:
        main(["serv"])
    assert ended.value.code == 2
    assert "serve" in capsys.readouterr().err
