"""Tests that read the whole tree: who imports whom, words, commands, the README, files."""
