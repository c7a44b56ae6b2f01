"""Owns the tests of what several processes agree on."""
