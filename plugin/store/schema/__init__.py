"""Every table, one file per noun, on one shared metadata. No queries live here.

`tenant_table` marks a table as belonging to an organisation: it gets `org_id` as the first part of
its key and row-level security. `house_table` is for the few without a tenant; each gives a reason.
"""
