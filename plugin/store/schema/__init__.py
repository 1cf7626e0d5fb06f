"""Every table, one file per noun, on one shared metadata. No queries live here.

`tenant_table` marks a table as belonging to an organisation: it gets `org_id` as the first part of
its key and row-level security. `house_table` is for the few without a tenant; each gives a reason.
"""

from __future__ import annotations

import pkgutil
from importlib import import_module

from sqlalchemy import MetaData

from plugin.store.schema._base import metadata


def all_tables() -> MetaData:
    """The metadata with the tables of every file in this folder."""
    for found in pkgutil.iter_modules(__path__):
        import_module(f"{__name__}.{found.name}")
    return metadata
