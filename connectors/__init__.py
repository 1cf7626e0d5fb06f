"""The ledgers that Goodterms reads and writes; each knows one outside system and nothing else."""
