"""The customer's side: one file a page, behind a door of its own (see visitor.py)."""
