"""Owns the tests of the shell: routing, failures, forms, logs."""
