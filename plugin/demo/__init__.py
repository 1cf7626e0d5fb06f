"""The demo: the whole product on one machine, with a person at it or without. It wires nothing."""
