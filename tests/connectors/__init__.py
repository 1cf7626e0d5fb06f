"""Tests of the connectors, named in full so that no folder hides a library of its name."""
