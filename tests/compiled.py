"""What Flask compiles for an app, kept for the whole run: routes' address writers, templates.

Most journeys open a console and a local Xero of their own, some two hundred routes each. Both are
built as ever; only the same code is not compiled again. Set where Flask lets an app choose.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule


class KeptRule(Rule):
    """A route whose address writers come from an equal route of an earlier app."""

    _writers: dict[Hashable, Callable[..., tuple[str, str]]] = {}  # noqa: RUF012 - shared by all

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        """The function that writes an address from values; it is bound to the rule afterwards."""
        if self.defaults:
            # converters write defaults into the code
            return super()._compile_builder(append_unknown)
        known = (self.rule, tuple(self._trace), append_unknown)
        if known not in self._writers:
            self._writers[known] = super()._compile_builder(append_unknown)
        return self._writers[known]


class KeptTemplates(BytecodeCache):
    """Templates compiled once; a changed source has another checksum."""

    def __init__(self) -> None:
        self._code: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """What was kept of a template."""
        if bucket.key in self._code:
            bucket.bytecode_from_string(self._code[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep it."""
        self._code[bucket.key] = bucket.bytecode_to_string()


def keep_compiled() -> None:
    """Let every app of this program share them."""
    Flask.url_rule_class = KeptRule
    Flask.jinja_options = {**Flask.jinja_options, "bytecode_cache": KeptTemplates()}
