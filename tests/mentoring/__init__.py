"""Tests of mentors and peers."""
