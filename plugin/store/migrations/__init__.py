"""The migrations themselves, numbered in the order in which they are applied."""
