"""What `make bench` measures: the product against a floor of the same run. It tests nothing."""
