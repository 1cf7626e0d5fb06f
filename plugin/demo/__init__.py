"""Drives the demo without a person, by HTTP alone."""
