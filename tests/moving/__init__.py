"""Tests of backup, restore, export and import."""
