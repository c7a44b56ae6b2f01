"""Tests in a real browser: a visitor of the demo sees, answers, edits and deletes."""
