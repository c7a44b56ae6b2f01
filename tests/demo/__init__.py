"""Tests of the demo: its world, its hub page, its seeded community."""
