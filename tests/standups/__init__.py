"""Owns the tests of standups: rules, use cases, what people meet in Discord, background work."""
