"""The read side: what a page shows, as frozen display-ready values. It changes nothing."""
