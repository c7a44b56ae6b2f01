"""Queries of mentors and peers."""
