"""A wheel built from a clone and installed elsewhere is a whole product."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this tree, built without a network."""
    out = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", out, ROOT],
        check=True,
        capture_output=True,
    )
    [built] = out.glob("*.whl")
    return built


def test_the_wheel_carries_templates_static_files_manifest_and_migrations(wheel: Path) -> None:
    """What is not Python goes along."""
    names = zipfile.ZipFile(wheel).namelist()
    assert "plugin/manifest.json" in names
    for ending in (".html", ".css", ".mjml", ".sql"):
        assert any(name.endswith(ending) for name in names), ending
    assert not any(name.startswith(("tests/", "bench/")) for name in names)


@pytest.mark.long
def test_the_installed_command_runs_from_any_folder(wheel: Path, tmp_path: Path) -> None:
    """`goodterms` works from the wheel alone, in a folder that has nothing of ours."""
    site = tmp_path / "site"
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", site, wheel],
        check=True,
        capture_output=True,
    )
    program = (
        "import plugin, plugin.bootstrap\n"
        "from plugin.manifest import read_manifest\n"
        "from plugin.cli import main\n"
        "assert 'site' in plugin.__file__, plugin.__file__\n"
        "assert read_manifest().name == 'Goodterms'\n"
        "raise SystemExit(main(['books', 'check', 'books.json', '--on', '2026-11-24']))\n"
    )
    (tmp_path / "books.json").write_text(
        '{"organisation": {"name": "A", "country": "GB", "base_currency": "GBP",'
        ' "timezone": "Europe/London"}, "customers": [], "invoices": [], "payments": [],'
        ' "credits": []}'
    )
    environment = {
        **{name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ},
        "PYTHONPATH": str(site),
    }
    ran = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
