"""Goodterms: credit control as a relationship, for businesses that keep their books in Xero."""

__version__ = "0.1.0"
