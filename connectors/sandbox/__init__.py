"""A local Xero over HTTP, written from Xero's facts and from nothing of our own client's."""
