"""Tables of the console as CSV and as spreadsheets. What stands in one is decided elsewhere."""
