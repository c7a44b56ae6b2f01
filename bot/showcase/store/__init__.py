"""Queries of the showcase; they take a transaction and return the model's values."""
