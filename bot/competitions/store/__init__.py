"""Queries of competitions."""
