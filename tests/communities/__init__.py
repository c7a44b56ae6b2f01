"""Owns the tests of a server's own settings: /setup as an organiser meets it."""
