"""The JSON API for an organisation's own tools: routes, their description, their own door."""
