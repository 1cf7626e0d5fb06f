"""The console, and everything else that speaks HTTP to people. It decides nothing."""
