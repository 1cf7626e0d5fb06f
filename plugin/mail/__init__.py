"""Reading mail that arrives: raw bytes in, plain records out. No store, no clock, nothing is run.

Everything here takes hostile bytes: what cannot be read is left out or kept as a file, and no
mail, however broken, raises.
"""
