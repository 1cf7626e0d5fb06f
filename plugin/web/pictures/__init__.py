"""Pictures of plain series as SVG. They are served elsewhere, each beside a table."""
