"""Owns the tests of what is a person's own: settings, help, privacy."""
