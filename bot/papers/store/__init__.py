"""Queries of papers; one file for each thing that is kept."""
