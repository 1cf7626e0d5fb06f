"""What the console reads: SQL in, rows out. One statement a question, never one a row."""
