"""Tests of the words and tools that all features share: the clock, the database, text, languages."""
