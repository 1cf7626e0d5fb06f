"""`python -m plugin`: the same as `goodterms`, for whoever starts it without its script."""

from plugin.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
