"""Owns the tests of the delivery ledger."""
