"""The marketplace listing as data: name, scopes, addresses, what is read and written.

A leaf: the app reads it, and tests hold it to the code.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the app itself needs of the listing; paths begin with a slash."""

    name: str
    version: str
    scopes: tuple[str, ...]
    redirect_path: str
    webhook_path: str
    support_email: str
    #: the version of the terms of use and the privacy page that a connection accepts, by its date
    terms_version: str


@lru_cache(maxsize=1)
def read_manifest() -> Manifest:
    """Read manifest.json: from inside the installed package, else from the root of a clone."""
    packaged = files("plugin").joinpath("manifest.json")
    text = (
        packaged.read_text(encoding="utf-8")
        if packaged.is_file()
        else (Path(__file__).parent.parent / "manifest.json").read_text(encoding="utf-8")
    )
    found = json.loads(text)
    return Manifest(
        name=found["name"],
        version=found["version"],
        scopes=tuple(each["scope"] for each in found["oauth"]["scopes"]),
        redirect_path=found["oauth"]["redirect"],
        webhook_path=found["webhooks"]["path"],
        support_email=found["support"]["email"],
        terms_version=found["terms_version"],
    )
