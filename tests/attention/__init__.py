"""Tests of what reaches people: the outbox, bundles, the inbox, being away, notices."""
