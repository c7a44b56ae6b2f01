"""Tests of papers and the reading group."""
